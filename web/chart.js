// The chart: axes, photos, trends, and its margins.

import { drawPhotos, photosInView } from "./dots.js";
import { drawCounts, drawDistribution } from "./margins.js";
import { drawNotes } from "./notes.js";
import { drawShares } from "./shares.js";
import { drawSpans } from "./spans.js";
import { axisText, axisTickText, ink } from "./text.js";
import { spanOf } from "./time.js";
import { drawIntervalEnds, drawIntervals, drawLeftOut, drawLines, drawMiddleHalf } from "./trend-lines.js";
import { vectorDots } from "./vector-dots.js";

/**
 * Draw the chart, and return how its photos were drawn.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 * @param {Positions} positions
 * @param {DrawSettings} settings
 */
export function drawChart(surface, archive, view, layout, positions, settings) {
  const { frame } = layout;
  drawGrid(surface, archive.measures[view.measure], layout);
  drawTitles(surface, archive, view, layout);
  if (view.trend) surface.within(frame, () => drawLeftOut(surface, archive, view, layout));
  drawCounts(surface, archive, view, layout);
  drawDistribution(surface, archive, view, layout);
  // Below the photos: above them, its tint would read as their density.
  const hasCodes = archive.measures[view.measure].codes.length > 0;
  if (view.trend && !hasCodes) surface.within(frame, () => drawMiddleHalf(surface, archive, view, layout));
  drawSpans(surface, archive, view, layout, positions);
  const { canvas, ...drawn } = drawPhotos(archive, view, layout, positions, settings);
  // Below pictures, which it would hide; above the density, which would hide it.
  const intervals = () => {
    if (hasCodes) drawShares(surface, archive, view, layout);
    else drawIntervals(surface, archive, view, layout);
  };
  if (view.trend && drawn.mark) surface.within(frame, intervals);
  const dots = surface.dots ? vectorDots(archive, view, layout, positions, settings, drawn, canvas) : null;
  if (dots) surface.within(frame, () => dots.forEach(({ points, ...style }) => surface.dots?.(points, style)));
  else surface.image(canvas, frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
  if (view.trend && !drawn.mark) surface.within(frame, intervals);
  else if (view.trend && !hasCodes) surface.within(frame, () => drawIntervalEnds(surface, archive, view, layout));
  if (view.trend && !hasCodes) surface.within(frame, () => drawLines(surface, archive, view, layout));
  surface.within(frame, () => drawNotes(surface, archive, layout));
  if (!photosInView(archive, view, layout, positions)) drawNone(surface, frame);
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
 * @param {Measure} measure
 * @param {Layout} layout
 */
function drawGrid(surface, measure, { frame, x, y, xTicks, yTicks, countsArea }) {
  const [grid, quiet] = [ink("grid"), ink("quiet")];
  const line = (/** @type {Point} */ from, /** @type {Point} */ to, colour = grid) =>
    surface.line([from, to], { colour });
  for (const tick of yTicks) {
    line([frame.left, y(tick)], [frame.right, y(tick)]);
    surface.text(axisTickText(measure, tick), frame.left - 8, y(tick), { colour: quiet, align: "right" });
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
