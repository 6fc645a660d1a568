// The numbers of the selected photos: of which years they are, their median, and its interval or why there is none.

import { numbersOf } from "./category-trends.js";
import { isAsStored } from "./headline.js";
import { numbersOfCounts } from "./histogram-numbers.js";
import { countText, isolated, photosText, shareText, valueText } from "./text.js";
import { spanOf } from "./time.js";
import { view } from "./view.js";
import { numbersWithin } from "./weighted-trend.js";
import { spanText, wholeYears } from "./years-box.js";

/**
 * The numbers of the selected photos in words: of all of them, or of those in the sample.
 * @param {Archive} archive
 * @param {number[]} photos
 */
export function numbersText(archive, photos) {
  const measure = archive.measures[view.measure];
  const heading = headingOf(archive, photos);
  const vague = vagueText(archive, photos) + unweightedText(archive);
  if (measure.codes?.length) return `${heading}${isolated(measure.label)}: ${codesText(measure, photos)}.${vague}`;
  const rows = archive.sampled ? countsOfWholeYears(archive) : null;
  const drawn = archive.drawn ? photos.filter((i) => archive.drawn?.[i]) : photos;
  const { median, q25, q75, lower, upper } = rows
    ? numbersOfCounts(rows, measure)
    : (sharesOf(archive, photos) ?? numbersOf(Uint32Array.from(drawn), measure));
  const value = (/** @type {number} */ number) => valueText(measure, number);
  const values = photos.map((i) => measure.values[i]);
  const [least, most] = values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  const sample = archive.sampled && !rows ? `In the sample, ${countText(drawn.length)} of them: ` : "";
  const { ends, note } = intervalOf(archive, photos, [lower, upper]);
  const interval = Number.isNaN(ends[0]) ? "" : ` (95 %: ${value(ends[0])} to ${value(ends[1])})`;
  const half = Number.isNaN(q25) ? "" : `, middle half ${value(q25)} to ${value(q75)}`;
  const range = measure.circular ? "" : `, lowest ${value(least)}, highest ${value(most)}`;
  return `${sample}${heading}${isolated(measure.label)}: median ${value(median)}${interval}${half}${range}. ${note}${vague}`.trim();
}

/**
 * How many photos a selection of years has by their shares, if vague dates count in every year that they may be of; else null.
 * @param {Archive} archive
 * @param {number[]} photos
 */
export function sharedCount(archive, photos) {
  const shares = sharesOf(archive, photos);
  return shares && `${photosText(Math.round(100 * shares.n) / 100)} by shares, of ${countText(photos.length)}`;
}

/**
 * The years that were asked for.
 * @param {Archive} archive
 * @param {number[]} photos
 */
function headingOf({ years, entry, limits }, photos) {
  const [t0, t1] = view.selection ?? [NaN, NaN];
  const isUndated = photos.some((i) => years[entry[i]].year === null);
  if (photos.every((i) => years[entry[i]].year === null)) return "Without a year. ";
  const [first, end] = isUndated ? [Math.max(t0, limits[0]), Math.min(t1, limits[1])] : [t0, t1];
  return `${spanText(first, end)}${isUndated ? ", and without a year" : ""}. `;
}

/**
 * A sentence on how photos of vague dates were selected; "" if none is selected.
 * @param {Archive} archive
 * @param {number[]} photos
 */
function vagueText({ before, after, spans }, photos) {
  if (!photos.some((i) => before?.[i] || after?.[i])) return "";
  if (spans && !wholeYears()) return " Photographs of vague dates are selected where they are drawn, anywhere in the years that they may be of."; // prettier-ignore
  if (spans && view.spread) return " A photograph of a vague date counts with its share of these years.";
  return ` Photographs of vague dates are selected by the manifest’s year${spans ? ", wherever they are drawn" : ""}.`;
}

/**
 * A sentence that says that these numbers, unlike the lines, aren't weighted; "" where no mixture is held constant.
 * @param {Archive} archive
 */
function unweightedText({ groups }) {
  const group = groups[view.constant];
  return group
    ? ` Here the mixture of ${isolated(group.name)} isn’t held constant: these photographs count as they are.`
    : "";
}

