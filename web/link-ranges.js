// Ranges in links: of the chart, and of a measure.

/**
 * A range of the chart from its text in the address; null if it isn't one.
 * @param {string | null} text
 * @param {boolean} open whether the values may be missing
 */
export function rangeOf(text, open) {
  /** @type {any} */
  const numbers = (text ?? "").split("_").map((part) => (part === "" ? null : Number(part)));
  const fits =
    numbers.length === 4 &&
    numbers.every((/** @type {number | null} */ n, /** @type {number} */ i) =>
      n === null ? open && i > 1 : Number.isFinite(n),
    );
  return fits && numbers[0] < numbers[1] && !(numbers[2] > numbers[3]) ? numbers : null;
}

/**
 * A range of a measure from its text in the address; none if it isn't one.
 * @param {string} text
 * @returns {MeasureRange[]}
 */
export function measureRangeOf(text) {
  const [name, ...ends] = text.split(" ");
  const [low, high] = ends.map(Number);
  return ends.length === 2 && low <= high && Number.isFinite(high - low) ? [{ name, low, high }] : [];
}
