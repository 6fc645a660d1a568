// The selection: its photos, its panel, and which photos stand out on the chart.

import { numbersOf } from "./category-trends.js";
import { inGroup } from "./groups.js";
import { numbersOfCounts } from "./histogram-numbers.js";
import { atPlace } from "./run.js";
import { showList } from "./selection-list.js";
import { byId, countText, photosText, valueText } from "./text.js";
import { spanOf } from "./time.js";
import { view } from "./view.js";

/**
 * The selected photos; null if nothing is selected.
 * @param {Archive} archive
 */
export function selected(archive) {
  if (!view.selection) return null;
  const [t0, t1, v0, v1] = view.selection;
  const { values } = archive.measures[view.measure];
  const photos = [];
  for (let i = 0; i < archive.count; i++) {
    const [time, value] = [archive.time[i], values[i]];
    if (archive.years[archive.entry[i]].year === null && archive.dated.length && !view.undated) continue;
    const within = v0 === null || v1 === null ? !Number.isNaN(value) : value >= v0 && value <= v1;
    if (time >= t0 && time <= t1 && within) photos.push(i);
  }
  return photos;
}

/**
 * 1 for each photo that stands out: selected, and of the highlighted site or group; null if all photos are drawn alike.
 * @param {Archive} archive
 * @param {number[] | null} photos
 */
export function litPhotos(archive, photos) {
  const isHighlighted =
    inGroup(archive, view.site) ?? (archive.places && view.site ? atPlace(archive, view.site) : null);
  if (!photos && !isHighlighted) return null;
  const lit = new Uint8Array(archive.count).fill(photos ? 0 : 1);
  photos?.forEach((i) => (lit[i] = 1));
  if (isHighlighted) for (let i = 0; i < archive.count; i++) if (!isHighlighted(i)) lit[i] = 0;
  return lit;
}

/**
 * Show the selection's panel.
 * @param {Archive} archive
 * @param {number[] | null} photos
 */
export function showSelection(archive, photos) {
  byId("selection").hidden = !photos;
  if (!photos) return;
  byId("selection-count").textContent = countOf(archive, photos.length);
  byId("selection-numbers").textContent = photos.length ? numbersText(archive, photos) : "No photograph is selected.";
  showList(archive, photos);
}

/**
 * The numbers of the selected photos: of all of them, or of those in the sample.
 * @param {Archive} archive
 * @param {number[]} photos
 */
function numbersText(archive, photos) {
  const measure = archive.measures[view.measure];
  const years = photos.flatMap((i) => archive.years[archive.entry[i]].year ?? []);
  const span = years.length ? `${years[0]}${years.at(-1) > years[0] ? `–${years.at(-1)}` : ""}. ` : "";
  const rows = archive.sampled ? countsOfWholeYears(archive) : null;
  const drawn = archive.drawn ? photos.filter((i) => archive.drawn?.[i]) : photos;
  const { median, q25, q75, lower, upper } = rows
    ? numbersOfCounts(rows, measure)
    : numbersOf(Uint32Array.from(drawn), measure);
  const value = (/** @type {number} */ number) => valueText(measure, number);
  const values = photos.map((i) => measure.values[i]);
  const [least, most] = values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  const sample = archive.sampled && !rows ? `In the sample, ${countText(drawn.length)} of them: ` : "";
  const interval = Number.isNaN(lower) ? "" : ` (95 %: ${value(lower)} to ${value(upper)})`;
  const half = Number.isNaN(q25) ? "" : `, middle half ${value(q25)} to ${value(q75)}`;
  const ends = measure.circular ? "" : `, lowest ${value(least)}, highest ${value(most)}`;
  const independent = interval && ". The interval takes photographs as independent of each other.";
  return `${sample}${span}${measure.label}: median ${value(median)}${interval}${half}${ends}${independent}`;
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
 * How many photos are selected; if the page has a sample, as the counts of all photos tell.
 * @param {Archive} archive
 * @param {number} photos
 */
export function countOf(archive, photos) {
  const isExact = archive.sampled && view.selection && archive.measures[view.measure].counts !== null;
  const [least, most] = isExact && view.selection ? countLimits(archive, view.selection) : [photos, photos];
  if (archive.sampled && !isExact) return `${photosText(photos)} of the sample`;
  if (least < most) return `${countText(least)} to ${countText(most)} photographs`;
  return photosText(most);
}

/**
 * The least and the most photos that a selection can have, by the counts of each year and bin.
 * @param {Archive} archive
 * @param {ChartSelection} selection
 */
function countLimits(archive, [t0, t1, v0, v1]) {
  const { counts, bins, logarithmic } = archive.measures[view.measure];
  const scaled = logarithmic ? Math.log : (/** @type {number} */ value) => value;
  const [low, high] = bins.map(scaled);
  const binOf = (/** @type {number} */ value) => ((scaled(value) - low) / (high - low)) * 256;
  const [from, to] = v0 === null || v1 === null ? [-Infinity, Infinity] : [binOf(v0), binOf(v1)];
  let [least, most] = [0, 0];
  archive.years.forEach(({ year }, i) => {
    const [start, end] = spanOf(archive, year);
    if (end <= t0 || start >= t1 || (year === null && archive.dated.length && !view.undated)) return;
    const whole = start >= t0 && end <= t1;
    counts?.[i].forEach((count, bin) => {
      if (bin + 1 <= from || bin > to) return;
      most += count;
      if (whole && bin >= from && bin + 1 <= to) least += count;
    });
  });
  return [least, most];
}
