// What is typed is kept on the desk while it is typed. What the desk could not be told yet stays in this browser, and
// what is typed while the page is drawn again stays on the page.

const SOON = 1200;
const LATER = 8000;
const page = crypto.randomUUID?.() ?? String(Math.random());
const verbs = ["reply", "note"];
const state = Object.fromEntries(verbs.map((verb) => [verb, { timer: 0, asking: false, dirty: false, behind: false, typed: null, sends: 0 }]));
const form = (verb) => document.getElementById(`${verb}-form`);
const box = (verb) => document.getElementById(`${verb}-text`);
const verbOf = (one) => verbs.find((verb) => form(verb) && form(verb) === one);

function local(verb) {
  const { person, ticket } = document.getElementById("ticket").dataset;
  return `unsent:${person}:${ticket}:${verb}`;
}

// What the desk does not have yet, with the version of its draft that it goes on from.
function hold(verb) {
  const { version } = form(verb).elements;
  localStorage.setItem(local(verb), JSON.stringify({ version: version.value, text: box(verb).value }));
}

function held(verb) {
  const found = JSON.parse(localStorage.getItem(local(verb)) ?? "null"), one = state[verb];
  if (found?.text !== box(verb).value) return found;
  if (!one.dirty && !one.asking) localStorage.removeItem(local(verb)); // it came to the desk
}

function later(verb, wait = SOON) {
  const one = state[verb];
  one.dirty = true;
  hold(verb);
  clearTimeout(one.timer);
  one.timer = setTimeout(() => keep(verb), wait);
}

async function keep(verb) {
  const one = state[verb], from = form(verb);
  if (!from || !one.dirty || one.asking || one.behind) return;
  const body = new FormData(from), sends = one.sends, files = [...(from.querySelector('input[type="file"]')?.files ?? [])];
  one.dirty = false;
  one.asking = true;
  let answer = null;
  try {
    answer = await fetch(from.dataset.unsent, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch { /* the network is away: it stays in this browser, and is tried again */ }
  one.asking = false;
  if (one.sends !== sends) return; // sent meanwhile
  const told = answer && [200, 409, 422].includes(answer.status) && !answer.redirected ? await answer.json().catch(() => null) : null;
  if (!told) {
    if (!answer || answer.status >= 500) later(verb, LATER);
    return;
  }
  if (answer.ok) {
    localStorage.removeItem(local(verb));
    form(verb).elements.version.value = told.version;
    if (files.length) takeOver(verb, files, told);
    if (one.dirty) later(verb);
  } else if (answer.status === 409) behind(verb, told);
  else say(verb, told.wrong);
}

function takeOver(verb, files, told) {
  const from = form(verb);
  from.querySelector(".kept").innerHTML = told.files;
  from.querySelector('input[type="file"]').dispatchEvent(new CustomEvent("kept", { detail: files }));
}

function say(verb, words) {
  const error = form(verb).querySelector("[data-files-error]");
  error.textContent = words;
  error.hidden = !words;
}

// Something else was kept or sent, on another page: nothing is written over before the writer says which one stays.
function behind(verb, told) {
  const words = form(verb).querySelector("[data-elsewhere]"), one = state[verb];
  one.behind = true;
  for (const part of words.querySelectorAll("[data-begun]")) part.hidden = !told.begun;
  for (const part of words.querySelectorAll("[data-sent]")) part.hidden = told.begun;
  words.querySelector("q").textContent = told.text?.slice(0, 200) ?? "";
  words.hidden = false;
  const go = (take) => {
    words.hidden = true;
    one.behind = false;
    form(verb).elements.version.value = told.version;
    if (take) put(verb, told.text);
    later(verb, 0);
  };
  words.querySelector("[data-take]").onclick = () => go(true);
  words.querySelector("[data-stay]").onclick = () => go(false);
}

function put(verb, text) {
  box(verb).value = text;
  state[verb].typed = text;
  lookAhead(verb);
}

// The page looks at the text again; nobody typed.
function lookAhead(verb) {
  box(verb).dispatchEvent(Object.assign(new Event("input", { bubbles: true }), { byItself: true }));
}

function restore() {
  for (const verb of verbs) {
    if (!form(verb)) continue;
    form(verb).elements.page.value = page;
    const here = held(verb), typed = state[verb].typed ?? here?.text;
    if (here) form(verb).elements.version.value = here.version; // a draft that went on elsewhere is not written over
    const back = state[verb].gives ? box(verb).value : ""; // taken back: what was typed since stands below it
    state[verb].gives = false;
    if (back) state[verb].typed = null;
    if (back && typed && !back.includes(typed)) put(verb, `${back}\n\n${typed}`);
    else if (!back && typed && typed !== box(verb).value) put(verb, typed);
    else if (box(verb).value) lookAhead(verb);
    if (here) later(verb);
  }
}

for (const kind of ["input", "change", "chosen"])
  document.addEventListener(kind, (event) => {
    const verb = verbOf(event.target.form ?? event.target.closest?.("form"));
    if (!verb || event.byItself) return;
    if (event.target === box(verb)) state[verb].typed = event.target.value;
    later(verb);
  });

// While it is being sent nothing is kept; a refused one is kept again, a sent one is no draft any more.
document.addEventListener("submit", (event) => {
  const verb = verbOf(event.target);
  if (verb) clearTimeout(state[verb].timer);
  if (event.target.dataset.act === "tickets.take-back") state.reply.gives = true;
});
for (const verb of verbs)
  document.addEventListener(`done:${verb}`, () => {
    if (box(verb) && box(verb).value === state[verb].typed) put(verb, ""); // the page was drawn before it was said that it is sent
    Object.assign(state[verb], { typed: null, dirty: false, behind: false, sends: state[verb].sends + 1 });
    clearTimeout(state[verb].timer);
    localStorage.removeItem(local(verb));
  });

document.addEventListener("visibilitychange", () => { if (document.hidden) for (const verb of verbs) keep(verb); });
document.addEventListener("htmx:after:swap", restore);
restore();
