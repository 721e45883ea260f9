// What every page does: theme without a reload, dialogs, one open menu at a time, forms sent once.

for (const opener of document.querySelectorAll("[data-open]")) opener.hidden = false;

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!menu.contains(event.target)) menu.open = false;
  const printer = event.target.closest("[data-print]");
  if (printer) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]") ?? document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.preventDefault();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.classList.contains("themes")) return;
  event.preventDefault();
  const theme = event.submitter.value;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
  for (const button of form.querySelectorAll("button"))
    button.setAttribute("aria-pressed", String(button === event.submitter));
});

// A click on the dark around a dialog closes it.
for (const dialog of document.querySelectorAll("dialog"))
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

// Forms that need no button when there is JavaScript.
document.documentElement.classList.add("js");
document.addEventListener("change", (event) => {
  const auto = event.target.closest("form[data-auto]");
  if (auto && event.target.matches("select")) auto.requestSubmit();
  const by = event.target.dataset.submit;
  if (by !== undefined) event.target.form.requestSubmit(by ? document.getElementById(by) : null);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.auto !== undefined) for (const one of form.elements) if (!one.value) one.disabled = true;
});
