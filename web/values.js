// The values of the photo in the panel: a row for each measure, that of the chart first.

import { byId, element, valueText } from "./text.js";
import { view } from "./view.js";

/** @type {ValueRow[] | null} */
let rows = null; // one a measure; null until the panel shows a photo

/**
 * Show a photo's values.
 * @param {Archive} archive
 * @param {number} photo
 */
export function showValues(archive, photo) {
  const shown = (rows ??= archive.measures.map(valueRow));
  archive.all.measures.forEach((measure, i) => showValue(shown[i], measure, photo, i === view.measure));
  showFirst(shown, shown[view.measure].row);
}

/**
 * Put the row of the measure that is shown before all others: of twenty, it might be out of sight.
 * @param {ValueRow[]} values
 * @param {HTMLElement} first
 */
function showFirst(values, first) {
  const list = byId("photo-values");
  if (list.firstChild === first) return;
  list.replaceChildren(first, ...values.map(({ row }) => row).filter((row) => row !== first));
  list.parentElement.scrollTop = 0;
}

/** @param {Measure} measure */
function valueRow(measure) {
  const [bar, number] = [element("i"), element("b")];
  const gauge = element("span", { className: "gauge" }, bar);
  return {
    bar,
    number,
    row: element("div", {}, element("dt", {}, element("bdi", {}, measure.label)), element("dd", {}, gauge, number)),
  };
}

/**
 * @param {ValueRow} row
 * @param {Measure} measure
 * @param {number} photo
 * @param {boolean} current
 */
function showValue({ row, bar, number }, measure, photo, current) {
  const value = measure.values[photo];
  const scaled = measure.logarithmic ? Math.log : (/** @type {number} */ n) => n;
  const part = (scaled(value) - scaled(measure.low)) / (scaled(measure.high) - scaled(measure.low));
  row.className = current ? "current" : "";
  bar.style.width = `${Math.min(1, Math.max(0, part || 0)) * 100}%`;
  number.textContent = valueText(measure, value);
}
