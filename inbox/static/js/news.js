// Asks every three seconds whether anything is new, and then lets the parts of the page that listen for "news"
// fetch themselves again. A hidden tab is silent; it asks at once when it is looked at.

const EVERY = 3000; // ms
let version = document.body.dataset.version;

async function ask() {
  if (document.hidden) return;
  const answer = await fetch(`/news?since=${version}`, { redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") location.reload(); // signed out elsewhere
  if (answer?.status !== 200) return;
  version = await answer.text();
  document.body.dispatchEvent(new Event("news"));
}

if (version !== undefined) {
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  addEventListener("pageshow", (event) => event.persisted && ask());
}
