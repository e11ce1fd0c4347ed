// Offers the app's slash commands while one is typed.

export function offerCommands(line, commands) {
  if (!line) return;
  const list = document.getElementById("commands");
  const options = () => [...list.querySelectorAll("[role=option]")];
  let chosen = -1;

  function offer() {
    const fits = Object.entries(commands).filter(([name]) => /^\/\S*$/.test(line.value) && name.startsWith(line.value) && name !== line.value);
    chosen = -1;
    list.replaceChildren(...fits.map(([name, about]) => option(name, about)));
    list.hidden = fits.length === 0;
  }

  function option(name, about) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.dataset.name = name;
    item.append(Object.assign(document.createElement("strong"), { textContent: name }), ` ${about}`);
    item.addEventListener("mousedown", (event) => (event.preventDefault(), take(item)));
    return item;
  }

  function take(item) {
    line.value = `${item.dataset.name} `;
    list.hidden = true;
    line.focus();
  }

  function move(step) {
    const all = options();
    chosen = (chosen + step + all.length) % all.length;
    all.forEach((one, index) => one.setAttribute("aria-selected", index === chosen));
  }

  line.addEventListener("input", offer);
  line.addEventListener("blur", () => (list.hidden = true));
  line.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1), event.preventDefault();
    else if (event.key === "Escape") list.hidden = true;
    else if (event.key === "Tab" || (event.key === "Enter" && chosen >= 0)) take(options()[Math.max(chosen, 0)]), event.preventDefault();
  });
}
