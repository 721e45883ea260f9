// What was done is said with its undo, as long as it can be undone.

const forget = (shown) => setTimeout(() => shown.remove(), 10000);

function toast() {
  const said = document.querySelector("template[data-toast]");
  if (!said) return;
  const shown = said.content.firstElementChild.cloneNode(true);
  said.remove();
  document.getElementById("toasts").replaceChildren(shown);
  window.htmx.process(shown);
  forget(shown);
}

function forgetUndo() {
  for (const one of document.querySelectorAll("[data-undo]")) setTimeout(() => one.isConnected && one.remove(), 9500);
}

document.addEventListener("htmx:after:swap", () => { toast(); forgetUndo(); });
for (const one of document.querySelectorAll("#toasts > .toast")) forget(one);
forgetUndo();
