// Asks every three seconds whether anything is new, and then lets the parts of the page that listen for "news"
// fetch themselves again. A hidden tab is silent; it asks at once when it is looked at.

const EVERY = 3000; // ms
let version = document.body.dataset.version;

function ask() {
  if (document.hidden) return;
  // without an answer the next round asks again
  fetch(`/news?since=${version}`, { redirect: "manual" }).then(hear).catch(() => {});
}

async function hear(answer) {
  if (answer.type === "opaqueredirect") location.reload(); // signed out elsewhere
  if (answer.status !== 200) return;
  version = await answer.text();
  document.body.dispatchEvent(new Event("news"));
}

if (version !== undefined) {
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  addEventListener("pageshow", (event) => event.persisted && ask());
}
