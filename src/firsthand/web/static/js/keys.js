// The keyboard: letters act on the list or the ticket, g and a letter goes somewhere, Ctrl K opens the commands.

const typing = (target) => target.closest("input:not([type=radio],[type=checkbox]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-row]")];
let going = 0;

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)].focus();
}

function write(mode) {
  const radio = document.getElementById(`mode-${mode}`);
  if (!radio) return false;
  radio.checked = true;
  const box = document.getElementById(`${mode}-text`);
  box?.focus({ preventScroll: true });
  box?.scrollIntoView({ block: "nearest" });
  return true;
}

// What may be done to the ticket, as the page says it: a form is filled in, what needs nothing else is done at once.
const formOf = (act) => document.querySelector(`#ticket form[data-act="${act.name}"]`);
const offered = () => JSON.parse(document.getElementById("ticket")?.dataset.acts ?? "[]").filter((act) => act.href || formOf(act));

function begin(act) {
  if (act.href) {
    location.href = act.href;
    return;
  }
  if (write(act.verb)) return;
  const form = formOf(act);
  if (act.direct) {
    form.requestSubmit();
    return;
  }
  const menu = form.closest("details");
  if (menu) {
    for (const other of document.querySelectorAll("details.menu[open]")) other.open = false;
    menu.open = true;
  }
  (form.querySelector("input:checked") ?? form.querySelector("select, textarea, input:not([type=hidden]), button")).focus();
}

function press(key) {
  const act = offered().find((one) => one.key === key);
  if (act) {
    begin(act);
    return true;
  }
  const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(key));
  if (!target) return false;
  if (target.tagName === "SUMMARY") {
    for (const other of document.querySelectorAll("details.menu[open]")) other.open = false;
    target.parentElement.open = true;
    (target.parentElement.querySelector(".menu-body :is(input:checked, select, textarea, input:not([type=hidden]), button)") ?? target).focus();
  } else target.click();
  return true;
}

function go(key) {
  const to = document.querySelector(`[data-go="${CSS.escape(key)}"]`)?.getAttribute("href");
  if (to) location.href = to;
}

const plain = {
  j: () => move(1), k: () => move(-1),
  o: () => document.querySelector("[data-older]")?.click(),
  "/": () => (document.getElementById("q") ?? openPalette())?.focus?.(),
  "?": () => document.getElementById("help").showModal(),
  u: () => document.querySelector("[data-back]")?.click(),
};

// A text that sends its form by Ctrl Enter, or any text of a form whose button does.
const sends = (field) => field.matches?.("[data-send]") || (field.matches?.("textarea") && field.form?.querySelector("button[data-send]"));

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && sends(event.target)) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (event.key === "Escape") {
    if (closeSheet()) event.preventDefault();
    else if (event.target.matches?.("textarea, #q")) event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (going && Date.now() - going < 1500) {
    going = 0;
    event.preventDefault();
    go(event.key);
    return;
  }
  if (event.key === "g") { going = Date.now(); return; }
  if (plain[event.key]) { event.preventDefault(); plain[event.key](); return; }
  if (press(event.key)) event.preventDefault();
});

// Why, beside the ticket.
let opener = null;
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-sheet]");
  if (link && !event.ctrlKey && !event.metaKey) {
    opener = link.id ? `#${link.id}` : `[href="${link.getAttribute("href")}"]`;
    document.getElementById("sheet-body").dataset.anchor = new URL(link.href).hash.slice(1);
  }
  if (event.target.closest("[data-close-sheet]")) closeSheet();
});
document.addEventListener("htmx:after:swap", () => {
  const sheet = document.getElementById("sheet");
  const body = document.getElementById("sheet-body");
  if (!sheet || body.dataset.anchor === undefined || !body.childElementCount) return;
  const anchor = body.dataset.anchor;
  delete body.dataset.anchor;
  sheet.hidden = false;
  sheet.focus();
  if (anchor) document.getElementById(anchor)?.scrollIntoView({ block: "start" });
});
function closeSheet() {
  const sheet = document.getElementById("sheet");
  if (!sheet || sheet.hidden) return false;
  sheet.hidden = true;
  document.querySelector(opener)?.focus();
  return true;
}

// Commands.
const palette = document.getElementById("palette");
const field = palette.querySelector("input[type=search]");
const list = document.getElementById("palette-list");
let commands = [];

function gather() {
  const links = [...document.querySelectorAll("#side li a")].map((link) => ({
    text: link.firstChild.textContent.trim(), keys: link.dataset.go ? `g ${link.dataset.go}` : "", run: () => (location.href = link.href),
  }));
  const acts = offered().map((act) => ({ text: act.words, keys: act.key, run: () => begin(act) }));
  const pages = [...document.querySelectorAll("#ticket a[data-key]")].map((one) => ({
    text: one.textContent.trim(), keys: one.dataset.key, run: () => one.click(),
  }));
  const anywhere = JSON.parse(list.dataset.acts).map((act) => ({ text: act.words, keys: "", run: () => (location.href = act.href) }));
  const themes = [...document.querySelectorAll(".themes button")].map((button) => ({
    text: `${button.form.getAttribute("aria-label")}: ${button.textContent}`, keys: "", run: () => button.click(),
  }));
  const help = document.querySelector(".side-links [data-open=help]");
  return [...acts, ...pages, ...links, ...anywhere, ...themes, { text: help.firstChild.textContent.trim(), keys: "?", run: () => help.click() }];
}

export function openPalette() {
  if (palette.open) return;
  commands = gather();
  field.value = "";
  palette.showModal();
  draw();
}

function draw() {
  const words = field.value.trim().toLowerCase();
  const found = commands.filter((one) => words.split(/\s+/).every((word) => one.text.toLowerCase().includes(word)));
  const number = words.match(/^#?(\d+)$/);
  if (number) found.unshift({ text: list.dataset.ticket.replace("{number}", number[1]), keys: "", run: () => (location.href = `/t/${number[1]}`) });
  if (words) found.push({ text: list.dataset.search.replace("{words}", field.value.trim()), keys: "", run: () => field.form.submit() });
  list.replaceChildren(...found.map((one, index) => {
    const item = document.createElement("li");
    item.role = "option";
    item.id = `command-${index}`;
    item.textContent = one.text;
    item.run = one.run;
    if (one.keys) {
      const keys = document.createElement("span");
      for (const key of one.keys.split(" ")) keys.append(Object.assign(document.createElement("kbd"), { textContent: key }), " ");
      item.append(keys);
    }
    return item;
  }));
  choose(0);
}

function choose(index) {
  const items = [...list.children];
  if (!items.length) return;
  const at = (index + items.length) % items.length;
  items.forEach((item, position) => item.setAttribute("aria-selected", String(position === at)));
  field.setAttribute("aria-activedescendant", items[at].id);
  items[at].scrollIntoView({ block: "nearest" });
}
const chosen = () => [...list.children].findIndex((item) => item.getAttribute("aria-selected") === "true");
function runChosen(item) {
  palette.close();
  item?.run();
}

field.addEventListener("input", draw);
field.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(chosen() + 1);
  else if (event.key === "ArrowUp") choose(chosen() - 1);
  else return;
  event.preventDefault();
});
palette.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  runChosen(list.children[chosen()]);
});
list.addEventListener("click", (event) => runChosen(event.target.closest("[role=option]")));
for (const button of document.querySelectorAll('[data-open="palette"]'))
  button.addEventListener("click", (event) => { event.stopImmediatePropagation(); openPalette(); }, true);
