// Keeps what is typed into form[data-draft] in this browser, for a lost connection or a closed tab. The server stores
// a newer version once it has the text; drafts of older versions, and those of a fortnight ago, are thrown away.
"use strict";

const PREFIX = "draft:";
const FORTNIGHT = 14 * 24 * 3600 * 1000;

function draftKey(element) {
  return `${PREFIX}${element.dataset.draft || element.dataset.draftDone}:${element.dataset.draftVersion}`;
}

function typed(form) {
  const kept = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit" || field.type === "button") continue;
    if (field.type === "radio" || field.type === "checkbox") {
      kept[field.name] ||= [];
      if (field.checked) kept[field.name].push(field.value);
    } else kept[field.name] = field.value;
  }
  return kept;
}

function restore(form, kept) {
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden") continue;
    const value = kept[field.name];
    if (field.type === "radio" || field.type === "checkbox") field.checked = (value || []).includes(field.value);
    else if (value !== undefined) field.value = value;
  }
}

function say(form, text, action) {
  const line = document.createElement("p");
  line.className = "message is-info";
  line.setAttribute("role", "status");
  line.textContent = text;
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button is-small";
    button.textContent = action.label;
    button.addEventListener("click", action.act);
    line.append(" ", button);
  }
  form.prepend(line);
  return line;
}

function sweep() {
  const now = Date.now();
  const done = document.querySelectorAll("[data-draft-done], form[data-draft]");
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    const [, name, version] = key.split(":");
    let at = 0;
    try { at = JSON.parse(localStorage.getItem(key)).at; } catch { /* not ours any more */ }
    const stored = [...done].some(
      (one) => (one.dataset.draft || one.dataset.draftDone) === name && Number(one.dataset.draftVersion) > Number(version)
    );
    if (stored || now - at > FORTNIGHT) localStorage.removeItem(key);
  }
}

// One draft for a form that is asked on several pages: a page adds what it asks to what the others kept.
function keep(form) {
  try {
    const before = JSON.parse(localStorage.getItem(draftKey(form)) || "{}").kept;
    localStorage.setItem(draftKey(form), JSON.stringify({ at: Date.now(), kept: { ...before, ...typed(form) } }));
  } catch { /* no room or not allowed: the page works without */ }
}

document.addEventListener("DOMContentLoaded", () => {
  try { sweep(); } catch { return; }
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const offered = typed(form);
    const stored = localStorage.getItem(draftKey(form));
    // A refused form comes back from the server with everything typed.
    if (stored && !form.querySelector(".error-summary")) {
      const kept = { ...offered };
      for (const [name, value] of Object.entries(JSON.parse(stored).kept)) if (name in offered) kept[name] = value;
      if (JSON.stringify(kept) !== JSON.stringify(offered)) {
        restore(form, kept);
        form.dataset.dirty = "1";
        say(form, "Đã khôi phục nội dung gõ dở trên máy này.", {
          label: "Bỏ nội dung gõ dở",
          act: () => {
            localStorage.removeItem(draftKey(form));
            form.dataset.clean = "1";
            window.location.reload();
          },
        });
      }
    }
    form.addEventListener("input", () => keep(form));
  }
});

// Without a connection nothing is sent: the browser's own error page would take the place of what was typed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-draft]") || navigator.onLine) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  keep(form);
  document.querySelector(".is-offline")?.remove();
  say(form, "Mất kết nối: chưa gửi được. Nội dung đã gõ được giữ trên máy này, xin gửi lại khi có mạng.").classList.add("is-error", "is-offline");
  form.querySelector(".is-offline").scrollIntoView({ block: "center" });
}, true);
