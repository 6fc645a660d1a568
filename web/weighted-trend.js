// The numbers of each year where photos have weights: where vague dates count in each year that they may be of, and where
// the mixture of a column is held constant.  They are those of `photoparsl/trends/window_photos.py`.

import { exactWeights, firstWhere, lacksValue, runningSums, sharedPhotos } from "./exact-weights.js";
import { FEWEST_PHOTOS } from "./slope.js";
import { periodFrom, sampleOf, sortedPhotos } from "./sorted-photos.js";
import { directionOf, medianRanks, reachOf, TREND_NUMBERS, within180 } from "./trend.js";

/**
 * A window whose periods are all those that photos may be of, and its numbers.
 * @param {TrendWindow} window
 * @param {Measure} measure
 * @param {Weighting} weighting
 * @returns {ShownTrend}
 */
export function weightedTrend(window, measure, weighting) {
  const photos = sortedPhotos(measure, weighting);
  const { counts } = photos;
  const periods = periodsOf(window, photos);
  const whole = { ...window, periods, order: null };
  const archive = weighting.codes && countsByCode(photos);
  const trend = emptyTrend(periods.length);
  /** @type {YearSample[]} */
  const samples = [];
  trend.n = Float64Array.from(counts);
  trend.leftOut = lackingPeriods(photos, archive);
  periods.forEach((_, i) => {
    const [from, to] = reachOf(whole, counts, i);
    const sample = sampleOf(photos, from, to);
    trend.n[i] = sharedPhotos(sample.kinds);
    const weights = trend.leftOut[i] ? null : exactWeights(sample.kinds, archive);
    if (weights) addNumbers(trend, i, sample, weights, measure);
    else trend.leftOut[i] = 1;
    if (weights && isYearly(window)) samples.push(yearSample(periods[i].number, trend, i, sample, weights));
  });
  return { window: whole, trend, samples };
}

/** @param {TrendWindow} window */
function isYearly({ width, photos, order }) {
  return width === 1 && !photos && !order;
}

/**
 * A year's values as its median is resampled from them.
 * @param {number} year
 * @param {Trend} trend
 * @param {number} i the year's index in the trend
 * @param {WeightedSample} sample
 * @param {ExactWeights} weights
 * @returns {YearSample}
 */
function yearSample(year, { median, n }, i, { values, of }, { effective, share }) {
  /** @type {Float64Array | null} */
  let sums = null; // seldom wanted
  const at = (/** @type {number} */ part) => {
    const found = (sums ??= runningSums(of, share));
    const last = found.length - 1;
    return values[
      Math.min(
        firstWhere(found.length, (index) => found[index] >= part * found[last]),
        last,
      )
    ];
  };
  return { year, n: n?.[i] ?? 0, median: median[i], effective, at };
}

/**
 * The numbers of all photos that may be of these periods, each with its share; `n` is the sum of the shares.
 * @param {Measure} measure
 * @param {Weighting} weighting
 * @param {number} lowest
 * @param {number} highest
 */
export function numbersWithin(measure, weighting, lowest, highest) {
  const trend = emptyTrend(1);
  const photos = sortedPhotos(measure, weighting);
  const sample = sampleOf(photos, periodFrom(photos, lowest), periodFrom(photos, highest + 1) - 1);
  const weights = sample.kinds.length ? exactWeights(sample.kinds, null) : null;
  if (weights) addNumbers(trend, 0, sample, weights, measure);
  const [median, q25, q75, lower, upper] = ["median", "q25", "q75", "lower", "upper"].map((name) => trend[name][0]);
  return { n: sharedPhotos(sample.kinds), median, q25, q75, lower, upper };
}

/**
 * @param {number} periods
 * @returns {any}
 */
function emptyTrend(periods) {
  return Object.fromEntries(TREND_NUMBERS.map((name) => [name, new Float64Array(periods).fill(NaN)]));
}

/**
 * The periods that any photo may be of.
 * @param {TrendWindow} window
 * @param {SortedPhotos} photos
 * @returns {Period[]}
 */
function periodsOf({ periods, length }, { periods: numbers }) {
  const times = new Map(periods.map(({ number, time }) => [number, time]));
  return numbers.map((number) => ({ number, first: 0, end: 0, time: times.get(number) ?? number + length / 2 }));
}

/**
 * 1 for each period that itself lacks what the archive has, though its neighbours in a wider window may have it.
 * @param {SortedPhotos} photos
 * @param {Float64Array | null} archive how many photos have each value; null if no mixture is held constant
 */
function lackingPeriods({ periods, begins, indices, classOf, classes }, archive) {
  if (!archive) return new Uint8Array(periods.length);
  return Uint8Array.from(periods, (_, i) => {
    const there = new Uint8Array(archive.length);
    for (let at = begins[i]; at < begins[i + 1]; at++) there[classes[classOf[indices[at]]].code] = 1;
    return Number(lacksValue(there, archive));
  });
}

/**
 * How many photos have each value; of a sample, the sum of their weights.
 * @param {SortedPhotos} photos
 */
function countsByCode({ classOf, classes }) {
  const counts = new Float64Array(256);
  for (const number of classOf) counts[classes[number].code] += classes[number].weight;
  return counts;
}

/**
 * @param {any} trend
 * @param {number} i
 * @param {WeightedSample} sample
 * @param {ExactWeights} weights
 * @param {Measure} measure
 */
function addNumbers(trend, i, sample, weights, { circular, chosen }) {
  let { values, of } = sample;
  const turn = circular
    ? directionOf(
        values,
        Float64Array.from(of, (kind) => weights.share(kind)),
      )
    : 0;
  if (Number.isNaN(turn)) return;
  if (circular) {
    const angles = values.map((value) => within180(value, turn));
    const order = of.map((_, at) => at).sort((a, b) => angles[a] - angles[b]);
    [values, of] = [Float64Array.from(order, (at) => angles[at]), Uint32Array.from(order, (at) => of[at])];
  }
  const whole = (/** @type {number} */ value) => (circular ? ((value % 360) + 360) % 360 : value);
  const indexAt = weights.indexAt(of);
  const quantile = (/** @type {number} */ percent) =>
    whole((values[indexAt(percent, 100, false)] + values[indexAt(percent, 100, true)]) / 2);
  trend.median[i] = quantile(50);
  const ranks = medianRanks(weights.effective);
  if (!ranks || sharedPhotos(sample.kinds) < FEWEST_PHOTOS) return;
  if (!chosen)
    [trend.lower[i], trend.upper[i]] = ranks.map((rank) => whole(values[indexAt(rank + 1, weights.effective, false)]));
  [trend.q10[i], trend.q25[i], trend.q75[i], trend.q90[i]] = [10, 25, 75, 90].map(quantile);
}
