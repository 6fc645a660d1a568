// The numbers of each year where photos have weights: where vague dates count in each year that they may be of, and where
// the mixture of a column is held constant.  They are those of `photoparsl/trends/window_photos.py`.

import { directionOf, medianRanks, reachOf, TREND_NUMBERS, within180 } from "./trend.js";

const MOST_LACKING = 0.05; // of the archive: a year that lacks a value with a larger share is left out

/**
 * A window whose periods are all those that photos may be of, and its numbers.
 * @param {TrendWindow} window
 * @param {Measure} measure
 * @param {Weighting} weighting
 * @returns {ShownTrend}
 */
export function weightedTrend(window, measure, weighting) {
  const { values } = measure;
  const { first, last, codes } = weighting;
  const photos = [...first.keys()].filter((photo) => first[photo] <= last[photo] && !Number.isNaN(values[photo]));
  photos.sort((a, b) => values[a] - values[b]);
  const { periods, counts } = periodsOf(window, photos, weighting);
  const whole = { ...window, periods, order: null };
  const shares = codes && sharesOf(photos, codes);
  /** @type {any} */
  const trend = Object.fromEntries(TREND_NUMBERS.map((name) => [name, new Float64Array(periods.length).fill(NaN)]));
  trend.n = Float64Array.from(counts);
  trend.leftOut = new Uint8Array(periods.length);
  periods.forEach((_, i) => {
    const [from, to] = reachOf(whole, counts, i);
    const sample = sampleOf(photos, values, weighting, periods[from].number, periods[to].number);
    trend.n[i] = sample.weights.reduce((sum, weight) => sum + weight, 0);
    if (shares && !holdMixture(sample, shares)) trend.leftOut[i] = 1;
    else addNumbers(trend, i, sample, measure.circular);
  });
  return { window: whole, trend };
}

/**
 * The periods that any photo may be of, and how many photos each has.
 * @param {TrendWindow} window
 * @param {number[]} photos
 * @param {Weighting} weighting
 */
function periodsOf({ periods, length }, photos, { first, last }) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const photo of photos) {
    const share = 1 / (last[photo] - first[photo] + 1);
    for (let at = first[photo]; at <= last[photo]; at++) counts.set(at, (counts.get(at) ?? 0) + share);
  }
  const times = new Map(periods.map(({ number, time }) => [number, time]));
  const numbers = [...counts.keys()].sort((a, b) => a - b);
  return {
    periods: numbers.map((number) => ({ number, first: 0, end: 0, time: times.get(number) ?? number + length / 2 })),
    counts: numbers.map((number) => counts.get(number) ?? 0),
  };
}

/**
 * Each value's share of the photos.
 * @param {number[]} photos
 * @param {Uint8Array} codes
 */
function sharesOf(photos, codes) {
  const shares = new Float64Array(256);
  for (const photo of photos) shares[codes[photo]] += 1 / photos.length;
  return shares;
}

/**
 * The photos that may be of these periods, by their values: a photo's weight is the share of its date within them.
 * @param {number[]} photos sorted by their values
 * @param {Float64Array} values
 * @param {Weighting} weighting
 * @param {number} lowest
 * @param {number} highest
 * @returns {WeightedSample}
 */
function sampleOf(photos, values, { first, last, codes }, lowest, highest) {
  /** @type {WeightedSample} */
  const sample = { values: [], weights: [], codes: [] };
  for (const photo of photos) {
    const years = Math.min(last[photo], highest) - Math.max(first[photo], lowest) + 1;
    if (years <= 0) continue;
    sample.values.push(values[photo]);
    sample.weights.push(years / (last[photo] - first[photo] + 1));
    sample.codes.push(codes?.[photo] ?? 0);
  }
  return sample;
}

/**
 * Give the photos the archive's shares of the column's values; false if they lack a frequent one.
 * @param {WeightedSample} sample
 * @param {Float64Array} shares
 */
function holdMixture({ weights, codes }, shares) {
  const sums = new Float64Array(256);
  codes.forEach((code, i) => (sums[code] += weights[i]));
  if (shares.some((share, code) => share > MOST_LACKING && !sums[code])) return false;
  const all = sums.reduce((sum, number) => sum + number, 0);
  codes.forEach((code, i) => (weights[i] *= (shares[code] * all) / sums[code]));
  return true;
}

/**
 * @param {any} trend
 * @param {number} i
 * @param {WeightedSample} sample
 * @param {boolean} circular
 */
function addNumbers(trend, i, sample, circular) {
  let { values, weights } = sample;
  const turn = circular ? directionOf(values, weights) : 0;
  if (Number.isNaN(turn)) return;
  if (circular) {
    const order = [...values.keys()].sort((a, b) => within180(values[a], turn) - within180(values[b], turn));
    [values, weights] = [order.map((at) => within180(values[at], turn)), order.map((at) => weights[at])];
  }
  const whole = (/** @type {number} */ value) => (circular ? ((value % 360) + 360) % 360 : value);
  let [sum, squares] = [0, 0];
  const sums = Float64Array.from(weights, (weight) => ((squares += weight * weight), (sum += weight)));
  const at = (/** @type {number} */ wanted) => values[Math.min(firstFrom(sums, wanted), values.length - 1)];
  const quantile = (/** @type {number} */ level) =>
    whole((at(level * sum - 1e-9 * sum) + at(level * sum + 1e-9 * sum)) / 2);
  trend.median[i] = quantile(0.5);
  const n = Math.floor((sum * sum) / squares + 1e-9);
  const ranks = medianRanks(n);
  if (!ranks) return;
  [trend.lower[i], trend.upper[i]] = ranks.map((rank) => whole(at(((rank + 1) / n) * sum * (1 - 1e-12))));
  [trend.q10[i], trend.q25[i], trend.q75[i], trend.q90[i]] = [0.1, 0.25, 0.75, 0.9].map(quantile);
}

/**
 * The place of the first of ascending numbers that isn't less than `wanted`.
 * @param {Float64Array} numbers
 * @param {number} wanted
 */
function firstFrom(numbers, wanted) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
