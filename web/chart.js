// The chart: axes, photos, quantiles, and its margins.

import { drawPhotos } from "./dots.js";
import { drawCounts, drawDistribution } from "./margins.js";
import { axisText, ink, tickText } from "./text.js";
import { middleOf, spanOf } from "./time.js";

/**
 * Draw the chart.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 * @param {Places} places
 * @param {DrawSettings} settings
 */
export function drawChart(surface, archive, view, layout, places, settings) {
  const { frame } = layout;
  drawGrid(surface, layout);
  drawTitles(surface, archive, view, layout);
  drawCounts(surface, archive, view, layout);
  drawDistribution(surface, archive, view, layout);
  const { canvas, marks } = drawPhotos(archive, view, layout, places, settings);
  const band = () => surface.within(frame, () => drawBand(surface, archive, view, layout));
  if (view.trend && marks) band(); // below the marks, so that it doesn't tint them
  surface.image(canvas, frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
  if (view.trend && !marks) band();
  if (view.trend) surface.within(frame, () => drawLines(surface, archive, view, layout));
}

/**
 * Draw the grid, and the labels of its lines.
 * @param {Surface} surface
 * @param {Layout} layout
 */
function drawGrid(surface, { frame, x, y, xTicks, yTicks, countsArea }) {
  const [grid, quiet] = [ink("grid"), ink("quiet")];
  const line = (/** @type {Point} */ from, /** @type {Point} */ to, colour = grid) =>
    surface.line([from, to], { colour });
  for (const tick of yTicks) {
    line([frame.left, y(tick)], [frame.right, y(tick)]);
    surface.text(tickText(tick), frame.left - 8, y(tick), { colour: quiet, align: "right" });
  }
  for (const tick of xTicks) {
    const at = x(tick.at);
    line([at, frame.top], [at, frame.bottom]);
    surface.text(tick.text, at, frame.bottom + 15, { colour: quiet, align: "center" });
  }
  line([frame.left, countsArea.bottom], [frame.right, countsArea.bottom], ink("rule"));
}

/**
 * Draw the title of the measure's axis, and mark the strip of photos without a year.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
function drawTitles(surface, archive, view, { frame, x }) {
  const colour = ink("quiet");
  const most = frame.bottom - frame.top;
  const title = axisText(archive.measures[view.measure]);
  surface.text(title, 9, (frame.top + frame.bottom) / 2, { colour, align: "center", turned: true, most });
  if (!archive.undated || !(view.undated || !archive.dated.length)) return;
  const [start, end] = spanOf(archive, null);
  const at = x((start + end) / 2);
  if (at > frame.left && at < frame.right) surface.text("no year", at, frame.bottom + 15, { colour, align: "center" });
}

/**
 * Draw the middle half.
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
 * Draw the median, and the 10 and 90 % quantiles.
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
 * The years (or months) with a median in stretches, which end where the windows of two of them don't overlap.  A stretch
 * of one gets its width.
 * @param {Archive} archive
 * @param {Float64Array} median
 */
function stretches({ dated, months, window }, median) {
  const points = months ?? dated.map(({ year }) => year);
  const width = months ? 1 / 12 : 1;
  /** @type {Point[][]} */
  const found = [];
  let before = -Infinity;
  points.forEach((point, i) => {
    if (Number.isNaN(median[i])) return;
    if (point - before > 2 * window) found.push([]);
    found[found.length - 1].push([months ? middleOf(Math.floor(point / 12), point % 12) : point + 0.5, i]);
    before = point;
  });
  return found.map((years) =>
    years.length > 1 ? years : [-0.4, 0.4].map((shift) => pair(years[0][0] + shift * width, years[0][1])),
  );
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {Point}
 */
function pair(x, y) {
  return [x, y];
}
