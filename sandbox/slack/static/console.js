// The console's behaviour: sends what a person does, fetches what changed, keeps what was typed.
import { confirmed } from "./confirm.js";
import { offerCommands } from "./commands.js";
import { pressOver } from "./pressing.js";
import { markUnread } from "./unread.js";
import { swap } from "./swap.js";
import { wireSearch } from "./search.js";

const page = document.body.dataset;
const base = () => ({ as: page.as, in: page.in });
let queue = Promise.resolve(); // one act after the other, as a person would do them

function send(act, data, button) {
  const form = data instanceof FormData ? data : new FormData();
  if (!(data instanceof FormData)) for (const [key, value] of Object.entries(data)) form.append(key, value);
  for (const [key, value] of Object.entries(base())) form.append(key, value);
  button?.setAttribute("aria-busy", "true");
  queue = queue
    .then(() => fetch(`/_console/${act}`, { method: "POST", body: form }))
    .catch(() => notice("The stand-in does not answer. Is it still running?"))
    .finally(() => button?.removeAttribute("aria-busy"));
  return queue;
}

function formOf(control, { files = [] } = {}) {
  const form = control.closest("form[data-surface]");
  const data = new FormData(form);
  for (const input of form.querySelectorAll("input[type=file]"))
    if (!files.includes(input)) data.delete(input.name); // already there since it was chosen
  data.append("surface", form.dataset.surface);
  return data;
}

function named(data, control) {
  data.append("block", control.dataset.inBlock);
  data.append("action", control.dataset.action);
  return data;
}

async function press(button, event) {
  if (!button.matches("a")) event.preventDefault();
  if (button.dataset.confirm && !(await confirmed(JSON.parse(button.dataset.confirm)))) return;
  const data = named(formOf(button), button);
  data.append("chosen", button.dataset.chosen ?? "");
  button.closest("details")?.removeAttribute("open");
  send("press", data, button);
}

function changed(control) {
  control.dataset.dirty = "1";
  if (control.type === "file") send("change", named(formOf(control, { files: [control] }), control));
  else if ("told" in control.dataset || "query" in control.dataset) send("change", named(formOf(control), control));
}

document.addEventListener("click", (event) => {
  const found = (selector) => event.target.closest(selector);
  if (found("[data-press]")) press(found("[data-press]"), event);
  else if (found("[data-shortcut]")) {
    const { shortcut, on = "" } = found("[data-shortcut]").dataset;
    send("shortcut", { shortcut, surface: on }, found("[data-shortcut]"));
  }
  else if (found("[data-close]")) {
    const cross = found("[data-close]");
    const surface = cross.closest("form").dataset.surface;
    send("close", { surface, everything: cross.dataset.close }, cross);
  } else if (found("[data-toggle-nav]")) {
    const open = document.getElementById("nav").classList.toggle("open");
    found("[data-toggle-nav]").setAttribute("aria-expanded", open);
  }
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.id === "composer") {
    const line = form.elements.line;
    if (line.value.trim()) send("say", { line: line.value }, form.querySelector("button"));
    line.value = "";
  } else if ("modal" in form.dataset) {
    send("submit", formOf(form.querySelector("[type=submit]")), form.querySelector("[type=submit]"));
  }
});

document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-surface]")) event.target.dataset.dirty = "1";
});

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest("select[multiple] option"); // one click toggles, without Ctrl
  if (!option) return;
  event.preventDefault();
  option.selected = !option.selected;
  option.closest("select").dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  if ("switchPerson" in event.target.dataset)
    location.search = new URLSearchParams({ as: event.target.value, in: page.in });
  else if (event.target.dataset.action && !("query" in event.target.dataset)) changed(event.target);
});

document.addEventListener("keydown", (event) => {
  const cross = document.querySelector("[data-modal] .cross");
  if (event.key === "Escape" && cross && !document.querySelector("dialog[open], .found:not([hidden])")) {
    document.querySelector("[data-modal] .modal-foot [data-close]").click();
  }
});

function notice(words) {
  const box = document.getElementById("notice");
  box.textContent = `⚠ ${words}`;
  box.hidden = false;
  clearTimeout(notice.timer);
  notice.timer = setTimeout(() => (box.hidden = true), 8000);
}

async function follow() {
  for (;;) {
    try {
      const query = new URLSearchParams({ ...base(), since: page.version });
      const response = await fetch(`/_console/parts?${query}`);
      if (response.status === 200) {
        const news = await response.json();
        await pressOver();
        show(news);
      } else if (response.status !== 204) await new Promise((wake) => setTimeout(wake, 1000));
    } catch {
      await new Promise((wake) => setTimeout(wake, 1000));
    }
  }
}

function show({ version, parts, notices }) {
  page.version = version;
  for (const [name, html] of Object.entries(parts)) swap(document.getElementById(name), html);
  markUnread(page);
  if (notices.length > Number(page.notices)) notice(notices.at(-1));
  page.notices = notices.length;
}

wireSearch({ formOf, named, base, changed });
offerCommands(document.getElementById("line"), JSON.parse(page.commands));
for (const box of document.querySelectorAll(".scroll[role=log]")) box.scrollTop = box.scrollHeight;
markUnread(page);
if (location.hash) document.querySelector(location.hash)?.scrollIntoView();
if (page.in === "home") send("home", {});
follow();
