// What htmx leaves to us: one press sends once, focus and a spoken word after a swap, unsaved work is asked about.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  form.dataset.clean = "1";
});

// A page taken from the back-forward cache may be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) form.dataset.dirty = "1";
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-dirty]:not([data-clean])")) event.preventDefault();
});

document.addEventListener("htmx:afterSwap", (event) => {
  const message = event.target.querySelector("[data-say]");
  if (message) document.getElementById("live").textContent = message.textContent;
  const summary = event.target.querySelector(".error-summary");
  if (summary) summary.focus();
});

document.addEventListener("htmx:sendError", () => {
  document.getElementById("messages").innerHTML =
    '<p class="message is-error">Mất kết nối: chưa lưu được. Nội dung đã gõ vẫn còn trên trang, xin thử lại.</p>';
});

// <button data-print> prints; menus close when one goes elsewhere.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  closeMenusWithout(event.target);
});

document.addEventListener("focusin", (event) => closeMenusWithout(event.target));

function closeMenusWithout(element) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(element)) menu.open = false;
  });
}

// In a table of counts Enter goes to the next cell; the last one goes to the button.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-enter-next-count]");
  if (event.key !== "Enter" || !form || !event.target.matches(".count")) return;
  event.preventDefault();
  const cells = [...form.querySelectorAll(".count")];
  const next = cells[cells.indexOf(event.target) + 1] || form.querySelector("button");
  next.focus();
  if (next.select) next.select();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  });
});

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(".error-summary");
  if (!summary) return;
  summary.focus();
  // A refused form holds work that is not saved yet.
  document.querySelectorAll("form[data-guard]").forEach((form) => (form.dataset.dirty = "1"));
});
