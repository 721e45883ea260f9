// The editor of a draft: line numbers, a check soon after the last key, and messages that lead to their line.

const WAIT = 700;
const form = document.getElementById("draft-form");
const text = document.getElementById("text");
const review = document.getElementById("review");

if (form && text) {
  const gutter = form.querySelector(".gutter");
  const saved = document.getElementById("saved");
  let timer = 0;

  const number = () => {
    const wanted = text.value.split("\n").length;
    if (gutter.dataset.lines !== String(wanted)) {
      gutter.replaceChildren(...Array.from({ length: wanted }, (_, index) => Object.assign(document.createElement("span"), { textContent: index + 1 })));
      gutter.dataset.lines = wanted;
    }
    mark();
  };
  const mark = () => {
    const bad = review.querySelector(".loads [data-line]")?.dataset.line;
    [...gutter.children].forEach((one, index) => one.classList.toggle("bad", String(index + 1) === bad));
  };
  const follow = () => { gutter.scrollTop = text.scrollTop; };
  const stopped = () => review.querySelector("[data-stop]");
  const waiting = () => saved.textContent === "…";
  const send = () => {
    clearTimeout(timer);
    if (!stopped()) form.dispatchEvent(new Event("draft-typed"));
  };

  text.addEventListener("input", () => {
    number();
    saved.textContent = "…";
    clearTimeout(timer);
    timer = setTimeout(send, WAIT);
  });
  text.addEventListener("scroll", follow);

  // A click on "Line 12" selects it.
  review.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    const lines = text.value.split("\n");
    const at = Math.min(Number(link.dataset.line), lines.length) - 1;
    const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + lines[at].length);
    text.scrollTop = Math.max(0, at * parseFloat(getComputedStyle(text).lineHeight) - text.clientHeight / 3);
    follow();
  });

  // An answer is about the text that was kept: what was typed in the last moment is kept and checked first.
  document.addEventListener("submit", (event) => {
    if (event.target === form || !waiting()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send();
  }, true);
  // The Check button and Ctrl Enter check in place; a button with a name changes more and loads the page anew.
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.name && !stopped()) {
      event.preventDefault();
      send();
    } else saved.textContent = "";
  });
  addEventListener("beforeunload", (event) => { if (waiting()) event.preventDefault(); });

  document.addEventListener("htmx:after:swap", () => {
    const kept = document.getElementById("kept-at");
    saved.textContent = kept && !stopped() ? `${kept.dataset.words} ${kept.textContent.trim()}` : "";
    document.getElementById("said").textContent = review.querySelector("h2, [role=alert] p")?.textContent ?? "";
    mark();
  });
  number();
}
