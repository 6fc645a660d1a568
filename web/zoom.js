// What part of the chart is shown: zooming, moving, and how far in it goes.

import { change, view } from "./view.js";

const LEAST_YEARS = 1; // shown at a time
const LEAST_DAYS = 31 / 365; // in years: likewise, where days are known
const LEAST_STEPS = 10; // of the measure

/**
 * Show `factor` times as much (less than 1: zoom in); the point (x, y) stays where it is.  Without a point, the chosen
 * photo stays where it is, or else the photo nearest to the centre, so that photos stay in view.
 * @param {Chart} chart
 * @param {number} factor
 * @param {number} [x]
 * @param {number} [y]
 */
export function zoomBy(chart, factor, x, y) {
  const [cx, cy] = x === undefined || y === undefined ? chart.centre() : [x, y];
  showRange(chart, rangeAbout(chart.nextLayout(), factor, [cx, cy], [cx, cy]));
}

/**
 * The range that shows `factor` times as much, and has at the point `to` what was at `from`.
 * @param {Layout} layout
 * @param {number} factor
 * @param {Point} from
 * @param {Point} to
 * @returns {ChartRange}
 */
export function rangeAbout({ frame, timeAt, valueAt }, factor, from, to) {
  const across = (/** @type {number} */ edge) => timeAt(from[0] + (edge - to[0]) * factor);
  const down = (/** @type {number} */ edge) => valueAt(from[1] + (edge - to[1]) * factor);
  return [across(frame.left), across(frame.right), down(frame.bottom), down(frame.top)];
}

/**
 * Move the part of the chart that is shown.
 * @param {Chart} chart
 * @param {number} across in widths of what is shown
 * @param {number} up in heights of it
 */
export function panBy(chart, across, up) {
  const { frame } = chart.nextLayout();
  if (!view.range) return;
  moveBy(chart, (frame.right - frame.left) * across, (frame.bottom - frame.top) * -up);
}

/**
 * Move what is shown by so many pixels, not beyond the chart's limits.
 * @param {Chart} chart
 * @param {number} dx
 * @param {number} dy
 */
function moveBy(chart, dx, dy) {
  const { frame, x, y, timeAt, valueAt } = chart.nextLayout();
  const [all0, all1, low, high] = chart.whole();
  const across = Math.min(Math.max(dx, x(all0) - frame.left), x(all1) - frame.right);
  const down = Math.min(Math.max(dy, y(high) - frame.top), y(low) - frame.bottom);
  const [t0, t1] = [timeAt(frame.left + across), timeAt(frame.right + across)];
  showRange(chart, [t0, t1, valueAt(frame.bottom + down), valueAt(frame.top + down)]);
}

/**
 * Move what is shown so far that a photo is in view.
 * @param {Archive} archive
 * @param {Chart} chart
 * @param {number} photo
 */
export function reveal(archive, chart, photo) {
  if (!view.range || photo < 0) return;
  const { frame, x, y } = chart.nextLayout();
  const [across, down] = [x(archive.time[photo]), y(archive.measures[view.measure].values[photo])];
  const beyond = (/** @type {number} */ at, /** @type {number} */ least, /** @type {number} */ most) =>
    at < least ? at - (least + most) / 2 : at > most ? at - (least + most) / 2 : 0;
  const [dx, dy] = [beyond(across, frame.left, frame.right), beyond(down, frame.top, frame.bottom)];
  if (dx || dy) moveBy(chart, dx, dy);
}

/**
 * Show that part of the chart, cut to the chart's limits, and no smaller than the smallest part.
 * @param {Chart} chart
 * @param {ChartSelection} selection
 */
export function showRange(chart, [t0, t1, v0, v1]) {
  const [all0, all1, low, high] = chart.whole();
  const { scaled, unscaled } = chart.nextLayout();
  const least = chart.least();
  const [from, to] = within(t0, t1, all0, all1, least.years);
  const middle = unscaled((scaled(v0 ?? low) + scaled(v1 ?? high)) / 2);
  const [down, up] = [v0 ?? low, v1 ?? high];
  const tooNear = up - down < least.values;
  const [bottom, top] = tooNear ? within(middle, middle, low, high, least.values) : within(down, up, low, high, 0);
  /** @type {ChartRange} */
  const range = [from, to, bottom, top];
  const all = from <= all0 && to >= all1 && bottom <= low && top >= high;
  change({ range: all ? null : range });
}

/**
 * The smallest part of the chart that is shown, in years and in values.
 * @param {Archive} archive
 */
export function leastRange({ measures, days }) {
  const { step, low, high } = measures[view.measure];
  return { years: days ? LEAST_DAYS : LEAST_YEARS, values: Math.min(LEAST_STEPS * step, high - low) };
}

/**
 * A span cut to limits; widened about its middle if it is shorter than `least`.
 * @param {number} from
 * @param {number} to
 * @param {number} low
 * @param {number} high
 * @param {number} least
 */
function within(from, to, low, high, least) {
  let [start, end] = [Math.max(from, low), Math.min(to, high)];
  if (end - start >= Math.min(least, high - low)) return [start, end];
  const half = Math.min(least, high - low) / 2;
  const middle = Math.min(Math.max((start + end) / 2, low + half), high - half);
  [start, end] = [middle - half, middle + half];
  return [start, end];
}
