// The numbers of each year where photos have weights: where vague dates count in each year that they may be of, and where
// the mixture of a column is held constant.  They are those of `photoparsl/trends/window_photos.py`.

import { exactWeights, firstWhere, lacksValue, sharedPhotos } from "./exact-weights.js";
import { directionOf, medianRanks, reachOf, TREND_NUMBERS, within180 } from "./trend.js";

/**
 * A window whose periods are all those that photos may be of, and its numbers.
 * @param {TrendWindow} window
 * @param {Measure} measure
 * @param {Weighting} weighting
 * @returns {ShownTrend}
 */
export function weightedTrend(window, measure, weighting) {
  const { codes } = weighting;
  const photos = sortedPhotos(measure, weighting);
  const { periods, counts } = periodsOf(window, photos, weighting);
  const whole = { ...window, periods, order: null };
  const { weights } = measure;
  const archive = codes && countsByCode(photos, codes, weights);
  const trend = emptyTrend(periods.length);
  /** @type {YearSample[]} */
  const samples = [];
  trend.n = Float64Array.from(counts);
  trend.leftOut = lackingPeriods(periods, photos, weighting, archive);
  periods.forEach((_, i) => {
    const [from, to] = reachOf(whole, counts, i);
    const sample = sampleOf(photos, measure, weighting, periods[from].number, periods[to].number);
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
 * @param {number} i the year's place in the trend
 * @param {WeightedSample} sample
 * @param {ExactWeights} weights
 * @returns {YearSample}
 */
function yearSample(year, { median, n }, i, { values, of }, { effective, share }) {
  let sum = 0;
  const sums = Float64Array.from(of, (kind) => (sum += share(kind)));
  const at = (/** @type {number} */ part) =>
    values[
      Math.min(
        firstWhere(sums.length, (place) => sums[place] >= part * sum),
        sums.length - 1,
      )
    ];
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
  const sample = sampleOf(sortedPhotos(measure, weighting), measure, weighting, lowest, highest);
  const weights = sample.kinds.length ? exactWeights(sample.kinds, null) : null;
  if (weights) addNumbers(trend, 0, sample, weights, measure);
  const [median, q25, q75, lower, upper] = ["median", "q25", "q75", "lower", "upper"].map((name) => trend[name][0]);
  return { n: sharedPhotos(sample.kinds), median, q25, q75, lower, upper };
}

/**
 * The photos with a period and a value, by their values.
 * @param {Measure} measure
 * @param {Weighting} weighting
 */
function sortedPhotos({ values }, { first, last }) {
  const photos = [...first.keys()].filter((photo) => first[photo] <= last[photo] && !Number.isNaN(values[photo]));
  return photos.sort((a, b) => values[a] - values[b]);
}

/**
 * @param {number} periods
 * @returns {any}
 */
function emptyTrend(periods) {
  return Object.fromEntries(TREND_NUMBERS.map((name) => [name, new Float64Array(periods).fill(NaN)]));
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
 * 1 for each period that itself lacks what the archive has, though its neighbours in a wider window may have it.
 * @param {Period[]} periods
 * @param {number[]} photos
 * @param {Weighting} weighting
 * @param {Float64Array | null} archive how many photos have each value; null if no mixture is held constant
 */
function lackingPeriods(periods, photos, { first, last, codes }, archive) {
  if (!archive || !codes) return new Uint8Array(periods.length);
  const places = new Map(periods.map(({ number }, i) => [number, i]));
  const there = periods.map(() => new Uint8Array(archive.length));
  for (const photo of photos)
    for (let at = first[photo]; at <= last[photo]; at++) there[places.get(at) ?? 0][codes[photo]] = 1;
  return Uint8Array.from(there, (sums) => Number(lacksValue(sums, archive)));
}

/**
 * How many photos have each value; of a sample, the sum of their weights.
 * @param {number[]} photos
 * @param {Uint8Array} codes
 * @param {Column | null | undefined} weights
 */
function countsByCode(photos, codes, weights) {
  const counts = new Float64Array(256);
  for (const photo of photos) counts[codes[photo]] += weights?.[photo] ?? 1;
  return counts;
}

/**
 * The photos that may be of these periods, by their values.  Photos of the same value, dates and weight are of a kind.
 * @param {number[]} photos sorted by their values
 * @param {Measure} measure
 * @param {Weighting} weighting
 * @param {number} lowest
 * @param {number} highest
 * @returns {WeightedSample}
 */
function sampleOf(photos, { values, weights }, { first, last, codes }, lowest, highest) {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  /** @type {WeightedSample} */
  const sample = { values: [], of: [], kinds: [] };
  for (const photo of photos) {
    const within = Math.min(last[photo], highest) - Math.max(first[photo], lowest) + 1;
    if (within <= 0) continue;
    const [years, code] = [last[photo] - first[photo] + 1, codes?.[photo] ?? 0];
    const weight = weights?.[photo] ?? 1;
    const key = `${within} ${years} ${code} ${weight}`;
    const number = numbers.get(key) ?? sample.kinds.push({ within, years, code, weight, photos: 0 }) - 1;
    numbers.set(key, number);
    sample.kinds[number].photos++;
    sample.values.push(values[photo]);
    sample.of.push(number);
  }
  return sample;
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
    const order = [...values.keys()].sort((a, b) => within180(values[a], turn) - within180(values[b], turn));
    [values, of] = [order.map((at) => within180(values[at], turn)), order.map((at) => of[at])];
  }
  const whole = (/** @type {number} */ value) => (circular ? ((value % 360) + 360) % 360 : value);
  const placeOf = weights.places(of);
  const quantile = (/** @type {number} */ percent) =>
    whole((values[placeOf(percent, 100, false)] + values[placeOf(percent, 100, true)]) / 2);
  trend.median[i] = quantile(50);
  const ranks = medianRanks(weights.effective);
  if (!ranks) return;
  if (!chosen)
    [trend.lower[i], trend.upper[i]] = ranks.map((rank) => whole(values[placeOf(rank + 1, weights.effective, false)]));
  [trend.q10[i], trend.q25[i], trend.q75[i], trend.q90[i]] = [10, 25, 75, 90].map(quantile);
}
