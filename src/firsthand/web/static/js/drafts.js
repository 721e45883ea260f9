// What was typed survives a failed send, a reload and a closed tab, until it is sent. Kept in this browser only.

const key = (box) => `draft:${document.getElementById("ticket")?.dataset.ticket}:${box.dataset.draft}`;
const boxes = () => document.querySelectorAll("[data-draft]");

function restore() {
  for (const box of boxes()) {
    const kept = localStorage.getItem(key(box));
    if (kept && !box.value) {
      box.value = kept;
      if (box.dataset.draft === "reply") box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

document.addEventListener("input", (event) => {
  const box = event.target.closest?.("[data-draft]");
  if (!box) return;
  if (box.value) localStorage.setItem(key(box), box.value);
  else localStorage.removeItem(key(box));
});

// A sent reply or note is no draft any more. Without htmx the next page says so by not failing.
for (const verb of ["reply", "note"])
  document.addEventListener(`done:${verb}`, () => {
    for (const box of boxes())
      if (box.dataset.draft === verb) {
        localStorage.removeItem(key(box));
        box.value = "";
      }
  });

function toast() {
  const said = document.querySelector("template[data-toast]");
  if (!said) return;
  const shown = said.content.firstElementChild.cloneNode(true);
  said.remove();
  document.getElementById("toasts").replaceChildren(shown);
  window.htmx.process(shown);
  setTimeout(() => shown.remove(), 10000);
}

function forgetUndo() {
  for (const one of document.querySelectorAll("[data-undo]")) setTimeout(() => one.isConnected && one.remove(), 9500);
}

document.addEventListener("htmx:after:swap", () => { toast(); restore(); forgetUndo(); });
restore();
forgetUndo();
