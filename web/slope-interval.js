// The slope of yearly medians with its interval, of photos that are independent of each other: by the rule of
// `photoparsl/trends/resampling.py` and `resampled_slopes.py`, with draws of another generator.

import { followsLine, NO_LINE } from "./line-check.js";
import { FEWEST_PHOTOS, FEWEST_YEARS, theilSen } from "./slope.js";
import { withMinus } from "./text.js";

const REPLICATES = 1000;
const SEED = 1839;
const MOST_DRAWN = 200; // photos of a year; of more, the middle is drawn from a normal distribution
const MOST_SLOPE_YEARS = 250; // of more, there are too many pairs of years to compute while one waits
const LEVEL = 0.025;
const SAME = "the slope is 0, and so are those of resampled medians";
const SMALL = 1e-5; // numbers that are all smaller are written with a power of ten
const MORE_DECIMALS = 3;

/**
 * How the medians of a window's years change, as `photoparsl/trends/slope_text.py` says it; or why there is no slope.
 * @param {TrendWindow} window of single years
 * @param {Measure} measure
 */
export function changeText({ periods, order }, { values }) {
  const all = periods
    .map(({ number, first, end }) => ({ year: number, values: knownValues(values, order, first, end) }))
    .filter((year) => year.values.length > 0);
  const years = all.filter((year) => year.values.length >= FEWEST_PHOTOS);
  if (years.length < FEWEST_YEARS) return noSlope(years.length, all.length);
  if (years.length > MOST_SLOPE_YEARS) return `no slope: the page computes none of more than ${MOST_SLOPE_YEARS} years`;
  const medians = years.map(({ year, values }) => ({ year, median: middleAt(values, [0.5, 0.5]) }));
  const columns = resampledMedians(years);
  const slope = theilSen(medians);
  const span = `${years[0].year} to ${years[years.length - 1].year}`;
  if (!followsLine(medians, columns)) return `${NO_LINE}: slope ${signed([10 * slope])[0]} a decade, without an interval, ${span}`; // prettier-ignore
  const slopes = resampledSlopes(years, columns).sort();
  const [lower, upper] = enclosingInterval(slope, quantile(slopes, LEVEL), quantile(slopes, 1 - LEVEL));
  const isChange = lower > 0 || upper < 0;
  const [change, ...ends] = signed([slope, lower, upper].map((number) => 10 * number));
  if (isChange) return `${change} a decade (95 %: ${ends.join(" to ")}), ${span}`;
  if (lower === upper) return `no change that can be told from chance (${SAME}), ${span}`;
  return `no change that can be told from chance (95 %: ${ends.join(" to ")} a decade), ${span}`;
}

/**
 * An interval that holds the slope, as `enclosing_interval` in `photoparsl/trends/resampled_slopes.py` makes it.
 * @param {number} slope
 * @param {number} lower a quantile of the resampled slopes
 * @param {number} upper
 */
export function enclosingInterval(slope, lower, upper) {
  return [Math.min(lower, slope - (upper - slope)), Math.max(upper, slope + (slope - lower))];
}

/**
 * Say why there is no slope, as `why_no_slope` in `photoparsl/trends/slope.py` does.
 * @param {number} counted how many years have enough photos
 * @param {number} years how many years have photos
 */
function noSlope(counted, years) {
  if (!years) return "no slope: there is no photograph with a year and a value";
  if (years < FEWEST_YEARS) return `no slope: the photographs are of fewer than ${FEWEST_YEARS} years`;
  const have = counted === 1 ? "has" : "have";
  return (
    `no slope: ${counted} of ${years} years ${have} a median of ${FEWEST_PHOTOS} photographs or more, ` +
    `and ${FEWEST_YEARS} are needed`
  );
}

/**
 * @param {Float64Array} values
 * @param {Uint32Array | null} order
 * @param {number} first
 * @param {number} end
 */
function knownValues(values, order, first, end) {
  const own = order
    ? Float64Array.from(order.subarray(first, end), (photo) => values[photo])
    : values.slice(first, end);
  return own.filter((value) => !Number.isNaN(value)).sort();
}

/**
 * The resampled medians of each year.
 * @param {{ values: Float64Array }[]} years
 */
function resampledMedians(years) {
  const random = randomNumbers();
  return years.map(({ values }) =>
    Float64Array.from({ length: REPLICATES }, () => middleAt(values, middleShares(values.length, random))),
  );
}

