// Changes of medians that take a while to compute: one after the other, when the reader has stopped changing the view.

const LATER_REST = 200; // milliseconds
const changesFound = new WeakMap(); // of an object: what was computed
/** @type {Map<object, () => void>} */
const waiting = new Map();
let laterTimer = 0;

export const BEING_COMPUTED = "its slope is being computed";

/**
 * An object's change if it is computed; else null, and it will be.
 * @template T
 * @param {object} of a measure as it is shown, or a trend
 * @param {() => T} compute
 * @param {() => void} show called when it is computed
 * @returns {T | null}
 */
export function laterChange(of, compute, show) {
  if (changesFound.has(of)) return changesFound.get(of);
  clearTimeout(laterTimer);
  waiting.set(of, () => (changesFound.set(of, compute()), show()));
  laterTimer = window.setTimeout(computeNext, LATER_REST);
  return null;
}

/**
 * An object's change if it is computed, else null.
 * @param {object} of
 */
export function knownChange(of) {
  return changesFound.get(of) ?? null;
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
