// The trend on the chart: medians, their intervals and quantiles; of all photos, or of each category.

import { shownTrends } from "./category-trends.js";
import { turnsOf } from "./circle.js";
import { shownTrend } from "./shown-trend.js";
import { ink } from "./text.js";

const POINT_ROOM = 7; // pixels a period and line, from which the medians are points

/**
 * Draw the middle half of all photos.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
export function drawMiddleHalf(surface, archive, view, layout) {
  if (shownTrends(archive, view)) return;
  const { window, trend } = shownTrend(archive, view);
  const style = { colour: ink("median"), opacity: 0.14 };
  for (const { q25, q75 } of turnsOf(archive.measures[view.measure], trend))
    drawBetween(surface, layout, window, q25, q75, style);
}

/**
 * Draw the interval of the median, in a colour of its own whatever lies below it; or each category's interval.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
export function drawIntervals(surface, archive, view, layout) {
  const trends = shownTrends(archive, view);
  const opacity = 0.3 / Math.max(1, (trends?.length ?? 0) / 3); // so that many bands don't hide each other
  const measure = archive.measures[view.measure];
  trends?.forEach(({ window, trend, ink }) => {
    for (const { lower, upper } of turnsOf(measure, trend))
      drawBetween(surface, layout, window, lower, upper, { colour: ink, opacity });
  });
  if (trends) return;
  const { window, trend } = shownTrend(archive, view);
  for (const { lower, upper } of turnsOf(measure, trend)) {
    drawBetween(surface, layout, window, lower, upper, { colour: ink("card"), opacity: 0.6 });
    drawBetween(surface, layout, window, lower, upper, { colour: ink("median"), opacity: 0.32 });
  }
}

/**
 * Draw the ends of the median's interval as lines, where pictures hide what is between them.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
export function drawIntervalEnds(surface, archive, view, layout) {
  if (shownTrends(archive, view)) return;
  const { window, trend } = shownTrend(archive, view);
  for (const { lower, upper } of turnsOf(archive.measures[view.measure], trend)) {
    for (const line of [...linesOf(layout, window, lower), ...linesOf(layout, window, upper)]) {
      surface.line(line, { colour: ink("card"), width: 3, opacity: 0.6 });
      surface.line(line, { colour: ink("median"), width: 1, opacity: 0.8 });
    }
  }
}

/**
 * Fill what is between two numbers of each period.
 * @param {Surface} surface
 * @param {Scales} scales
 * @param {TrendWindow} window
 * @param {Float64Array} lower
 * @param {Float64Array} upper
 * @param {{ colour: string, opacity: number }} style
 */
export function drawBetween(surface, { x, y }, window, lower, upper, style) {
  for (const stretch of stretches(window, lower)) {
    const line = (/** @type {Float64Array} */ numbers) => stretch.map(([time, i]) => pair(x(time), y(numbers[i])));
    surface.area([...line(lower), ...line(upper).reverse()], style);
  }
}

/**
 * Draw the medians, the ends of the middle half, and the 10 and 90 % quantiles; or each category's medians.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
export function drawLines(surface, archive, view, layout) {
  const trends = shownTrends(archive, view);
  const measure = archive.measures[view.measure];
  trends?.forEach(({ window, trend, ink }) => {
    for (const { median } of turnsOf(measure, trend)) drawMedians(surface, layout, window, median, ink, trends.length);
  });
  if (trends) return;
  const { window, trend } = shownTrend(archive, view);
  const colour = ink("median");
  for (const { q10, q25, median, q75, q90 } of turnsOf(measure, trend)) {
    for (const line of [...linesOf(layout, window, q25), ...linesOf(layout, window, q75)]) {
      surface.line(line, { colour: ink("card"), width: 2.5, opacity: 0.5 });
      surface.line(line, { colour, width: 0.9 });
    }
    for (const line of [...linesOf(layout, window, q10), ...linesOf(layout, window, q90)]) {
      surface.line(line, { colour: ink("card"), width: 3, opacity: 0.5 });
      surface.line(line, { colour, width: 1.25, dash: [4, 3] });
    }
    drawMedians(surface, layout, window, median, colour);
  }
}

/**
 * Draw medians, as points where there is room for them.
 * @param {Surface} surface
 * @param {Scales} scales
 * @param {TrendWindow} window
 * @param {Float64Array} medians
 * @param {string} colour
 * @param {number} [lines] how many lines the chart has: the points and edges of several hide each other
 */
export function drawMedians(surface, scales, window, medians, colour, lines = 1) {
  const { x, y } = scales;
  const pointed = x(window.length) - x(0) >= POINT_ROOM * lines;
  const edge = lines > 1 ? 2 : 2.5;
  for (const line of linesOf(scales, window, medians)) {
    const width = pointed ? 1.5 : lines > 1 ? 2 : 2.5;
    surface.line(line, { colour: ink("card"), width: width + edge });
    surface.line(line, { colour, width });
  }
  if (pointed) window.periods.forEach(({ time }, i) => drawPoint(surface, x(time), y(medians[i]), colour));
}

/**
 * The lines of a number over the periods.
 * @param {Scales} scales
 * @param {TrendWindow} window
 * @param {Float64Array} numbers
 */
export function linesOf({ x, y }, window, numbers) {
  return stretches(window, numbers).map((stretch) => stretch.map(([time, i]) => pair(x(time), y(numbers[i]))));
}

/**
 * Draw the median of a period.
 * @param {Surface} surface
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 */
function drawPoint(surface, x, y, colour) {
  if (Number.isNaN(y)) return;
  surface.line([pair(x - 3.5, y), pair(x + 3.5, y)], { colour: ink("card"), width: 7 });
  surface.line([pair(x - 2.5, y), pair(x + 2.5, y)], { colour, width: 5 });
}

/**
 * The periods with a number in stretches: the time and the position of each.  Those of a stretch are at most half a window
 * apart, so that no gap is bridged that is wider.  A stretch of one period gets its width.
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

/**
 * Hatch the periods that are left out where the mixture is held constant.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
export function drawLeftOut(surface, archive, view, { x, frame }) {
  if (shownTrends(archive, view)) return;
  const { window, trend } = shownTrend(archive, view);
  window.periods.forEach(({ time }, i) => {
    if (!trend.leftOut?.[i]) return;
    const [left, right] = [x(time - window.length / 2), x(time + window.length / 2)];
    for (let at = frame.top; at < frame.bottom; at += 8)
      surface.line([pair(left, at + 5), pair(right, at)], { colour: ink("rule"), width: 1.5 });
  });
}
