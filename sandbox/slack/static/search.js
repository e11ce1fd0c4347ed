// Menus whose options come from the app: type, pick from the list, remove again.
//
// From a click on a menu until a choice it is searching: then its list opens when the options come, and swap.js
// searches again when the page changes meanwhile, which takes the list away.

export function wireSearch({ formOf, named, base, changed }) {
  const load = async (query) => {
    const box = query.closest(".external");
    const wanted = query.value;
    query.dataset.searching = "";
    const data = named(formOf(query), query);
    data.append("query", wanted);
    for (const [key, value] of Object.entries(base())) data.append(key, value);
    box.classList.add("loading");
    const response = await fetch("/_console/options", { method: "POST", body: data });
    box.classList.remove("loading");
    if (response.ok && "searching" in query.dataset && query.value === wanted) list(box, query, await response.json());
  };

  function list(box, query, options) {
    const found = box.querySelector(".found");
    found.replaceChildren(...options.map((option) => item(box, query, option)));
    if (!options.length) found.append(Object.assign(document.createElement("li"), { className: "none", textContent: "Nothing found" }));
    found.hidden = document.activeElement !== query;
    query.setAttribute("aria-expanded", !found.hidden);
  }

  function item(box, query, option) {
    const entry = document.createElement("li");
    entry.setAttribute("role", "option");
    entry.textContent = option.text.text;
    entry.addEventListener("mousedown", (event) => (event.preventDefault(), choose(box, query, option)));
    return entry;
  }

  function choose(box, query, option) {
    const chips = box.querySelector(".chips");
    const chip = document.createElement("span");
    chip.className = "chip";
    const kept = Object.assign(document.createElement("input"), { type: "hidden", name: box.dataset.name, value: JSON.stringify(option) });
    const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "✕" });
    remove.dataset.unchoose = "";
    remove.setAttribute("aria-label", `Remove ${option.text.text}`);
    chip.append(kept, option.text.text, remove);
    if ("many" in box.dataset) chips.append(chip);
    else chips.replaceChildren(chip);
    settle(box, query);
  }

  function settle(box, query) {
    box.dataset.dirty = "1";
    delete query.dataset.searching;
    query.value = "";
    box.querySelector(".found").hidden = true;
    query.setAttribute("aria-expanded", "false");
    changed(query);
  }

  const enough = (query) => query.value.length >= Number(query.closest(".external").dataset.external);
  const queryAt = (event) => event.target.closest?.("[data-query]");
  document.addEventListener("click", (event) => queryAt(event) && enough(queryAt(event)) && load(queryAt(event)));
  document.addEventListener("input", (event) => queryAt(event) && enough(queryAt(event)) && load(queryAt(event)));
  document.addEventListener("focusout", (event) => {
    if (!queryAt(event)) return;
    delete queryAt(event).dataset.searching;
    queryAt(event).closest(".external").querySelector(".found").hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    const first = queryAt(event)?.closest(".external").querySelector(".found:not([hidden]) [role=option]");
    if (event.key === "ArrowDown" && queryAt(event) && enough(queryAt(event))) load(queryAt(event));
    if (event.key === "Enter" && queryAt(event)) event.preventDefault(), first?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
  });
  document.addEventListener("click", (event) => {
    const cross = event.target.closest("[data-unchoose]");
    if (!cross) return;
    const box = cross.closest(".external");
    cross.closest(".chip").remove();
    settle(box, box.querySelector("[data-query]"));
  });
}
