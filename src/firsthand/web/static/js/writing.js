// Writing to a customer: people as chips, files by drop and paste. Without it there are a text field and a file field.

const between = /[,;\n](?=(?:[^"]*"[^"]*")*[^"]*$)/;
const split = (text) => text.split(between).map((one) => one.trim()).filter(Boolean);
const make = (tag, props = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
};

function chips(field) {
  const entry = make("input", { type: "text", id: field.id, autocomplete: "off", spellcheck: false, className: "entry" });
  for (const name of ["aria-invalid", "aria-describedby"])
    if (field.hasAttribute(name)) entry.setAttribute(name, field.getAttribute(name));
  const box = make("span", { className: "address-box" }, entry);
  const label = field.labels?.[0]?.textContent.trim() ?? "";
  field.removeAttribute("id");
  field.hidden = true;
  field.after(box);
  const draw = () => {
    for (const old of box.querySelectorAll(".chip")) old.remove();
    for (const address of split(field.value)) {
      const off = make("button", { type: "button", className: "x", textContent: "×" });
      off.setAttribute("aria-label", `${label}: − ${address}`);
      off.addEventListener("click", () => { entry.focus(); put(split(field.value).filter((one) => one !== address)); });
      entry.before(make("span", { className: "chip" }, address, " ", off));
    }
  };
  const put = (addresses) => {
    const value = [...new Set(addresses)].join(", ");
    if (value !== field.value) {
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    draw();
  };
  const take = () => {
    const typed = split(entry.value);
    entry.value = "";
    if (typed.length) put([...split(field.value), ...typed]);
  };
  entry.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "," || event.key === ";") {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.key !== "Enter" || entry.value) event.preventDefault();
      take();
    } else if (event.key === "Backspace" && !entry.value) put(split(field.value).slice(0, -1));
  });
  entry.addEventListener("input", (event) => { event.stopPropagation(); if (between.test(entry.value)) take(); });
  entry.addEventListener("change", (event) => { event.stopPropagation(); take(); });
  box.addEventListener("click", (event) => event.target === box && entry.focus());
  draw();
}

function ways(select) {
  const form = select.form, send = form.querySelector("[data-send-words]");
  const show = () => {
    for (const way of form.querySelectorAll("[data-way]")) way.toggleAttribute("data-other", way.dataset.way !== select.value);
    const byHand = !form.querySelector(`[data-way="${select.value}"] [name^="copies-"]`);
    if (send) send.textContent = byHand ? send.dataset.noteWords : send.dataset.sendWords;
  };
  select.addEventListener("change", show);
  show();
}

// The files that were chosen stay when the page is drawn again, until they are sent.
const chosen = new Map();

function files(input) {
  const part = input.closest(".attach"), list = part.querySelector(".chosen"), error = part.querySelector("[data-files-error]");
  const most = Number(input.dataset.mostFiles), mostBytes = Number(input.dataset.mostBytes);
  const draw = () => {
    const kept = new DataTransfer();
    for (const file of chosen.get(input.id) ?? []) kept.items.add(file);
    input.files = kept.files;
    list.replaceChildren(...[...input.files].map((file) => {
      const off = make("button", { type: "button", className: "x", textContent: "×" });
      off.setAttribute("aria-label", input.dataset.remove.replace("{name}", file.name));
      off.addEventListener("click", () => { input.focus(); put((chosen.get(input.id) ?? []).filter((one) => one !== file)); });
      return make("li", {}, make("span", { className: "chip" }, file.name, " ", make("span", { className: "quiet", textContent: size(file.size) }), off));
    }));
    list.hidden = !input.files.length;
  };
  const put = (wanted) => {
    const total = wanted.reduce((sum, file) => sum + file.size, 0);
    const wrong = wanted.length > most ? input.dataset.tooMany : total > mostBytes ? input.dataset.tooLarge : "";
    error.textContent = wrong;
    error.hidden = !wrong;
    if (!wrong) chosen.set(input.id, wanted);
    draw();
    input.dispatchEvent(new Event("chosen", { bubbles: true }));
  };
  // Files that the desk has kept with the text are no longer this page's alone.
  input.addEventListener("kept", (event) => {
    chosen.set(input.id, (chosen.get(input.id) ?? []).filter((one) => !event.detail.includes(one)));
    draw();
  });
  input.addEventListener("redraw", draw);
  const add = (more) => put([...(chosen.get(input.id) ?? []), ...more]);
  input.addEventListener("change", (event) => { event.stopPropagation(); add([...input.files]); });
  const form = input.form;
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("dropping");
  });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("dropping"));
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });
  form.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (!pasted.length) return;
    event.preventDefault();
    const before = (chosen.get(input.id) ?? []).filter((file) => file.type.startsWith("image/")).length;
    const named = pasted.map((file, number) => (file.type.startsWith("image/")
      ? new File([file], `picture-${before + number + 1}.${file.type.split("/")[1].replace("jpeg", "jpg")}`, { type: file.type }) : file));
    add(named);
    const text = event.target.closest("textarea");
    const pictures = named.filter((file) => file.type.startsWith("image/") && [...input.files].includes(file));
    if (!text || !pictures.length) return;
    text.setRangeText(pictures.map((file) => `[${file.name}]`).join("\n"), text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  draw();
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function dress() {
  for (const field of document.querySelectorAll("input[data-addresses]:not([hidden])")) chips(field);
  for (const select of document.querySelectorAll("select[data-ways]:not([data-dressed])")) { select.dataset.dressed = ""; ways(select); }
  for (const input of document.querySelectorAll('.attach input[type="file"]:not([data-dressed])')) { input.dataset.dressed = ""; files(input); }
}

for (const verb of ["reply", "note"])
  document.addEventListener(`done:${verb}`, () => {
    chosen.delete(`${verb}-files`);
    document.getElementById(`${verb}-files`)?.dispatchEvent(new Event("redraw"));
  });
document.addEventListener("htmx:after:swap", dress);
dress();
