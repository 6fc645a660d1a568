// Trends that are stored in the page, as `photoparsl/page/blocks.py` wrote them.

import { lazy } from "./block.js";
import { TREND_NUMBERS } from "./trend.js";

const AXIS_STEPS = 8000; // a quantile is stored as a position on the axis: 0 is its low limit, this its high one
const NO_QUANTILE = 65535;

/**
 * The trends of a column.
 * @param {Column} differences each number's position on the measure's axis minus the one before it
 * @param {Measure} measure
 * @param {number} count how many trends there are
 * @returns {Trend[]}
 */
export function storedTrends(differences, measure, count) {
  let position = 0;
  const positions = differences.map((step) => (position = (position + step) & 0xffff));
  const numbers = alongAxis(positions, measure);
  const periods = numbers.length / TREND_NUMBERS.length / count;
  let at = 0;
  return Array.from(
    { length: count },
    () =>
      /** @type {any} */ (
        Object.fromEntries(TREND_NUMBERS.map((name) => [name, numbers.subarray(at, (at += periods))]))
      ),
  );
}

/**
 * A measure with the values of those photos alone that a sample was drawn with: a year's lowest and highest, which are in
 * it too, would shift its quantiles.
 * @param {Measure} measure
 * @param {Uint8Array | null} drawn null for all
 * @returns {Measure}
 */
export function drawnAlone(measure, drawn) {
  if (!drawn) return measure;
  const values = () => measure.values.map((value, i) => (drawn[i] ? value : NaN));
  return lazy(Object.create(measure), "values", values);
}

/**
 * Values from their positions on the measure's axis.
 * @param {Column} positions
 * @param {Measure} measure
 */
function alongAxis(positions, { low, high, logarithmic }) {
  const [from, to] = logarithmic ? [Math.log(low), Math.log(high)] : [low, high];
  const values = new Float64Array(positions.length).fill(NaN);
  for (let i = 0; i < positions.length; i++) {
    if (positions[i] === NO_QUANTILE) continue;
    const part = positions[i] / AXIS_STEPS;
    const number = from * (1 - part) + to * part;
    values[i] = logarithmic ? Math.exp(number) : number;
  }
  return values;
}
