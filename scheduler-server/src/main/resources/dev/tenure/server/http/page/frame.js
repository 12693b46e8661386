// One rendering for each frame, however many things have changed in between.

let draw = () => {};
let asked = false;

/** Says what draws the page. */
export function drawWith(what) {
  draw = what;
}

/** Something has changed: the page is drawn in the next frame. A hidden tab has none. */
export function changed() {
  if (!asked) {
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  }
}

/** Remembers a wish of this browser, if it remembers anything. */
export function keep(name, value) {
  try {
    localStorage.setItem(`tenure.${name}`, value);
  } catch {
    // Then it holds until the page is closed.
  }
}

/** What was remembered, or the other. */
export function kept(name, otherwise) {
  try {
    return localStorage.getItem(`tenure.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}
