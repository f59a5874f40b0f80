// On a page of many rows Enter goes down to the next unit's points; the last one goes to the button.
"use strict";

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-enter-next]");
  if (event.key !== "Enter" || !form || event.target.matches("button, a")) return;
  event.preventDefault();
  const stops = [...form.querySelectorAll("[data-points]")];
  const row = event.target.closest("tr");
  const here = stops.findIndex((stop) => row && row.contains(stop));
  const next = stops[here + 1] || form.querySelector("button");
  next.focus();
  if (next.select) next.select();
});
