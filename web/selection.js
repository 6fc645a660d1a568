// The selection: its photos, its panel, and which photos stand out on the chart.

import { inGroup } from "./groups.js";
import { isMeasuredAt } from "./run.js";
import { showList } from "./selection-list.js";
import { numbersText, sharedCount } from "./selection-numbers.js";
import { byId, countText, photosText } from "./text.js";
import { dayAt, spanOf } from "./time.js";
import { view } from "./view.js";
import { wholeYears } from "./years-box.js";

/**
 * The selected photos; null if nothing is selected.
 * @param {Archive} archive
 */
export function selected(archive) {
  if (!view.selection) return null;
  const [t0, t1, v0, v1] = view.selection;
  const { values } = archive.measures[view.measure];
  const years = wholeYears();
  const isWhole = Number.isInteger(t0) && Number.isInteger(t1);
  const [first, end] = [dayAt(t0), dayAt(t1)];
  const isWithin =
    years && archive.spans
      ? (/** @type {number} */ i) => isOfYears(archive, i, years)
      : isWhole
        ? (/** @type {number} */ i) => archive.time[i] >= t0 && archive.time[i] <= t1
        : (/** @type {number} */ i) => dayAt(archive.time[i], Math.floor) >= first && dayAt(archive.time[i], Math.floor) < end; // prettier-ignore
  const photos = [];
  for (let i = 0; i < archive.count; i++) {
    const value = values[i];
    if (archive.years[archive.entry[i]].year === null && archive.dated.length && !view.undated) continue;
    const within = v0 === null || v1 === null ? !Number.isNaN(value) : value >= v0 && value <= v1;
    if (isWithin(i) && within) photos.push(i);
  }
  return photos;
}

/**
 * Whether a photo is of these years by the manifest, wherever it is drawn; or may be of them, where vague dates count so.
 * @param {Archive} archive
 * @param {number} photo
 * @param {ChartSelection} selection of whole years
 */
function isOfYears({ years, entry, spans, time }, photo, [t0, t1]) {
  const { year } = years[entry[photo]];
  if (year === null) return time[photo] >= t0 && time[photo] <= t1;
  const [before, after] = view.spread && spans ? [spans.before[photo], spans.after[photo]] : [0, 0];
  return year + after >= t0 && year - before < t1;
}

/**
 * 1 for each photo that stands out: selected, and of the highlighted subset; null if all photos are drawn alike.
 * @param {Archive} archive
 * @param {number[] | null} photos
 */
export function litPhotos(archive, photos) {
  const isHighlighted =
    inGroup(archive, view.highlighted) ??
    (archive.hosts && view.highlighted ? isMeasuredAt(archive, view.highlighted) : null);
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
  byId("selection-count").textContent = sharedCount(archive, photos) ?? countOf(archive, photos.length);
  byId("selection-numbers").textContent = photos.length ? numbersText(archive, photos) : "No photograph is selected.";
  showList(archive, photos);
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
