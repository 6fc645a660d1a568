// The ways to colour photos.  Each is in a file `colour-NAME.js`, which adds itself when the page loads.

/** @type {Colouring[]} */
const colourings = [];

/**
 * Offer a colouring in the menu.
 * @param {Colouring} colouring
 */
export function addColouring(colouring) {
  colourings.push(colouring);
}

export function allColourings() {
  return colourings;
}

/**
 * The colouring of that name; undefined for "density", which has a palette instead.
 * @param {string} name
 */
export function colouringOf(name) {
  return colourings.find((colouring) => colouring.name === name);
}
