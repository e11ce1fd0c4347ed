// Shows every <time> in the reader's own zone; the server wrote it in the campaign's, with the zone's name.

const HOUR = { hour: "numeric", minute: "2-digit" };
const DAY = { month: "short", day: "numeric", ...HOUR };

function localise(root) {
  const today = new Date().toDateString();
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    time.textContent = at.toLocaleString([], at.toDateString() === today ? HOUR : DAY);
    time.title = at.toLocaleString([], { dateStyle: "full", timeStyle: "short" });
  }
}

localise(document);
document.addEventListener("htmx:afterSettle", (event) => localise(event.target.parentNode ?? document));
