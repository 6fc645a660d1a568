// Trends that are stored in the page, as `photoparsl/page/blocks.py` wrote them.

import { lazy } from "./block.js";
import { TREND_NUMBERS } from "./trend.js";

const AXIS_STEPS = 8000; // a quantile is stored as a place on the axis: 0 is its low limit, this its high one
const NO_QUANTILE = 65535;

/**
 * The trends of a column.
 * @param {Column} differences each number's place on the measure's axis minus the one before it
 * @param {Measure} measure
 * @param {number} count how many trends there are
 * @returns {Trend[]}
 */
export function storedTrends(differences, measure, count) {
  let place = 0;
  const places = differences.map((step) => (place = (place + step) & 0xffff));
  const numbers = alongAxis(places, measure);
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
 * Values from their places on the measure's axis.
 * @param {Column} places
 * @param {Measure} measure
 */
function alongAxis(places, { low, high, logarithmic }) {
  const [from, to] = logarithmic ? [Math.log(low), Math.log(high)] : [low, high];
  const values = new Float64Array(places.length).fill(NaN);
  for (let i = 0; i < places.length; i++) {
    if (places[i] === NO_QUANTILE) continue;
    const part = places[i] / AXIS_STEPS;
    const number = from * (1 - part) + to * part;
    values[i] = logarithmic ? Math.exp(number) : number;
  }
  return values;
}
