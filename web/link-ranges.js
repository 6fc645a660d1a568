// Parts of links: their names, and ranges of the chart and of a measure.

import { isolated } from "./text.js";

/**
 * The parameters of an address's hash.  Earlier versions called what is highlighted, and a resource, its site.
 * @param {string} hash
 */
export function parametersOf(hash) {
  const parameters = new URLSearchParams(hash.slice(1));
  return new URLSearchParams([...parameters].map(([name, text]) => renamedPart(name, text)));
}

/**
 * @param {string} name
 * @param {string} text
 * @returns {[string, string]}
 */
function renamedPart(name, text) {
  if (name === "colour" && text === "site") return [name, "resource"];
  if (name !== "site" && name !== "only") return [name, text];
  return [name === "site" ? "highlighted" : name, text.replace(/^site /, "resource ")];
}

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
  const low = ends[0] ? Number(ends[0]) : -Infinity;
  const high = ends[1] ? Number(ends[1]) : Infinity;
  const isRange =
    ends.length === 2 && !Number.isNaN(low - high) && low < Infinity && high > -Infinity && Boolean(ends[0] || ends[1]);
  return isRange ? [{ name, low, high }] : [];
}

/**
 * The text of a measure's range in the address; a limit that isn't set is empty.
 * @param {string} name
 * @param {number} low
 * @param {number} high
 */
export function measureRangeText(name, low, high) {
  return [name, ...[low, high].map((end) => (Number.isFinite(end) ? String(end) : ""))].join(" ");
}

const KNOWN = [
  ...["measure", "colour", "trend", "window", "spread", "constant", "multiples", "undated", "duplicates", "alike"],
  ...["filter", "only", "histograms", "range", "selection", "highlighted", "photo", "theme", "reload"],
];

/**
 * The parts of an address that say nothing to the page, as they are written.
 * @param {URLSearchParams} parameters
 * @param {number} windows how many windows the page has
 */
export function unreadParts(parameters, windows) {
  /** @type {Record<string, (text: string) => boolean>} */
  const reads = {
    window: (text) => /^\d+$/.test(text) && Number(text) < windows,
    filter: (text) => measureRangeOf(text).length > 0,
    only: isSubset,
    highlighted: isSubset,
    range: (text) => rangeOf(text, false) !== null,
    selection: (text) => rangeOf(text, true) !== null,
  };
  return [...parameters]
    .filter(([name, text]) => text && !(KNOWN.includes(name) && (reads[name]?.(text) ?? true)))
    .map(([name, text]) => `“${isolated(name)}=${isolated(text)}”`);
}

/** @param {string} text */
function isSubset(text) {
  return /^(?:resource|host|column) |^group \d+ \d+$/.test(text);
}
