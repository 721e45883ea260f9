// Small comforts of the desk's own pages; every page works without them.
const zone = document.querySelector("input[data-fill-zone]");
if (zone) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (here) zone.value = here;
}
for (const command of document.querySelectorAll("[data-address-of]")) {
  const input = document.getElementById(command.dataset.addressOf);
  if (!input) continue;
  const template = command.textContent;
  const example = "support@example.com";
  const fill = () => {
    const address = input.value.trim() || example;
    command.textContent = template.replaceAll(example, address).replace(/^support:/, `${address.split("@")[0]}:`);
  };
  input.addEventListener("input", fill);
  fill();
}
// A setting that matters only with a value of another one is shown only with it.
for (const part of document.querySelectorAll("[data-only]")) {
  const [name, value] = part.dataset.only.split("=");
  const form = part.closest("form");
  const show = () => { part.hidden = new FormData(form).get(name) !== value; };
  form.addEventListener("change", show);
  show();
}
