// What was selected: its numbers, a strip of its photos, and which photos stand out on the chart.

import { drawStamp } from "./photo.js";
import { byId, countText, element, valueText } from "./text.js";
import { spanOf } from "./time.js";
import { change, view } from "./view.js";

const STRIP = 24;

/** The photos of the selection, or null where nothing is selected. */
export function selected(archive) {
  if (!view.selection) return null;
  const [t0, t1, v0, v1] = view.selection;
  const { values } = archive.measures[view.measure];
  const photos = [];
  for (let i = 0; i < archive.count; i++) {
    const [time, value] = [archive.time[i], values[i]];
    if (archive.years[archive.entry[i]].year === null && archive.dated.length && !view.undated) continue;
    const within = v0 === null ? !Number.isNaN(value) : value >= v0 && value <= v1;
    if (time >= t0 && time <= t1 && within) photos.push(i);
  }
  return photos;
}

/** 1 for each photo that stands out: selected, and of the site that was pressed; null for none. */
export function litPhotos(archive, photos) {
  const site = view.site && archive.places ? view.site : null;
  if (!photos && !site) return null;
  const lit = new Uint8Array(archive.count).fill(photos ? 0 : 1);
  photos?.forEach((i) => (lit[i] = 1));
  if (site) for (let i = 0; i < archive.count; i++) lit[i] &= isOf(archive.places[archive.place[i]], site);
  return lit;
}

export function showSelection(archive, photos) {
  byId("selection").hidden = !photos;
  if (!photos) return;
  const measure = archive.measures[view.measure];
  const values = photos.map((i) => measure.values[i]).sort((a, b) => a - b);
  const quantile = (q) => valueText(measure, values[Math.min(values.length - 1, Math.floor(q * values.length))]);
  const years = photos.map((i) => archive.years[archive.entry[i]].year).filter((year) => year !== null);
  byId("selection-count").textContent = countWords(archive, photos.length);
  const span = years.length ? `${years[0]}${years.at(-1) > years[0] ? `–${years.at(-1)}` : ""}. ` : "";
  byId("selection-numbers").textContent = photos.length
    ? `${archive.sampled ? `Of the ${countText(photos.length)} of them that are in the sample: ` : ""}${span}${measure.label}: median ${quantile(0.5)}, middle half ${quantile(0.25)} to ${quantile(0.75)}, from ${quantile(0)} to ${quantile(1)}`
    : "No photo is there.";
  byId("strip").replaceChildren(...evenly(photos, STRIP).map((photo) => stampButton(archive, photo)));
}

/** How many photos are selected: where the page has a sample, what the counts of all photos tell. */
function countWords(archive, photos) {
  const [least, most] = archive.sampled ? countedIn(archive, view.selection) : [photos, photos];
  if (least < most) return `${countText(least)} to ${countText(most)} photos`;
  return `${countText(most)} ${most === 1 ? "photo" : "photos"}`;
}

/** The least and the most photos that a selection can hold, by the counts of each year and bin. */
function countedIn(archive, [t0, t1, v0, v1]) {
  const { counts, bins, logarithmic } = archive.measures[view.measure];
  const scaled = logarithmic ? Math.log : (value) => value;
  const [low, high] = bins.map(scaled);
  const binOf = (value) => ((scaled(value) - low) / (high - low)) * 256;
  const [from, to] = v0 === null ? [-Infinity, Infinity] : [binOf(v0), binOf(v1)];
  let [least, most] = [0, 0];
  archive.years.forEach(({ year }, i) => {
    const [start, end] = spanOf(archive, year);
    if (end <= t0 || start >= t1 || (year === null && archive.dated.length && !view.undated)) return;
    const whole = start >= t0 && end <= t1;
    counts[i].forEach((count, bin) => {
      if (bin + 1 <= from || bin > to) return;
      most += count;
      if (whole && bin >= from && bin + 1 <= to) least += count;
    });
  });
  return [least, most];
}

/** At most so many of them, by value from low to high, evenly. */
function evenly(photos, most) {
  const { length } = photos;
  if (length <= most) return photos;
  return Array.from({ length: most }, (_, i) => photos[Math.floor(((i + 0.5) * length) / most)]);
}

function stampButton(archive, photo) {
  const measure = archive.measures[view.measure];
  const { year } = archive.years[archive.entry[photo]];
  const canvas = element("canvas", { width: 40, height: 32 });
  drawStamp(canvas, archive, photo);
  const button = element("button", { type: "button", title: `${year ?? "no year"} · ${valueText(measure, measure.values[photo])}` }, canvas);
  button.setAttribute("aria-label", button.title);
  button.addEventListener("click", () => change({ chosen: photo }));
  button.addEventListener("pointerenter", () => change({ pointed: photo }));
  button.addEventListener("pointerleave", () => change({ pointed: -1 }));
  return button;
}

function isOf(place, pressed) {
  return place && (pressed === `site ${place.site}` || pressed === `host ${place.host}`) ? 1 : 0;
}
