// Marks places where something was said since this person last looked, as this browser remembers.

export function markUnread(page) {
  for (const link of document.querySelectorAll("[data-latest]")) {
    const key = `seen ${page.as} ${new URL(link.href).searchParams.get("in")}`;
    if (link.hasAttribute("aria-current")) localStorage.setItem(key, link.dataset.latest);
    link.classList.toggle("unread", link.dataset.latest > (localStorage.getItem(key) ?? ""));
  }
}
