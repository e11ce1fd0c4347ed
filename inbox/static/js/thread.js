// A conversation's page: stays at the newest text, fills in responses, and keeps what is being typed.

const main = document.getElementById("main");
const atEnd = () => innerHeight + scrollY > document.body.scrollHeight - 120;
const toEnd = () => scrollTo({ top: document.body.scrollHeight });
let follow = true;

const draftOf = (area) => `draft-${area.dataset.draft}`;

function restoreDraft() {
  const area = main.querySelector("textarea[data-draft]");
  const kept = area && sessionStorage.getItem(draftOf(area));
  if (kept && !area.value && !area.readOnly) area.value = kept;
}

function fillIn(chip) {
  const form = document.getElementById("reply");
  form.script_id.value = chip.dataset.script;
  form.body.value = chip.dataset.fill;
  showPicture(chip.dataset.picture);
  form.body.dispatchEvent(new Event("input", { bubbles: true }));
  chip.closest("details")?.removeAttribute("open");
  form.body.focus();
}

// What goes along with a response; with words of one's own nothing does.
function showPicture(address) {
  const along = document.getElementById("along");
  along.hidden = !address;
  if (address) along.querySelector("img").src = address;
  else along.querySelector("img").removeAttribute("src");
}

main.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-fill]");
  if (!chip) return;
  event.preventDefault();
  fillIn(chip);
});

main.addEventListener("input", (event) => {
  const area = event.target.closest("textarea[data-draft]");
  if (!area) return;
  sessionStorage.setItem(draftOf(area), area.value);
  if (area.value) return;
  area.form.script_id.value = "";
  showPicture();
});

main.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form.requestSubmit();
  }
});

// Text that was sent is no draft any more: forget it before the fresh form comes in.
main.addEventListener("htmx:beforeSwap", (event) => {
  follow = atEnd();
  const area = event.detail.target.querySelector?.("textarea[data-draft]");
  if (area && event.detail.xhr.status === 201) sessionStorage.removeItem(draftOf(area));
});

main.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "doings") document.getElementById("report-heading")?.focus();
  else if (follow) toEnd();
});

restoreDraft();
toEnd();
