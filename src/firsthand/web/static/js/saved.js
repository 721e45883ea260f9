// The picker of saved replies: what is chosen stands where the cursor was. Without it the form of the composer goes along.

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("#saved-picker [data-saved-text]");
  const box = document.getElementById("reply-text");
  if (!chosen || !box) return;
  event.preventDefault();
  const before = box.value.slice(0, box.selectionStart), said = chosen.dataset.savedText;
  const gap = before && !before.endsWith("\n") ? "\n\n" : "";
  box.setRangeText(gap + said, box.selectionStart, box.selectionEnd, "end");
  chosen.closest("details").open = false;
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("keydown", (event) => {
  const picker = event.target.closest("#saved-picker");
  if (!picker) return;
  const all = [...picker.querySelectorAll("[data-saved-text]")], at = all.indexOf(event.target);
  if (event.key === "Escape") {
    picker.open = false;
    picker.querySelector("summary").focus();
  } else if (event.key === "Enter" && event.target.type === "search") all[0]?.click();
  else if (event.key === "ArrowDown") (all[at + 1] ?? all[0])?.focus();
  else if (event.key === "ArrowUp") (all[at - 1] ?? picker.querySelector("[type=search]"))?.focus();
  else return;
  event.preventDefault();
});
document.addEventListener("htmx:after:swap", () => {
  const search = document.querySelector("#saved-picker[open] [type=search]");
  if (search && document.activeElement?.closest("#saved-picker summary")) search.focus();
});
