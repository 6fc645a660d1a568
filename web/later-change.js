// Changes of medians that take a while to compute: one after the other, when the reader has stopped changing the view.

const LATER_REST = 200; // milliseconds
const laterTexts = new WeakMap(); // of an object: the text
/** @type {Map<object, () => void>} */
const waiting = new Map();
let laterTimer = 0;

/**
 * The text of an object's change if it is computed; else a text that says that it will be.
 * @param {object} of a measure as it is shown, or a category's trend
 * @param {() => string} compute
 * @param {() => void} show called when it is computed
 * @returns {string}
 */
export function laterChange(of, compute, show) {
  if (laterTexts.has(of)) return laterTexts.get(of);
  clearTimeout(laterTimer);
  waiting.set(of, () => (laterTexts.set(of, compute()), show()));
  laterTimer = window.setTimeout(computeNext, LATER_REST);
  return "its slope is being computed";
}

/** Forget the changes that are still to be computed: what they belong to isn't shown any more. */
export function forgetLaterChanges() {
  waiting.clear();
}

function computeNext() {
  const [next] = waiting;
  if (!next) return;
  waiting.delete(next[0]);
  next[1]();
  clearTimeout(laterTimer);
  laterTimer = window.setTimeout(computeNext);
}
