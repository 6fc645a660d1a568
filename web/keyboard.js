// The chart's keys: step through the years, and through the photos of a year by value.

import { openPhoto } from "./photo-texts.js";
import { change, view } from "./view.js";
import { panBy, reveal, zoomBy } from "./zoom.js";

/**
 * Make the keys work while the chart has the focus.
 * @param {HTMLCanvasElement} canvas
 * @param {Archive} archive
 * @param {Chart} chart
 */
export function followKeys(canvas, archive, chart) {
  canvas.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const move = moves(archive, chart)[(event.shiftKey && event.key.startsWith("Arrow") ? "Shift" : "") + event.key];
    if (!move) return;
    event.preventDefault();
    const next = move();
    if (typeof next !== "number") return;
    change({ chosen: next, pointed: -1 });
    reveal(archive, chart, next);
  });
}

/**
 * What each key does.  A number that it returns is the photo to choose, -1 for none.
 * @param {Archive} archive
 * @param {Chart} chart
 * @returns {Record<string, () => number | void>}
 */
function moves(archive, chart) {
  return {
    ArrowLeft: () => stepYear(archive, -1),
    ArrowRight: () => stepYear(archive, 1),
    PageUp: () => stepYear(archive, 10),
    PageDown: () => stepYear(archive, -10),
    ArrowUp: () => stepPhoto(archive, 1),
    ArrowDown: () => stepPhoto(archive, -1),
    Home: () => lowestOf(archive, 1),
    End: () => lowestOf(archive, -1),
    Enter: () => void (view.chosen >= 0 && openPhoto(view.chosen)),
    " ": () => selectYear(archive),
    Escape: () => (change({ selection: null }), -1),
    "+": () => zoomBy(chart, 1 / 1.5),
    "-": () => zoomBy(chart, 1.5),
    0: () => change({ range: null }),
    ShiftArrowLeft: () => panBy(chart, -0.2, 0),
    ShiftArrowRight: () => panBy(chart, 0.2, 0),
    ShiftArrowUp: () => panBy(chart, 0, 0.2),
    ShiftArrowDown: () => panBy(chart, 0, -0.2),
  };
}

/**
 * The photo `by` years later (or in the last year before that), whose value is nearest to the chosen photo's.
 * @param {Archive} archive
 * @param {number} by
 */
function stepYear(archive, by) {
  if (view.chosen < 0) return firstInView(archive, Math.sign(by));
  const here = archive.entry[view.chosen];
  const wanted = (archive.years[here].year ?? Infinity) + by;
  const direction = Math.sign(by);
  let best = here;
  for (let i = here + direction; i >= 0 && i < archive.years.length; i += direction) {
    if (!photosByValue(archive, i).length) continue;
    best = i;
    if (((archive.years[i].year ?? Infinity) - wanted) * direction >= 0) break;
  }
  const { values } = archive.measures[view.measure];
  const apart = (/** @type {number} */ photo) => Math.abs(values[photo] - values[view.chosen]);
  if (best === here) return view.chosen;
  return photosByValue(archive, best).reduce((a, b) => (apart(b) < apart(a) ? b : a));
}

/**
 * The photo of the same year whose value comes `by` places later.
 * @param {Archive} archive
 * @param {number} by
 */
function stepPhoto(archive, by) {
  if (view.chosen < 0) return firstInView(archive, 1);
  const photos = photosByValue(archive, archive.entry[view.chosen]);
  return photos[photos.indexOf(view.chosen) + by] ?? view.chosen;
}

/** @param {Archive} archive */
function selectYear(archive) {
  if (view.chosen < 0) return;
  const { year } = archive.years[archive.entry[view.chosen]];
  if (year !== null) change({ selection: [year, year + 1, null, null] });
}

/**
 * The first photo in the part of the chart that is shown, or of all if none is there.
 * @param {Archive} archive
 * @param {number} direction 1; or -1 for the last one
 */
function firstInView(archive, direction) {
  const [t0, t1, low, high] = view.range ?? [-Infinity, Infinity, -Infinity, Infinity];
  const { values } = archive.measures[view.measure];
  const isIn = (/** @type {number} */ photo) =>
    archive.time[photo] >= t0 && archive.time[photo] <= t1 && values[photo] >= low && values[photo] <= high;
  const found = lowestOf(archive, direction, isIn);
  return found < 0 ? lowestOf(archive, direction) : found;
}

/**
 * The photo with the lowest value in the first entry of `years` that has photos; or that with the highest in the last; -1
 * for none.
 * @param {Archive} archive
 * @param {number} direction 1 for the first entry, -1 for the last
 * @param {(photo: number) => boolean} [counts] whether a photo is looked at
 */
function lowestOf(archive, direction, counts = () => true) {
  const last = archive.years.length - 1;
  for (let i = direction > 0 ? 0 : last; i >= 0 && i <= last; i += direction) {
    const photos = photosByValue(archive, i).filter(counts);
    if (photos.length) return direction > 0 ? photos[0] : (photos.at(-1) ?? -1);
  }
  return -1;
}

/**
 * The photos of an entry of `years` that are shown, by value.
 * @param {Archive} archive
 * @param {number} entry
 */
function photosByValue(archive, entry) {
  const { year, first, end } = archive.years[entry];
  if (year === null && archive.dated.length && !view.undated) return [];
  const { values } = archive.measures[view.measure];
  const photos = Array.from({ length: end - first }, (_, i) => first + i);
  return photos.filter((i) => !Number.isNaN(values[i])).sort((a, b) => values[a] - values[b] || a - b);
}
