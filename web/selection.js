// The selection: its photos, its panel, and which photos stand out on the chart.

import { inGroup } from "./groups.js";
import { drawStamp } from "./photo.js";
import { atPlace } from "./run.js";
import { byId, countText, element, photosText, valueText } from "./text.js";
import { spanOf } from "./time.js";
import { change, view } from "./view.js";

const STRIP = 24; // stamps in the panel

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
  const measure = archive.measures[view.measure];
  const values = photos.map((i) => measure.values[i]).sort((a, b) => a - b);
  const quantile = (/** @type {number} */ q) =>
    valueText(measure, values[Math.min(values.length - 1, Math.floor(q * values.length))]);
  const years = photos.flatMap((i) => archive.years[archive.entry[i]].year ?? []);
  const [first, last] = [years[0], years[years.length - 1]];
  byId("selection-count").textContent = countOf(archive, photos.length);
  const span = years.length ? `${first}${last > first ? `–${last}` : ""}. ` : "";
  byId("selection-numbers").textContent = photos.length
    ? `${archive.sampled ? `In the sample, ${countText(photos.length)} of them: ` : ""}${span}${measure.label}: median ${quantile(0.5)}, middle half ${quantile(0.25)} to ${quantile(0.75)}, lowest ${quantile(0)}, highest ${quantile(1)}`
    : "No photograph is selected.";
  byId("strip").replaceChildren(...evenly(photos, STRIP).map((photo) => stampButton(archive, photo)));
}

/**
 * How many photos are selected; if the page has a sample, as the counts of all photos tell.
 * @param {Archive} archive
 * @param {number} photos
 */
export function countOf(archive, photos) {
  const isExact = archive.sampled && view.selection && archive.measures[view.measure].counts;
  const [least, most] = isExact && view.selection ? countLimits(archive, view.selection) : [photos, photos];
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

/**
 * At most so many of the photos, evenly picked.
 * @param {number[]} photos
 * @param {number} most
 */
function evenly(photos, most) {
  const { length } = photos;
  if (length <= most) return photos;
  return Array.from({ length: most }, (_, i) => photos[Math.floor(((i + 0.5) * length) / most)]);
}

/**
 * A photo's stamp as a button that chooses the photo.
 * @param {Archive} archive
 * @param {number} photo
 */
function stampButton(archive, photo) {
  const measure = archive.measures[view.measure];
  const { year } = archive.years[archive.entry[photo]];
  const canvas = element("canvas", { width: 40, height: 32 });
  drawStamp(canvas, archive, photo);
  const button = element(
    "button",
    { type: "button", title: `${year ?? "no year"} · ${valueText(measure, measure.values[photo])}` },
    canvas,
  );
  button.setAttribute("aria-label", button.title);
  button.addEventListener("click", () => change({ chosen: photo }));
  button.addEventListener("pointerenter", () => change({ pointed: photo }));
  button.addEventListener("pointerleave", () => change({ pointed: -1 }));
  return button;
}
