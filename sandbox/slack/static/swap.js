// Replaces a part of the page by newer HTML, keeping typed values, choices, chosen files, focus and scroll position.

const shown = new Map();
const CONTROLS = "input[name], select[name], textarea[name], input[data-query], .external";

export function swap(part, html) {
  if (shown.get(part.id) === html) return;
  shown.set(part.id, html);
  const before = remember(part);
  part.innerHTML = html;
  restore(part, before);
}

function remember(part) {
  const scroller = part.querySelector(".scroll, .modal-body");
  const active = part.contains(document.activeElement) ? document.activeElement : null;
  return {
    modal: part.querySelector("[data-modal]")?.dataset.surface,
    top: scroller?.scrollTop ?? 0,
    atEnd: !scroller || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60,
    dirty: new Map([...part.querySelectorAll(CONTROLS)].filter((one) => one.dataset.dirty).map((one) => [keyOf(one), one])),
    active: active && keyOf(active),
    searching: active && "searching" in active.dataset,
    caret: active && "selectionStart" in active ? active.selectionStart : null,
  };
}

function restore(part, before) {
  for (const control of part.querySelectorAll(CONTROLS)) keepValue(control, before.dirty.get(keyOf(control)));
  const scroller = part.querySelector(".scroll, .modal-body");
  const modal = part.querySelector("[data-modal]");
  if (scroller) scroller.scrollTop = scroller.getAttribute("role") === "log" && before.atEnd ? scroller.scrollHeight : before.top;
  if (modal && modal.dataset.surface !== before.modal) focusFirst(modal);
  else if (before.active) refocus(part, before);
}

function keepValue(control, old) {
  if (!old) return;
  if (control.matches(".external")) control.querySelector(".chips").replaceWith(old.querySelector(".chips"));
  else if (control.type === "file") control.replaceWith(old); // only the browser itself can hold a chosen file
  else if (control.type === "checkbox" || control.type === "radio") control.checked = old.checked;
  else if (control.multiple) for (const option of control.options) option.selected = [...old.selectedOptions].some((one) => one.value === option.value);
  else if (control.tagName !== "SELECT" || [...control.options].some((one) => one.value === old.value)) control.value = old.value;
  control.dataset.dirty = "1";
}

function keyOf(control) {
  const surface = control.closest("[data-surface]")?.dataset.surface;
  const choice = control.type === "checkbox" || control.type === "radio" ? control.value : "";
  const name = control.name || control.dataset.name || control.dataset.action || control.textContent;
  return [surface, name, control.type ?? control.tagName, choice].join("|");
}

function refocus(part, before) {
  const again = [...part.querySelectorAll("input, select, textarea, button, a")].find((one) => keyOf(one) === before.active);
  again?.focus({ preventScroll: true });
  // a menu that was being searched lost its list: search again
  if (again && before.searching) again.dispatchEvent(new Event("input", { bubbles: true }));
  if (again && before.caret !== null && /^(text|url|search|)$/.test(again.type)) again.setSelectionRange(before.caret, before.caret);
}

function focusFirst(modal) {
  const first = modal.querySelector("[data-focus]") ?? modal.querySelector(".modal-body :is(input:not([type=hidden]), select, textarea)");
  (first ?? modal.querySelector(".modal-foot button:last-child")).focus();
}
