// The numbers of each year, or month: quantiles, and the 95 % interval of the median.  They are those of
// `photoparsl/trends/year_numbers.py`, of values as the page has them.

import { differing, weightedQuantiles } from "./sample-weights.js";

export const TREND_NUMBERS = ["q10", "q25", "median", "q75", "q90", "lower", "upper"]; // in this order on the page

const LEAST_PHOTOS = 6; // of fewer, no two values enclose the median with 95 %
const MOST_EXACT = 1000;
export const Z = 1.959963984540054;

/**
 * The numbers of each period of a window.
 * @param {TrendWindow} window
 * @param {Measure} measure
 * @returns {Trend}
 */
export function trendOf(window, measure) {
  const { periods, order } = window;
  const placed = (/** @type {ArrayLike<number>} */ column) => Float64Array.from(order ?? [], (photo) => column[photo]);
  const all = order ? placed(measure.values) : measure.values;
  const allWeights = measure.weights && (order ? placed(measure.weights) : measure.weights);
  /** @type {any} */
  const trend = Object.fromEntries(TREND_NUMBERS.map((name) => [name, new Float64Array(periods.length).fill(NaN)]));
  const counts = periods.map(({ first, end }) => all.subarray(first, end).reduce((n, v) => n + Number(v === v), 0));
  periods.forEach((_, i) => {
    if (!counts[i]) return; // no gap is bridged
    const [from, to] = reachOf(window, counts, i);
    const [first, end] = [periods[from].first, periods[to].end];
    const values = all.slice(first, end).filter((value) => !Number.isNaN(value));
    const weights = differing(allWeights?.slice(first, end).filter((_, j) => !Number.isNaN(all[first + j])));
    const turn = measure.circular ? directionOf(values, weights) : 0;
    if (Number.isNaN(turn)) return;
    if (measure.circular) values.forEach((value, j) => (values[j] = within180(value, turn)));
    const whole = (/** @type {number} */ value) => (measure.circular ? ((value % 360) + 360) % 360 : value);
    const { count, quantile, ranked } = weights ? weightedQuantiles(values, weights) : plainQuantiles(values.sort());
    trend.median[i] = whole(quantile(0.5));
    const ranks = medianRanks(count);
    if (!ranks) return;
    if (!measure.chosen) [trend.lower[i], trend.upper[i]] = ranks.map((rank) => whole(ranked(rank)));
    trend.q10[i] = whole(quantile(0.1));
    trend.q25[i] = whole(quantile(0.25));
    trend.q75[i] = whole(quantile(0.75));
    trend.q90[i] = whole(quantile(0.9));
  });
  return trend;
}

/**
 * The first and the last period that a window takes in.
 * @param {TrendWindow} window
 * @param {ArrayLike<number>} counts how many photos each period has
 * @param {number} i the window's middle period
 */
export function reachOf({ periods, width, photos }, counts, i) {
  const { number } = periods[i];
  const span = periods[periods.length - 1].number - periods[0].number;
  let [from, to, sum] = [i, i, counts[i]];
  for (let reach = photos ? 0 : (width - 1) / 2; ; reach++) {
    while (from > 0 && periods[from - 1].number >= number - reach) sum += counts[--from];
    while (to < periods.length - 1 && periods[to + 1].number <= number + reach) sum += counts[++to];
    if (sum >= photos * (1 - 1e-9) || reach > span) return [from, to];
  }
}

/**
 * The ranks, from 0, of the two sorted values that enclose the median with at least 95 %; null if there are too few.
 * Up to 1,000 values they are exact: the number of values below the median is binomial.
 * @param {number} n
 * @returns {[number, number] | null}
 */
export function medianRanks(n) {
  if (n < LEAST_PHOTOS) return null;
  let lower = Math.floor((n - Z * Math.sqrt(n)) / 2) - 1;
  if (n <= MOST_EXACT) {
    let chance = 2 ** -n; // that k values lie below the median
    let below = chance;
    for (lower = -1; below <= 0.025; below += chance) {
      lower++;
      chance *= (n - lower) / (lower + 1);
    }
  }
  return [lower, n - 1 - lower];
}

/**
 * Quantiles of sorted values, with linear interpolation.
 * @param {Float64Array} values
 * @returns {Quantiles}
 */
function plainQuantiles(values) {
  const quantile = (/** @type {number} */ level) => {
    const at = level * (values.length - 1);
    const before = Math.floor(at);
    const after = Math.min(before + 1, values.length - 1);
    return values[before] + (at - before) * (values[after] - values[before]);
  };
  return { count: values.length, quantile, ranked: (rank) => values[rank] };
}

/**
 * The angle within 180 degrees of a direction.
 * @param {number} angle
 * @param {number} direction
 */
export function within180(angle, direction) {
  return direction + ((((angle - direction + 180) % 360) + 360) % 360) - 180;
}

/**
 * The direction of the angles' mean vector in degrees; NaN if they have none in common.
 * @param {ArrayLike<number>} degrees
 * @param {ArrayLike<number> | null} [weights] of the angles; all are 1 unless given
 */
export function directionOf(degrees, weights) {
  const radians = Math.PI / 180;
  let [east, north, sum] = [0, 0, 0];
  for (let i = 0; i < degrees.length; i++) {
    const weight = weights ? weights[i] : 1;
    east += weight * Math.cos(degrees[i] * radians);
    north += weight * Math.sin(degrees[i] * radians);
    sum += weight;
  }
  return Math.hypot(east, north) / sum < 0.1 ? NaN : Math.atan2(north, east) / radians;
}