/**
 * The numbers of photos that count with their shares of the selected years; null if all count whole.
 * @param {Archive} archive
 * @param {number[]} photos
 */
function sharesOf({ spans, years, entry, count, measures }, photos) {
  const selection = wholeYears();
  if (!spans || !view.spread || !selection) return null;
  const [first, last] = [new Int32Array(count).fill(0), new Int32Array(count).fill(-1)];
  for (const i of photos) {
    const year = years[entry[i]].year;
    if (year === null) return null; // a year that isn't known has no share
    [first[i], last[i]] = [year - spans.before[i], year + spans.after[i]];
  }
  return numbersWithin(measures[view.measure], { first, last, codes: null }, selection[0], selection[1] - 1);
}

/**
 * The interval of the selection's median, NaN if there is none, and what it takes for granted or why there is none.
 * @param {Archive} archive
 * @param {number[]} photos
 * @param {[number, number]} independent the interval if photos are independent
 */
function intervalOf(archive, photos, independent) {
  const measure = archive.measures[view.measure];
  const none = (/** @type {string} */ why) => ({ ends: [NaN, NaN], note: `The median has no interval here: ${why}.` });
  const isByValue = view.selection?.[2] !== null || measure.chosen;
  if (isByValue) return none(`these photographs were chosen by their values of ${isolated(measure.label)}`);
  if (archive.clusters) {
    const stored = storedInterval(archive, photos);
    const together = `photographs of the same ${isolated(archive.clusters)}`;
    if (!stored) return none(`${together} may belong together, and the page has intervals of that for the years of the chart’s windows alone`); // prettier-ignore
    if (!Number.isNaN(stored[0]))
      return { ends: stored, note: `The interval takes ${together} as belonging together.` };
    if (archive.noClusters) return none(archive.noClusters);
    return none(`these photographs have fewer than ten different entries in ${isolated(archive.clusters)}, or few entries have most of them`); // prettier-ignore
  }
  if (Number.isNaN(independent[0])) return { ends: independent, note: "" };
  return { ends: independent, note: "The interval takes photographs as independent of each other." };
}

/**
 * The interval that the page has of a window of exactly these years; null if it has none.
 * @param {Archive} archive
 * @param {number[]} photos
 */
function storedInterval(archive, photos) {
  const selection = wholeYears();
  const { years, entry, windows, knownWindows, measures } = archive;
  if (!selection || !isAsStored(archive) || photos.some((i) => years[entry[i]].year === null)) return null;
  const [first, end] = selection;
  const window = knownWindows.find((i) => windows[i].width === end - first && !windows[i].photos);
  if (window === undefined) return null;
  const period = windows[window].periods.findIndex(({ number }) => number === first + (end - first - 1) / 2);
  const { lower, upper } = measures[view.measure].trends[window];
  return period < 0 ? null : [lower[period], upper[period]];
}

/**
 * The counts of all photos of the selected years; null if the selection isn't one of whole years, or nothing is counted.
 * @param {Archive} archive
 */
function countsOfWholeYears(archive) {
  const { counts, circular } = archive.measures[view.measure];
  const [t0, t1, v0] = view.selection ?? [NaN, NaN, 0];
  if (!counts || circular || v0 !== null) return null;
  const isShown = (/** @type {number | null} */ year) => year !== null || view.undated || archive.dated.length === 0;
  const touched = archive.years.map(({ year }, i) => ({ year, i, span: spanOf(archive, year) }));
  const chosen = touched.filter(({ year, span: [from, to] }) => to > t0 && from < t1 && isShown(year));
  const isWhole = chosen.every(({ span: [from, to] }) => from >= t0 && to <= t1);
  return isWhole ? chosen.map(({ i }) => counts[i]) : null;
}

/**
 * The most frequent of the photos' codes: codes have no median.
 * @param {Measure} measure
 * @param {number[]} photos
 */
function codesText(measure, photos) {
  const counts = new Map();
  for (const i of photos) counts.set(measure.values[i], (counts.get(measure.values[i]) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3);
  return sorted.map(([code, n]) => `${valueText(measure, code)} ${shareText(n, photos.length)}`).join(", ");
}
