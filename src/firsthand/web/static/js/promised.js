// What is true instead of what was promised: its words take the place of those that stand in the text.

function write(button) {
  const box = document.getElementById("reply-text");
  if (!box || !button) return;
  const { place, instead } = button.dataset;
  let at = -1;
  for (let left = Number(button.dataset.nth); left >= 0; left -= 1) {
    at = box.value.indexOf(place, at + 1);
    if (at < 0) return; // the text has changed since
  }
  box.focus();
  box.setRangeText(instead, at, at + place.length, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
document.addEventListener("click", (event) => write(event.target.closest("#promised [data-instead]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "." || !(event.ctrlKey || event.metaKey) || event.target.id !== "reply-text") return;
  event.preventDefault();
  write(document.querySelector("#promised [data-instead]"));
});
