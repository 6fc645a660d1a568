// The chart's margins: how many photos each year has, and how the values are distributed.

import { eachCell } from "./dots.js";
import { countText, ink } from "./text.js";
import { spanOf } from "./time.js";
import { yearCounts, zeroCounts } from "./year-counts.js";

/**
 * Draw how many photos each year has, below the axis of time.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
export function drawCounts(surface, archive, view, { frame, x, countsArea, range }) {
  if (countsArea.top === countsArea.bottom) return;
  const shown = yearCounts(archive).filter(({ year }) => {
    const [start, end] = spanOf(archive, year);
    return end > range[0] && start < range[1] && (year !== null || view.undated);
  });
  const most = Math.max(1, ...shown.map(({ all, year }) => (year === null && shown.length > 1 ? 0 : all)));
  const bar = (/** @type {YearCount} */ { year, all }, /** @type {string} */ colour) => {
    const [from, to] = spanOf(archive, year).map(x);
    const gap = Math.min(1, (to - from) * 0.12);
    const top = countsArea.bottom - Math.min(1, all / most) * (countsArea.bottom - countsArea.top);
    const corners = /** @type {Point[]} */ ([
      [from + gap, countsArea.bottom],
      [from + gap, top],
      [to - gap, top],
      [to - gap, countsArea.bottom],
    ]);
    surface.area(corners, { colour });
  };
  const [colour, zeroColour] = [ink("bar"), ink("zero")];
  const zeros = zeroCounts(archive, archive.measures[view.measure]);
  surface.within({ ...frame, top: countsArea.top - 2, bottom: countsArea.bottom }, () => {
    for (const count of shown) bar(count, colour);
    for (const count of zeros) if (count.year !== null || view.undated) bar(count, zeroColour);
  });
  const quiet = ink("quiet");
  surface.text(countText(most < 10 ? most : Math.round(most)), frame.left - 8, countsArea.top + 4, {
    colour: quiet,
    align: "right",
  });
  surface.text("photos", frame.left - 8, countsArea.bottom - 18, { colour: quiet, align: "right", size: 11 });
  surface.text("a year", frame.left - 8, countsArea.bottom - 6, { colour: quiet, align: "right", size: 11 });
}

/**
 * Draw the distribution of the values in view, at the right of the chart.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
export function drawDistribution(surface, archive, view, layout) {
  const { frame, distributionArea, y } = layout;
  const rows = 90;
  const counts = new Float64Array(rows);
  const rowOf = (/** @type {number} */ value) =>
    Math.min(rows - 1e-6, Math.max(0, ((frame.bottom - y(value)) / (frame.bottom - frame.top)) * rows));
  countValues(archive, view, layout, (low, high, count) => {
    const [from, to] = [rowOf(low), rowOf(high)];
    const first = Math.floor(from);
    for (let row = first; row <= to; row++) {
      // A bin's photos are anywhere in it: each row gets its share.
      const share = to > from ? (Math.min(to, row + 1) - Math.max(from, row)) / (to - from) : 1;
      counts[row] += count * share;
    }
  });
  let smooth = counts;
  const few = counts.reduce((sum, count) => sum + count) < 1000;
  for (let round = 0; round < (few ? 12 : 1); round++) {
    smooth = smooth.map((count, i, all) => (2 * count + (all[i - 1] ?? count) + (all[i + 1] ?? count)) / 4);
  }
  const most = Math.max(...smooth);
  if (!most) return;
  const at = (/** @type {number} */ i) =>
    /** @type {Point} */ ([
      distributionArea.left + (smooth[i] / most) * (distributionArea.right - distributionArea.left),
      frame.bottom - ((i + 0.5) / rows) * (frame.bottom - frame.top),
    ]);
  const outline = Array.from(smooth, (_, i) => at(i));
  surface.area([[distributionArea.left, frame.bottom], ...outline, [distributionArea.left, frame.top]], {
    colour: ink("bar"),
  });
}

/**
 * Visit the values in view, or the bins of values, and how many photos have each.
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 * @param {(low: number, high: number, count: number) => void} see
 */
function countValues(archive, view, layout, see) {
  const measure = archive.measures[view.measure];
  const [t0, t1, v0, v1] = layout.range;
  if (measure.counts) {
    eachCell(archive, view, layout, (count, _t0, _t1, low, high) => see(low, high, count));
    return;
  }
  const { time } = archive;
  const { values } = measure;
  for (let i = 0; i < archive.count; i++) {
    if (time[i] >= t0 && time[i] <= t1 && values[i] >= v0 && values[i] <= v1) see(values[i], values[i], 1);
  }
}
