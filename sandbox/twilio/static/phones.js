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
  const thread = document.querySelector("#thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
}

function take(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const old of document.querySelectorAll("[data-live]")) {
    const part = fresh.getElementById(old.id);
    if (part && part.innerHTML !== old.innerHTML) old.innerHTML = part.innerHTML;
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

const message = document.querySelector("#message");
message?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  message.form.requestSubmit();
});

showTimes();
scrollToNewest();
setInterval(refresh, 1000);
