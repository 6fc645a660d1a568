// How a photo's value compares with those of the other photos of its year.

import { countText, shareText } from "./text.js";
import { view } from "./view.js";

/**
 * A sentence on the photo's rank within its year, without its subject, the measure; "" if it has none.
 * @param {Archive} archive
 * @param {number} photo
 */
export function rankText(archive, photo) {
  const measure = archive.measures[view.measure];
  const value = measure.values[photo];
  const entry = archive.years[archive.entry[photo]];
  if (Number.isNaN(value) || entry.all < 2) return "";
  const { below, all } = measure.counts
    ? belowInCounts(measure, archive.entry[photo], value)
    : belowInValues(measure, entry, value);
  const others = all - 1;
  if (others < 1) return "";
  const of = entry.year === null ? "without a year" : `of ${entry.year}`;
  const whose = archive.kept ? `${of} that pass the filter${archive.sampled ? ", of the sample" : ""}` : of;
  if (others === 1) return `${below ? "higher" : "not higher"} than in the other photograph ${whose}`;
  return `higher than in ${shareText(below, others)} of the other ${countText(others)} photographs ${whose}`;
}

/**
 * How many photos of the year have a lower value, and how many have one.
 * @param {Measure} measure
 * @param {YearEntry} entry
 * @param {number} value
 */
function belowInValues({ values }, { first, end }, value) {
  let [below, all] = [0, 0];
  for (let i = first; i < end; i++) {
    if (values[i] < value) below++;
    if (!Number.isNaN(values[i])) all++;
  }
  return { below, all };
}

/**
 * What `belowInValues` returns, from the counts of a large archive.
 * @param {Measure} measure
 * @param {number} entry
 * @param {number} value
 */
function belowInCounts({ counts, bins, logarithmic }, entry, value) {
  const scaled = logarithmic ? Math.log : (/** @type {number} */ n) => n;
  const [low, high] = bins.map(scaled);
  const position = ((scaled(value) - low) / (high - low)) * 256;
  let [below, all] = [0, 0];
  counts?.[entry].forEach((count, bin) => {
    below += count * Math.min(1, Math.max(0, position - bin));
    all += count;
  });
  return { below, all };
}
