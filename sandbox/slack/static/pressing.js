// A press that is under way: the page must not change under it, or what is pressed is gone before it is let go.

const LONGEST = 1000; // milliseconds; a menu of the browser's own can keep to itself that it was let go
let over = Promise.resolve();

document.addEventListener("pointerdown", () => {
  over = new Promise((done) => {
    const after = () => setTimeout(done); // the click comes first
    for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, after, { once: true });
    setTimeout(done, LONGEST);
  });
});

export const pressOver = () => over;
