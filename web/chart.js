// The chart on any surface: photos, quantiles, axes, and in the margins counts and distribution.

import { drawPhotos, eachCell } from "./dots.js";
import { axisText, countText, ink, tickText } from "./text.js";
import { spanOf } from "./time.js";

/**
 * Draw all of it; `settings` are those of `drawPhotos`.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 * @param {Places} places
 * @param {DrawSettings} settings
 */
export function drawChart(surface, archive, view, layout, places, settings) {
  const { frame } = layout;
  drawAxes(surface, archive, view, layout);
  drawCounts(surface, archive, view, layout);
  drawDistribution(surface, archive, view, layout);
  const { canvas, marks } = drawPhotos(archive, view, layout, places, settings);
  const band = () => surface.within(frame, () => drawBand(surface, archive, view, layout));
  if (view.trend && marks) band(); // below, so that it doesn't tint the photos' colours
  surface.image(canvas, frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
  if (view.trend && !marks) band();
  if (view.trend) surface.within(frame, () => drawLines(surface, archive, view, layout));
}

/**
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
function drawAxes(surface, archive, view, { frame, x, y, xTicks, yTicks, below }) {
  const [grid, quiet] = [ink("grid"), ink("quiet")];
  for (const tick of yTicks) {
    surface.line(
      [
        [frame.left, y(tick)],
        [frame.right, y(tick)],
      ],
      { colour: grid },
    );
    surface.text(tickText(tick), frame.left - 8, y(tick), { colour: quiet, align: "right" });
  }
  for (const tick of xTicks) {
    const at = x(tick + 0.5);
    surface.line(
      [
        [at, frame.top],
        [at, frame.bottom],
      ],
      { colour: grid },
    );
    surface.text(String(tick), at, frame.bottom + 15, { colour: quiet, align: "center" });
  }
  const words = axisText(archive.measures[view.measure]);
  surface.text(words, 9, (frame.top + frame.bottom) / 2, {
    colour: quiet,
    align: "center",
    turned: true,
    most: frame.bottom - frame.top,
  });
  if (archive.undated && (view.undated || !archive.dated.length)) {
    const [start, end] = spanOf(archive, null);
    const at = x((start + end) / 2);
    if (at > frame.left && at < frame.right)
      surface.text("no year", at, frame.bottom + 15, { colour: quiet, align: "center" });
  }
  surface.line(
    [
      [frame.left, below.bottom],
      [frame.right, below.bottom],
    ],
    { colour: ink("rule") },
  );
}

/**
 * The middle half.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
function drawBand(surface, archive, view, { x, y }) {
  const { quantiles } = archive.measures[view.measure];
  for (const stretch of stretches(archive, quantiles[2])) {
    const line = (/** @type {number} */ q) => stretch.map(([time, i]) => pair(x(time), y(quantiles[q][i])));
    surface.area([...line(1), ...line(3).reverse()], { colour: ink("median"), opacity: 0.14 });
  }
}

/**
 * The tenths and the median.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
function drawLines(surface, archive, view, { x, y }) {
  const { quantiles } = archive.measures[view.measure];
  const colour = ink("median");
  for (const stretch of stretches(archive, quantiles[2])) {
    const line = (/** @type {number} */ q) => stretch.map(([time, i]) => pair(x(time), y(quantiles[q][i])));
    for (const q of [0, 4]) {
      surface.line(line(q), { colour: ink("card"), width: 3, opacity: 0.5 });
      surface.line(line(q), { colour, width: 1.25, dash: [4, 3] });
    }
    surface.line(line(2), { colour: ink("card"), width: 5 });
    surface.line(line(2), { colour, width: 2.5 });
  }
}

/**
 * The years in runs, cut where windows share no year; a lone year becomes as wide as it is.
 * @param {Archive} archive
 * @param {Float64Array} median
 */
function stretches({ dated, window }, median) {
  /** @type {Point[][]} */
  const runs = [];
  let before = -Infinity;
  dated.forEach(({ year }, i) => {
    if (Number.isNaN(median[i])) return;
    if (year - before > 2 * window) runs.push([]);
    runs[runs.length - 1].push([year + 0.5, i]);
    before = year;
  });
  return runs.map((run) => (run.length > 1 ? run : [-0.4, 0.4].map((aside) => pair(run[0][0] + aside, run[0][1]))));
}

/**
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
function drawCounts(surface, archive, view, { frame, x, below, range }) {
  const shown = archive.years.filter(({ year }) => {
    const [start, end] = spanOf(archive, year);
    return end > range[0] && start < range[1] && (year !== null || view.undated);
  });
  const most = Math.max(1, ...shown.map(({ all, year }) => (year === null && shown.length > 1 ? 0 : all)));
  const colour = ink("bar");
  surface.within({ ...frame, top: below.top - 2, bottom: below.bottom }, () => {
    for (const { year, all } of shown) {
      const [from, to] = spanOf(archive, year).map(x);
      const gap = Math.min(1, (to - from) * 0.12);
      const top = below.bottom - Math.min(1, all / most) * (below.bottom - below.top);
      surface.area(
        [
          [from + gap, below.bottom],
          [from + gap, top],
          [to - gap, top],
          [to - gap, below.bottom],
        ],
        { colour },
      );
    }
  });
  const quiet = ink("quiet");
  surface.text(countText(most), frame.left - 8, below.top + 4, { colour: quiet, align: "right" });
  surface.text("photos", frame.left - 8, below.bottom - 18, { colour: quiet, align: "right", size: 11 });
  surface.text("a year", frame.left - 8, below.bottom - 6, { colour: quiet, align: "right", size: 11 });
}

/**
 * How the values of what is in view are spread, beside the axis that they are on.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
function drawDistribution(surface, archive, view, layout) {
  const { frame, beside, y } = layout;
  const rows = 90;
  const counts = new Float64Array(rows);
  const rowOf = (/** @type {number} */ value) =>
    Math.min(rows - 1, Math.max(0, Math.floor(((frame.bottom - y(value)) / (frame.bottom - frame.top)) * rows)));
  countValues(archive, view, layout, (value, count) => (counts[rowOf(value)] += count));
  let smooth = counts;
  const few = counts.reduce((sum, count) => sum + count) < 1000;
  for (let round = 0; round < (few ? 12 : 1); round++) {
    smooth = smooth.map((count, i, all) => (2 * count + (all[i - 1] ?? count) + (all[i + 1] ?? count)) / 4);
  }
  const most = Math.max(...smooth);
  if (!most) return;
  const at = (/** @type {number} */ i) =>
    pair(
      beside.left + (smooth[i] / most) * (beside.right - beside.left),
      frame.bottom - ((i + 0.5) / rows) * (frame.bottom - frame.top),
    );
  const outline = Array.from(smooth, (_, i) => at(i));
  surface.area([[beside.left, frame.bottom], ...outline, [beside.left, frame.top]], { colour: ink("bar") });
}

/**
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 * @param {(value: number, count: number) => void} see
 */
function countValues(archive, view, layout, see) {
  const measure = archive.measures[view.measure];
  const [t0, t1, v0, v1] = layout.range;
  if (measure.counts) {
    eachCell(archive, view, layout, (count, [, , low, high]) => see((low + high) / 2, count));
    return;
  }
  const { time } = archive;
  const { values } = measure;
  for (let i = 0; i < archive.count; i++) {
    if (time[i] >= t0 && time[i] <= t1 && values[i] >= v0 && values[i] <= v1) see(values[i], 1);
  }
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {Point}
 */
function pair(x, y) {
  return [x, y];
}
