// <button data-copy="id of a field" data-copied="what is said then" hidden>: copies the field's text.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("button[data-copy]").forEach((button) => (button.hidden = false));
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // without HTTPS there is no clipboard
  }
  button.textContent = "Đã chép";
  document.getElementById("live").textContent = button.dataset.copied;
});
