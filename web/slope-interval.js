// The slope of yearly medians with its interval, of photos that are independent of each other: by the rule of
// `photoparsl/trends/resampling.py` and `resampled_slopes.py`, with draws of another generator.

import { followsLine } from "./line-check.js";
import { noSlopeText, slopeText } from "./slope-text.js";
import { FEWEST_PHOTOS, FEWEST_YEARS, theilSen } from "./slope.js";

const REPLICATES = 1000;
const SEED = 1839;
const MOST_DRAWN = 200; // photos of a year; of more, the middle is drawn from a normal distribution
const MOST_SLOPE_YEARS = 250; // of more, there are too many pairs of years to compute while one waits
const LEVEL = 0.025;

/**
 * How the medians of a window's years change, as `photoparsl/trends/slope_text.py` says it; or why there is no slope.
 * @param {TrendWindow} window of single years
 * @param {Measure} measure
 */
export function changeText(window, measure) {
  return textOf(slopeOf(yearSamples(window, measure)));
}

/**
 * A slope as a sentence, or why there is none.
 * @param {Slope | NoSlope} found
 */
export function textOf(found) {
  if ("decade" in found) return slopeText(found);
  if (found.counted > MOST_SLOPE_YEARS)
    return `no slope: the page computes none of more than ${MOST_SLOPE_YEARS} years`;
  return noSlopeText(found);
}

/**
 * The slope of yearly medians, with its interval if they follow a line.
 * @param {YearSample[]} all the years that have photos
 * @returns {Slope | NoSlope}
 */
export function slopeOf(all) {
  const ofEnough = all.filter(({ n }) => n >= FEWEST_PHOTOS);
  const years = ofEnough.filter(({ median }) => !Number.isNaN(median));
  if (years.length < FEWEST_YEARS || years.length > MOST_SLOPE_YEARS)
    return { counted: years.length, years: all.length, leftOut: ofEnough.length - years.length };
  const columns = resampledMedians(years);
  const slope = theilSen(years);
  const [first, last] = [years[0].year, years[years.length - 1].year];
  const found = { decade: 10 * slope, years: years.length, first, last };
  if (!followsLine(years, columns)) return { ...found, lower: null, upper: null };
  const slopes = resampledSlopes(years, columns).sort();
  const ends = enclosingInterval(slope, quantile(slopes, LEVEL), quantile(slopes, 1 - LEVEL));
  return { ...found, lower: 10 * ends[0], upper: 10 * ends[1] };
}

/**
 * The years of a window that have photos, each photo with the same weight.
 * @param {TrendWindow} window of single years
 * @param {Measure} measure
 * @returns {YearSample[]}
 */
export function yearSamples({ periods, order }, { values: all }) {
  return periods
    .map(({ number, first, end }) => ({ year: number, values: knownValues(all, order, first, end) }))
    .filter(({ values }) => values.length > 0)
    .map(({ year, values }) => {
      const n = values.length;
      const median = (values[(n - 1) >> 1] + values[n >> 1]) / 2;
      return { year, n, median, effective: n, at: (share) => values[Math.floor(share * n)] };
    });
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
 * @param {YearSample[]} years
 */
function resampledMedians(years) {
  const random = randomNumbers();
  return years.map(({ effective, at }) =>
    Float64Array.from({ length: REPLICATES }, () => {
      const [low, high] = middleShares(effective, random);
      return (at(low) + at(high)) / 2;
    }),
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
