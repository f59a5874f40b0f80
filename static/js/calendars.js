// A button that copies: shown only where it can do so; the field beside it serves everybody else.
"use strict";

document.querySelectorAll("[data-copy]").forEach((button) => {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = "Đã sao chép ✓";
    document.getElementById("live").textContent = "Đã sao chép liên kết.";
  });
});
