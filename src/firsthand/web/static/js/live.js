// What others change shows up by itself: the desk is asked every seven seconds and answers 304 while nothing changed
// since the page began to be made. Rows are updated in place; focus and scroll stay where they are.

const EVERY = 7000;
const REDRAW = 60000;
const BY_ITSELF = { "X-By-Itself": "yes" }; // nobody clicked: it keeps nobody signed in
let stamp = document.body.dataset.stamp ? `"${document.body.dataset.stamp}"` : null;
let drawn = Date.now();

async function look() {
  if (document.hidden) return;
  let answer;
  try {
    answer = await fetch("/live", { headers: stamp ? { ...BY_ITSELF, "If-None-Match": stamp } : BY_ITSELF, cache: "no-store" });
  } catch {
    offline(true);
    return;
  }
  offline(answer.status >= 500);
  if (answer.status === 401) location.reload();
  const changed = answer.status === 200 && stamp !== null;
  if (answer.ok) stamp = answer.headers.get("ETag");
  await others();
  if (changed || (document.querySelector("[data-list]") && Date.now() - drawn > REDRAW)) await redraw();
}

// Who else writes to this customer, or answered since the page was made.
async function others() {
  const place = document.getElementById("others");
  if (!place) return;
  const answered = place.closest("form").elements.answered.value;
  const answer = await fetch(`${place.dataset.others}?answered=${answered}`, { headers: BY_ITSELF, cache: "no-store" }).catch(() => null);
  const words = answer?.ok && !answer.redirected ? (await answer.text()).trim() : "";
  if (answer?.ok && place.isConnected && place.innerHTML !== words) place.innerHTML = words;
}

function offline(is) {
  const words = document.getElementById("offline");
  if (words) words.hidden = !is;
}

async function redraw() {
  const answer = await fetch(location.href, { headers: BY_ITSELF, cache: "no-store" });
  if (!answer.ok) return;
  drawn = Date.now();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  swapInside(document.getElementById("side-counts"), fresh.getElementById("side-counts"));
  const list = document.querySelector("[data-list]");
  if (list) redrawList(list, fresh.querySelector("[data-list]"));
  const ticket = document.getElementById("ticket");
  const freshTicket = fresh.getElementById("ticket");
  if (ticket && freshTicket && ticket.dataset.stamp !== freshTicket.dataset.stamp && !tellTheWriter(ticket, freshTicket)) tellAboutTicket();
}

// What the writer had before them stays what it was, until the page itself shows what is new. Whether that was said.
function tellTheWriter(ticket, fresh) {
  const seen = (one) => Number(one.querySelector("#reply-form [name=seen]")?.value ?? 0);
  const words = document.getElementById("newer");
  const writing = ticket.querySelector("#reply-text")?.value && words;
  if (words && seen(fresh) > seen(ticket)) words.hidden = false;
  return writing && !words.hidden;
}

function swapInside(old, fresh) {
  if (old && fresh && old.innerHTML !== fresh.innerHTML && !old.contains(document.activeElement)) old.innerHTML = fresh.innerHTML;
}

function redrawList(old, fresh) {
  const [rows, freshRows] = [old.querySelector(".tickets"), fresh.querySelector(".tickets")];
  if (!rows || !freshRows) {
    if (old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
    return;
  }
  const focused = document.activeElement?.closest("[data-row]")?.id;
  const known = new Map([...rows.children].map((row) => [row.id, row]));
  [...freshRows.children].forEach((row, index) => {
    let mine = known.get(row.id);
    known.delete(row.id);
    if (!mine) mine = document.importNode(row, true);
    else if (mine.innerHTML !== row.innerHTML) mine.innerHTML = row.innerHTML;
    if (rows.children[index] !== mine) rows.insertBefore(mine, rows.children[index] ?? null);
  });
  for (const gone of known.values()) gone.remove();
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function tellAboutTicket() {
  const toasts = document.getElementById("toasts");
  if (toasts.querySelector("[data-news]")) return;
  const toast = document.querySelector("#news").content.firstElementChild.cloneNode(true);
  toasts.append(toast);
}

if (document.querySelector("[data-list], #ticket, #side-counts")) {
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  look();
}