/**
 * The slopes of resampled medians.
 * @param {{ year: number }[]} years
 * @param {Float64Array[]} columns the resampled medians of each year
 */
function resampledSlopes(years, columns) {
  const slopes = new Float64Array((years.length * (years.length - 1)) / 2);
  return Float64Array.from({ length: REPLICATES }, (_, replicate) => {
    let at = 0;
    for (let i = 0; i < years.length; i++) {
      for (let j = 0; j < i; j++)
        slopes[at++] = (columns[i][replicate] - columns[j][replicate]) / (years[i].year - years[j].year);
    }
    return middleNumber(slopes);
  });
}

/**
 * The mean of the two values at these shares of sorted values; at [0.5, 0.5], the median.
 * @param {Float64Array} values
 * @param {[number, number]} shares
 */
function middleAt(values, [low, high]) {
  const n = values.length;
  if (low === 0.5 && high === 0.5) return (values[(n - 1) >> 1] + values[n >> 1]) / 2;
  return (values[Math.floor(low * n)] + values[Math.floor(high * n)]) / 2;
}

/**
 * Where the two middles of n numbers drawn between 0 and 1 lie; of an odd number, they are one.
 * Their gaps are as those of exponential numbers (L. Devroye, Non-Uniform Random Variate Generation, 1986, V.2).
 * @param {number} n
 * @param {() => number} random
 * @returns {[number, number]}
 */
function middleShares(n, random) {
  if (n > MOST_DRAWN) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const share = Math.min(1 - 1e-12, Math.max(0, 0.5 + normal / (2 * Math.sqrt(n + 2))));
    return [share, share];
  }
  const gaps = (/** @type {number} */ count) => {
    let product = 1;
    for (let i = 0; i < count; i++) product *= 1 - random();
    return -Math.log(product);
  };
  const between = n % 2 ? 0 : gaps(1);
  const [before, after] = [gaps((n + 1) >> 1), gaps((n >> 1) + (n % 2))];
  const whole = (before + between + after) * (1 + 1e-12);
  return [before / whole, (before + between) / whole];
}

/** Numbers from 0 to below 1, always the same ones (the generator Mulberry32). */
function randomNumbers() {
  let state = SEED;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The median of numbers, which it reorders (the selection of Hoare).
 * @param {Float64Array} numbers
 */
function middleNumber(numbers) {
  const half = numbers.length >> 1;
  let [left, right] = [0, numbers.length - 1];
  while (left < right) {
    const pivot = numbers[half];
    let [i, j] = [left, right];
    while (i <= j) {
      while (numbers[i] < pivot) i++;
      while (numbers[j] > pivot) j--;
      if (i > j) break;
      [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
      i++;
      j--;
    }
    if (j < half) left = i;
    if (i > half) right = j;
  }
  if (numbers.length % 2) return numbers[half];
  return (numbers.subarray(0, half).reduce((most, number) => Math.max(most, number), -Infinity) + numbers[half]) / 2;
}

/**
 * A quantile of sorted numbers, with linear interpolation.
 * @param {Float64Array} numbers
 * @param {number} level
 */
function quantile(numbers, level) {
  const at = level * (numbers.length - 1);
  const before = Math.floor(at);
  return numbers[before] + (at - before) * (numbers[Math.min(before + 1, numbers.length - 1)] - numbers[before]);
}

/**
 * Numbers with their signs and as many decimals as they need, as `signed` in `photoparsl/trends/slope_text.py` writes them.
 * @param {number[]} numbers
 */
export function signed(numbers) {
  const largest = Math.max(...numbers.map(Math.abs));
  const sign = (/** @type {number} */ number) => (number < 0 ? "−" : "+");
  if (!largest) return numbers.map(() => "+0");
  const withPower = (/** @type {number} */ number) =>
    number ? sign(number) + withMinus(Math.abs(number).toExponential(1)) : "+0";
  if (largest < SMALL) return numbers.map(withPower);
  let least = 0;
  while (largest * 10 ** least < 9.995) least++;
  /** @type {string[]} */
  let texts = [];
  const isZero = (/** @type {number} */ number, /** @type {number} */ i) => number && !Number(texts[i].slice(1));
  for (let decimals = least; decimals <= least + MORE_DECIMALS; decimals++) {
    texts = numbers.map((number) => sign(number) + Math.abs(number).toFixed(decimals));
    if (new Set(texts).size >= new Set(numbers).size && !numbers.some(isZero)) break;
  }
  return numbers.map((number, i) => (isZero(number, i) ? withPower(number) : texts[i]));
}
