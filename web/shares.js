// The shares of codes over the years: a measure whose numbers are codes has no median.  Each code has a lane above its
// position on the axis, as high as one: the line in it is the share of the photos that have the code.

import { reachOf, Z } from "./trend.js";
import { stretches } from "./trend-lines.js";
import { worth } from "./sample-weights.js";
import { ink } from "./text.js";

const LANE = 0.85; // of the distance between two codes

/**
 * The share of each code in each period of a window, with its interval.
 * @param {TrendWindow} window
 * @param {Measure} measure
 * @param {YearEntry[]} years
 * @returns {CodeShares[]}
 */
export function sharesOfCodes(window, measure, years) {
  const counts = codeCounts(window, measure, years);
  const { weights } = measure;
  const [sums, photos] = [
    totals(counts),
    weights ? totals(codeCounts(window, measure, years, () => 1)) : totals(counts),
  ];
  const squares = weights && totals(codeCounts(window, measure, years, (photo) => weights[photo] ** 2));
  const within = (/** @type {Float64Array} */ numbers, /** @type {number} */ i) => {
    const [from, to] = reachOf(window, photos, i);
    return numbers.subarray(from, to + 1).reduce((sum, number) => sum + number, 0);
  };
  return measure.codes.map(([code, text], c) => {
    const empty = () => new Float64Array(sums.length).fill(NaN);
    const found = { code, text, share: empty(), lower: empty(), upper: empty() };
    sums.forEach((own, i) => {
      if (!own) return; // no gap is bridged
      const sum = within(sums, i);
      const n = squares ? worth(sum, within(squares, i)) : sum;
      const share = within(counts[c], i) / sum;
      found.share[i] = share;
      [found.lower[i], found.upper[i]] = shareInterval(share, n);
    });
    return found;
  });
}

/** @param {Float64Array[]} counts by code and period */
function totals(counts) {
  return counts[0].map((_, i) => counts.reduce((sum, ofCode) => sum + ofCode[i], 0));
}

/**
 * How many photos of each period have each code; of a sample, the sum of their weights.
 * @param {TrendWindow} window
 * @param {Measure} measure
 * @param {YearEntry[]} years
 * @param {(photo: number) => number} [weightOf] a photo's weight
 */
function codeCounts({ periods, order }, { codes, counts, bins, values, weights }, years, weightOf) {
  const weight = weightOf ?? ((photo) => weights?.[photo] ?? 1);
  return codes.map(([code]) => {
    if (counts) {
      const bin = Math.min(255, Math.floor(((code + 1e-9 - bins[0]) / (bins[1] - bins[0])) * 256));
      const all = new Map(years.map(({ year }, i) => [year, counts[i][bin]]));
      return Float64Array.from(periods, ({ number }) => all.get(number) ?? 0);
    }
    return Float64Array.from(periods, ({ first, end }) => {
      let sum = 0;
      for (let at = first; at < end; at++) {
        const photo = order ? order[at] : at;
        if (values[photo] === code) sum += weight(photo);
      }
      return sum;
    });
  });
}

/**
 * The 95 % interval of a share of n photos, which is Wilson's.
 * @param {number} share
 * @param {number} n
 */
export function shareInterval(share, n) {
  const scale = 1 + Z ** 2 / n;
  const middle = (share + Z ** 2 / (2 * n)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/**
 * Draw the shares.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
export function drawShares(surface, archive, view, { x, y }) {
  const window = archive.windows[view.window];
  const colour = ink("median");
  const measure = archive.measures[view.measure];
  for (const { code, share, lower, upper } of sharesOfCodes(window, measure, archive.years)) {
    const line = (/** @type {Point[]} */ stretch, /** @type {Float64Array} */ shares) =>
      stretch.map(([time, i]) => /** @type {Point} */ ([x(time), y(code + LANE * shares[i])]));
    for (const stretch of stretches(window, share)) {
      const [first, last] = [stretch[0][0], stretch[stretch.length - 1][0]];
      const ground = /** @type {Point[]} */ ([[x(last), y(code)], [x(first), y(code)]]); // prettier-ignore
      surface.area([...line(stretch, share), ...ground], { colour, opacity: 0.14 });
      if (!measure.chosen)
        surface.area([...line(stretch, lower), ...line(stretch, upper).reverse()], { colour, opacity: 0.32 });
      surface.line(line(stretch, share), { colour, width: 1.5 });
    }
  }
}
