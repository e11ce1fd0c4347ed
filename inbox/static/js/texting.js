// First texts without waiting: the next card shows at the press, while the last one is on its way. What could not
// be sent comes back to the top and stays until somebody handles it. Every form has a key of its own, so sending
// one again can never text twice.

const PAUSE = 200; // ms before the next card takes a press: a held key or a double tap sends one text
const NO_ANSWER = "No answer from the server, so this text may not have left. Trying again never sends it twice.";

const cards = document.getElementById("cards");
const problems = document.getElementById("problems");
let onTheWay = 0;

if (cards) {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-send]")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("click", (event) => {
    const skip = event.target.closest(".skip-card");
    if (!skip) return;
    event.preventDefault();
    putLast(skip.closest(".card"));
  });
  // a key that is held down repeats itself; only its first press counts
  document.addEventListener("keydown", (event) => event.repeat && event.key === "Enter" && event.preventDefault());
}

async function send(form) {
  const card = form.closest(".card");
  const body = new URLSearchParams(new FormData(form));
  card.remove();
  onTheWay += 1;
  showNext(`Sent to ${nameOn(card)}`);
  const refusal = await post(form.action, body).catch(() => NO_ANSWER);
  onTheWay -= 1;
  if (refusal) bringBack(card, refusal);
  showNext();
}

// Returns the refusal in the server's words, or nothing.
async function post(address, body) {
  // kept alive: a text that was pressed leaves even if the page is closed
  const answer = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true });
  const elsewhere = answer.headers.get("HX-Redirect");
  if (elsewhere) location.href = elsewhere;
  return answer.ok ? "" : answer.text();
}

function bringBack(card, refusal) {
  card.querySelector(".refusal-slot").innerHTML = refusal;
  const [skip, button] = card.querySelectorAll(".skip-card, button");
  skip.textContent = "Leave it";
  button.textContent = "Try again";
  button.disabled = false;
  problems.append(card);
  document.getElementById("said").textContent = `Not sent to ${nameOn(card)}`;
}

function putLast(card) {
  if (card.parentNode === problems) card.remove();
  else cards.append(card);
  showNext();
}

function showNext(said) {
  problems.hidden = !problems.childElementCount;
  count();
  const button = cards.querySelector("button");
  if (said) document.getElementById("said").textContent = said;
  if (!button) return finish();
  if (said || !cards.contains(document.activeElement)) holdBack(button);
}

function holdBack(button) {
  button.disabled = true;
  setTimeout(() => {
    button.disabled = false;
    button.focus({ preventScroll: true });
  }, PAUSE);
}

function count() {
  const { total, beyond } = cards.dataset; // beyond: in hand, but not on this page
  const done = total - beyond - cards.childElementCount - problems.childElementCount;
  document.getElementById("done").textContent = done;
  document.getElementById("progress").value = done;
}

function finish() {
  if (!onTheWay && !problems.childElementCount) location.reload();
}

function nameOn(card) {
  return card.querySelector("h2").textContent;
}
