// The chart: axes, photos, quantiles, and its margins.

import { drawPhotos, photosInView } from "./dots.js";
import { drawCounts, drawDistribution } from "./margins.js";
import { axisText, ink, tickText } from "./text.js";
import { spanOf } from "./time.js";

const POINT_ROOM = 7; // pixels a period, from which the medians are points

/**
 * Draw the chart, and return how its photos were drawn.
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
  // Below the photos: above them, its tint would read as their density.
  if (view.trend) surface.within(frame, () => drawMiddleHalf(surface, archive, view, layout));
  const { canvas, ...drawn } = drawPhotos(archive, view, layout, places, settings);
  surface.image(canvas, frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
  if (view.trend) {
    surface.within(frame, () => {
      drawInterval(surface, archive, view, layout);
      drawLines(surface, archive, view, layout);
    });
  }
  if (!photosInView(archive, view, layout, places)) drawNone(surface, frame);
  return drawn;
}

/**
 * Say that no photo is in view.
 * @param {Surface} surface
 * @param {Frame} frame
 */
function drawNone(surface, { left, top, right, bottom }) {
  const style = { colour: ink("quiet"), size: 14, align: /** @type {const} */ ("center") };
  surface.text("No photograph is in view", (left + right) / 2, (top + bottom) / 2, style);
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
function drawMiddleHalf(surface, archive, view, layout) {
  const { q25, q75 } = archive.measures[view.measure].trends[view.window];
  const style = { colour: ink("median"), opacity: 0.14 };
  for (const band of bands(archive, view, layout, q25, q75)) surface.area(band, style);
}

/**
 * Draw the interval of the median, in a colour of its own whatever lies below.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
function drawInterval(surface, archive, view, layout) {
  const { lower, upper } = archive.measures[view.measure].trends[view.window];
  for (const band of bands(archive, view, layout, lower, upper)) {
    surface.area(band, { colour: ink("card"), opacity: 0.6 });
    surface.area(band, { colour: ink("median"), opacity: 0.32 });
  }
}

/**
 * The outlines of the areas between two series of numbers.
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 * @param {Float64Array} lower
 * @param {Float64Array} upper
 */
function bands(archive, view, { x, y }, lower, upper) {
  return stretches(archive.windows[view.window], lower).map((stretch) => {
    const line = (/** @type {Float64Array} */ numbers) => stretch.map(([time, i]) => pair(x(time), y(numbers[i])));
    return [...line(lower), ...line(upper).reverse()];
  });
}

/**
 * Draw the medians, as points where there is room for them, the ends of the middle half, and the 10 and 90 % quantiles.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
function drawLines(surface, archive, view, { x, y }) {
  const trend = archive.measures[view.measure].trends[view.window];
  const window = archive.windows[view.window];
  const colour = ink("median");
  const lines = (/** @type {Float64Array} */ numbers) =>
    stretches(window, numbers).map((stretch) => stretch.map(([time, i]) => pair(x(time), y(numbers[i]))));
  for (const line of [...lines(trend.q25), ...lines(trend.q75)]) {
    surface.line(line, { colour: ink("card"), width: 2.5, opacity: 0.5 });
    surface.line(line, { colour, width: 0.9 });
  }
  for (const line of [...lines(trend.q10), ...lines(trend.q90)]) {
    surface.line(line, { colour: ink("card"), width: 3, opacity: 0.5 });
    surface.line(line, { colour, width: 1.25, dash: [4, 3] });
  }
  const pointed = x(window.length) - x(0) >= POINT_ROOM;
  for (const line of lines(trend.median)) {
    surface.line(line, { colour: ink("card"), width: 5 });
    surface.line(line, { colour, width: pointed ? 1.5 : 2.5 });
  }
  if (pointed) window.periods.forEach(({ time }, i) => drawPoint(surface, x(time), y(trend.median[i])));
}

/**
 * Draw the median of a period.
 * @param {Surface} surface
 * @param {number} x
 * @param {number} y
 */
function drawPoint(surface, x, y) {
  if (Number.isNaN(y)) return;
  for (const [half, colour] of /** @type {[number, string][]} */ ([
    [3.5, ink("card")],
    [2.5, ink("median")],
  ])) {
    surface.line([pair(x - half, y), pair(x + half, y)], { colour, width: 2 * half });
  }
}

/**
 * The periods with a number in stretches: the time and the place of each.  Those of a stretch are at most half a window
 * apart, so that no gap is bridged.  A stretch of one period gets its width.
 * @param {TrendWindow} window
 * @param {Float64Array} numbers
 */
export function stretches({ periods, width, length }, numbers) {
  /** @type {Point[][]} */
  const found = [];
  let before = -Infinity;
  periods.forEach(({ number, time }, i) => {
    if (Number.isNaN(numbers[i])) return;
    if (number - before > Math.max(1, (width - 1) / 2)) found.push([]);
    found[found.length - 1].push([time, i]);
    before = number;
  });
  return found.map((points) =>
    points.length > 1 ? points : [-0.4, 0.4].map((shift) => pair(points[0][0] + shift * length, points[0][1])),
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
