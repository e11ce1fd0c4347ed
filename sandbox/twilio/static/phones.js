// Keeps the list and the open phone fresh, shows times in the reader's zone, keeps the newest text in sight.
const page = document.currentScript;
let seen = page.dataset.version;

function showTimes() {
  const today = new Date().toDateString();
  for (const time of document.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    const day = at.toDateString() === today ? {} : { month: "short", day: "numeric" };
    time.textContent = at.toLocaleString([], { hour: "numeric", minute: "2-digit", ...day });
  }
}

function scrollToNewest() {
  const thread = document.querySelector(".thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
}

function renew(old, part) {
  const href = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
  old.innerHTML = part.innerHTML;
  if (href) old.querySelector(`[href="${CSS.escape(href)}"]`)?.focus();
}

// The thread only grows: what is read aloud is the new text alone.
function grow(thread, part) {
  const texts = [...part.children].slice(thread.querySelectorAll("li:not(.note)").length);
  if (texts.length) thread.querySelector(".note")?.remove();
  thread.append(...texts);
}

function take(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const old of document.querySelectorAll("[data-live]")) {
    const part = fresh.getElementById(old.id);
    if (part) (old.id === "thread" ? grow : renew)(old, part);
  }
  seen = fresh.querySelector("script[data-version]").dataset.version;
  showTimes();
  scrollToNewest();
}

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { "X-Seen": seen } }).catch(() => null);
  if (answer && answer.status === 200) take(await answer.text());
}

async function send(event) {
  event.preventDefault();
  const form = event.target;
  const sent = await fetch(form.action, { method: "post", body: new FormData(form, event.submitter) });
  if (!sent.ok) return;
  form.reset();
  await refresh();
}

for (const form of document.querySelectorAll(".quick, .write")) form.addEventListener("submit", send);

const message = document.querySelector("#message");
message?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  message.form.requestSubmit();
});

showTimes();
scrollToNewest();
setInterval(refresh, 1000);
