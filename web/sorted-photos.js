// Photos by their values and by the periods that they may be of, so that a window's photos are found without a look at
// all others.

import { firstWhere } from "./exact-weights.js";

const KEY_CODES = 256; // of a group
const KEY_YEARS = 2 ** 20; // that a photo may be of, and more

/**
 * The photos with a period and a value.
 * @param {Measure} measure
 * @param {Weighting} weighting
 * @returns {SortedPhotos}
 */
export function sortedPhotos({ values: all, weights }, { first, last, codes }) {
  const order = orderOf(Float64Array.from(all, (value, photo) => (first[photo] <= last[photo] ? value : NaN)));
  const [values, classOf] = [new Float64Array(order.length), new Uint32Array(order.length)];
  const numbers = new Map();
  const weightNumbers = new Map(); // weights may be too long to be a part of a key
  /** @type {PhotoClass[]} */
  const classes = [];
  order.forEach((photo, index) => {
    const [years, code, weight] = [last[photo] - first[photo] + 1, codes?.[photo] ?? 0, weights?.[photo] ?? 1];
    if (!weightNumbers.has(weight)) weightNumbers.set(weight, weightNumbers.size);
    const key = (weightNumbers.get(weight) * KEY_CODES + code) * KEY_YEARS + years;
    let number = numbers.get(key);
    if (number === undefined) numbers.set(key, (number = classes.push({ years, code, weight }) - 1));
    values[index] = all[photo];
    classOf[index] = number;
  });
  return { values, classOf, classes, ...byPeriod(order, first, last) };
}

/**
 * The photos that may be of these periods, by their values.  Photos of a class and of as many of the periods are of a kind.
 * @param {SortedPhotos} photos
 * @param {number} from the index of the first period
 * @param {number} to that of the last one
 * @returns {WeightedSample}
 */
export function sampleOf({ values: all, classOf, classes, indices, begins }, from, to) {
  const part = indices.slice(begins[from], begins[Math.max(from, to + 1)]);
  if (to > from) part.sort(); // a photo of several periods then stands as often after itself
  /** @type {Map<number, number>} */
  const numbers = new Map();
  /** @type {PhotoKind[]} */
  const kinds = [];
  const [values, of] = [new Float64Array(part.length), new Uint32Array(part.length)];
  let photos = 0;
  for (let at = 0, end = 0; at < part.length; at = end) {
    while (part[end] === part[at]) end++;
    const [number, within] = [classOf[part[at]], end - at];
    const key = number * KEY_YEARS + within;
    let kind = numbers.get(key);
    if (kind === undefined) numbers.set(key, (kind = kinds.push({ ...classes[number], within, photos: 0 }) - 1));
    kinds[kind].photos++;
    values[photos] = all[part[at]];
    of[photos++] = kind;
  }
  return { values: values.subarray(0, photos), of: of.subarray(0, photos), kinds };
}

/**
 * The index of the first period from a number on.
 * @param {SortedPhotos} photos
 * @param {number} number
 */
export function periodFrom({ periods }, number) {
  return firstWhere(periods.length, (index) => periods[index] >= number);
}

/**
 * The indices of those values that are numbers, sorted by them; equal ones stay in their order.
 * @param {Float64Array} values
 */
function orderOf(values) {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  /** @type {Map<number, number>} */
  const next = new Map();
  for (let at = sorted.length - 1; at >= 0; at--) next.set(sorted[at], at);
  const order = new Uint32Array(sorted.length);
  values.forEach((value, index) => {
    const at = next.get(value);
    if (at === undefined) return; // it isn't a number
    order[at] = index;
    next.set(value, at + 1);
  });
  return order;
}

/**
 * The periods that photos may be of, how many photos each has by their shares, and its photos in their order: `indices`
 * from its begin to that of the next period.
 * @param {Uint32Array} order
 * @param {Int32Array} first
 * @param {Int32Array} last
 */
function byPeriod(order, first, last) {
  const least = order.reduce((least, photo) => Math.min(least, first[photo]), Infinity);
  const most = order.reduce((most, photo) => Math.max(most, last[photo]), -Infinity);
  const span = Math.max(0, most - least + 1);
  const [shares, sizes] = [new Float64Array(span), new Uint32Array(span)];
  for (const photo of order) {
    const share = 1 / (last[photo] - first[photo] + 1);
    for (let at = first[photo]; at <= last[photo]; at++) {
      shares[at - least] += share;
      sizes[at - least]++;
    }
  }
  let sum = 0;
  const next = sizes.map((size) => (sum += size) - size);
  const indices = new Uint32Array(sum);
  order.forEach((photo, index) => {
    for (let at = first[photo]; at <= last[photo]; at++) indices[next[at - least]++] = index;
  });
  const there = [...sizes.keys()].filter((at) => sizes[at]);
  return {
    periods: there.map((at) => least + at),
    counts: there.map((at) => shares[at]),
    begins: [0, ...there.map((at) => next[at])],
    indices,
  };
}
