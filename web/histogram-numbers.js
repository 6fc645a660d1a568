// Numbers of many photos from the counts of a histogram, as `photoparsl/trends/counted_quantiles.py` computes them.

import { medianRanks } from "./trend.js";

/**
 * The quantiles of counted values, and the interval of their median; NaN for no photo.
 * @param {Uint32Array[]} rows counts by bin
 * @param {Measure} measure whose bins they are
 */
export function numbersOfCounts(rows, { bins: [low, high], logarithmic }) {
  const sums = [0];
  for (let bin = 0; bin < 256; bin++) sums.push(sums[bin] + rows.reduce((sum, counts) => sum + counts[bin], 0));
  const photos = sums[256];
  const edge = (/** @type {number} */ bin) =>
    logarithmic ? low * (high / low) ** (bin / 256) : low + (bin / 256) * (high - low);
  const binOf = (/** @type {number} */ rank) => sums.findIndex((sum) => sum > rank) - 1;
  const quantile = (/** @type {number} */ level) => {
    const wanted = level * photos;
    const above = sums.findIndex((sum) => sum >= wanted && sum > 0);
    const bin = Math.max(0, above - 1);
    const [from, to] = [edge(bin), edge(bin + 1)];
    return photos ? from + ((to - from) * (wanted - sums[bin])) / (sums[bin + 1] - sums[bin]) : NaN;
  };
  const ranks = medianRanks(photos);
  const [lower, upper] = ranks ? [edge(binOf(ranks[0])), edge(binOf(ranks[1]) + 1)] : [NaN, NaN];
  return { photos, q25: quantile(0.25), median: quantile(0.5), q75: quantile(0.75), lower, upper };
}
