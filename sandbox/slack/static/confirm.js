// Slack's "are you sure" dialog.

export function confirmed(confirm) {
  const dialog = document.createElement("dialog");
  dialog.className = "confirm";
  dialog.setAttribute("aria-label", confirm.title.text);
  dialog.innerHTML = "<h2></h2><p></p><footer><button value='no'></button><button value='yes'></button></footer>";
  const [no, yes] = dialog.querySelectorAll("button");
  dialog.querySelector("h2").textContent = confirm.title.text;
  dialog.querySelector("p").textContent = confirm.text.text;
  no.textContent = confirm.deny.text;
  yes.textContent = confirm.confirm.text;
  no.className = "button";
  yes.className = `button ${confirm.style === "danger" ? "danger solid" : "primary"}`;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    for (const button of [no, yes]) button.addEventListener("click", () => dialog.close(button.value));
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
  });
}
