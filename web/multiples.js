// Small multiples: a small plot for each category that photos are coloured by, all on one scale.  Each has its photos,
// its medians with their interval, and the medians of all photos for comparison.

import { rgbOf } from "./categories.js";
import { categoryTrends, medianOfAll } from "./category-trends.js";
import { drawBetween, drawMedians, linesOf } from "./trend-lines.js";
import { turnsOf } from "./circle.js";
import { colouringOf } from "./colourings.js";
import { addDot, discOf, emptyCover, paletteOf, toned } from "./density.js";
import { whyNotComputed } from "./held-change.js";
import { BEING_COMPUTED, laterChange } from "./later-change.js";
import { ticks } from "./layout.js";
import { drawPlot } from "./plots.js";
import { changeText } from "./slope-interval.js";
import { penOf } from "./surface.js";
import { byId, element, ink, photosText, tickText, valueText } from "./text.js";
import { wholeTime } from "./time.js";
import { view } from "./view.js";

export const MULTIPLE_HEIGHT = 150; // CSS pixels
const MOST_AS_SHAPES = 20000; // dots

/**
 * How many photos a category has, and their median.
 * @param {Archive} archive
 * @param {CategoryTrend} of
 */
export function sentenceOf(archive, { window, exact }) {
  return exact === null ? medianText(archive, window, archive.measures[view.measure]) : photosText(exact);
}

/**
 * Draw the plots, or hide them.
 * @param {Archive} archive
 */
export function showMultiples(archive) {
  const trends = categoryTrends(archive, view);
  byId("multiples-choice").hidden = !trends;
  byId("multiples").checked = view.multiples;
  const list = byId("small-multiples");
  list.hidden = !trends || !view.multiples;
  if (list.hidden) return void list.replaceChildren();
  const plots = (trends ?? []).map((trend) => plotOf(archive, trend));
  list.replaceChildren(...plots);
  plots.forEach((plot, i) => {
    const trend = /** @type {any} */ (trends)[i];
    drawPlot(plot.querySelector("canvas"), MULTIPLE_HEIGHT, (surface, width, ratio) =>
      drawMultiple(surface, width, ratio, archive, trend),
    );
  });
}

/**
 * A plot with its caption, not drawn yet.
 * @param {Archive} archive
 * @param {CategoryTrend} of
 * @returns {HTMLElement}
 */
function plotOf(archive, of) {
  const { text, ink } = of;
  const measure = archive.measures[view.measure];
  const sentence = sentenceOf(archive, of);
  const dot = element("i", { className: "dot" });
  dot.style.background = ink;
  const canvas = element("canvas", { role: "img" });
  canvas.setAttribute("aria-label", `${measure.label} of ${text} over the years: ${sentence}`);
  const title = element("b", {}, dot, element("bdi", {}, text));
  const change = element("span", {});
  const show = () => (change.textContent = categoryChange(archive, of, show));
  show();
  return element("figure", {}, element("figcaption", {}, title, element("span", {}, sentence), change), canvas);
}

/**
 * How a category's yearly medians change, with the interval; "" for a measure without slopes, and of a sample.
 * @param {Archive} archive
 * @param {CategoryTrend} of
 * @param {() => void} show called when it is computed
 * @returns {string}
 */
export function categoryChange(archive, { code }, show) {
  const measure = archive.measures[view.measure];
  if (measure.circular || archive.sampled) return "";
  const why = whyNotComputed(archive, measure);
  if (why) return `no slope: ${why}`;
  const yearly = categoryTrends(archive, { ...view, window: 0 })?.find((other) => other.code === code);
  return yearly ? (laterChange(yearly, () => changeText(yearly.window, measure), show) ?? BEING_COMPUTED) : "";
}

/**
 * How many photos a category has, and their median.
 * @param {Archive} archive
 * @param {TrendWindow} window with the category's photos
 * @param {Measure} measure
 */
function medianText(archive, window, measure) {
  const { photos, median, lower, upper } = medianOfAll(window, measure);
  const value = (/** @type {number} */ number) => valueText(measure, number);
  const isUnknown = Number.isNaN(lower) || Boolean(archive.clusters); // of ranks, it would be too narrow
  const interval = isUnknown ? "" : ` (95 %: ${value(lower)} to ${value(upper)})`;
  const sample = archive.sampled ? " of the sample" : "";
  return `${photosText(photos)}${sample}${photos ? `, median ${value(median)}${interval}` : ""}`;
}

/**
 * @param {Surface} surface
 * @param {number} width
 * @param {number} ratio device pixels a CSS pixel
 * @param {Archive} archive
 * @param {CategoryTrend} of
 */
export function drawMultiple(surface, width, ratio, archive, { ink: colour, code, window, trend }) {
  const scales = scalesOf(archive, width);
  const { frame } = scales;
  drawAxes(surface, archive, scales);
  const measure = archive.measures[view.measure];
  surface.within(frame, () => {
    for (const { lower, upper } of turnsOf(measure, trend))
      drawBetween(surface, scales, window, lower, upper, { colour, opacity: 0.35 });
  });
  drawDots(surface, archive, scales, code, colour, ratio); // above the band, which would hide them
  surface.within(frame, () => {
    for (const { median } of turnsOf(measure, measure.trends[view.window]))
      for (const line of linesOf(scales, archive.windows[view.window], median))
        surface.line(line, { colour: ink("ink"), width: 1 });
    for (const { median } of turnsOf(measure, trend)) drawMedians(surface, scales, window, median, colour);
  });
}

/**
 * The scales of a small plot: all years, and the whole axis of the measure.
 * @param {Archive} archive
 * @param {number} width
 */
function scalesOf(archive, width) {
  const { low, high, logarithmic } = archive.measures[view.measure];
  const [t0, t1] = wholeTime(archive, view);
  const frame = { left: 44, top: 6, right: width - 4, bottom: MULTIPLE_HEIGHT - 20 };
  const scaled = logarithmic ? Math.log : (/** @type {number} */ value) => value;
  const [v0, v1] = [scaled(low), scaled(high)];
  return {
    frame,
    x: (/** @type {number} */ time) => frame.left + ((time - t0) / (t1 - t0)) * (frame.right - frame.left),
    y: (/** @type {number} */ value) =>
      frame.bottom - ((scaled(value) / 2 - v0 / 2) / (v1 / 2 - v0 / 2)) * (frame.bottom - frame.top),
  };
}

/**
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {Scales & { frame: Frame }} scales
 */
function drawAxes(surface, archive, { frame, x, y }) {
  const { low, high, logarithmic } = archive.measures[view.measure];
  const [grid, quiet] = [ink("grid"), ink("quiet")];
  for (const tick of logarithmic ? [low, high] : ticks(low, high, 2)) {
    surface.line([[frame.left, y(tick)], [frame.right, y(tick)]], { colour: grid }); // prettier-ignore
    const text = tickText(logarithmic ? Number(tick.toPrecision(2)) : tick);
    surface.text(text, frame.left - 6, y(tick), { colour: quiet, align: "right", size: 11 });
  }
  const [t0, t1] = wholeTime(archive, view);
  const years = archive.dated.length ? ticks(t0 - 0.5, t1 - 0.5, Math.max(1, (frame.right - frame.left) / 80), 1) : [];
  for (const year of years) {
    surface.line([[x(year + 0.5), frame.top], [x(year + 0.5), frame.bottom]], { colour: grid }); // prettier-ignore
    const at = Math.min(x(year + 0.5), frame.right - 10); // within the plot
    surface.text(String(year), at, frame.bottom + 11, { colour: quiet, align: "center", size: 11 });
  }
}

/**
 * Draw the photos of a category as dots, with more ink where there are more.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {Scales & { frame: Frame }} scales
 * @param {number} code
 * @param {string} colour
 * @param {number} ratio
 */
function drawDots(surface, archive, { frame, x, y }, code, colour, ratio) {
  const codes = colouringOf(view.colour)?.categories?.(archive)?.codes;
  const { values } = archive.measures[view.measure];
  /** @type {Point[]} */
  const points = [];
  for (let i = 0; i < archive.count; i++) {
    if (codes?.[i] !== code || Number.isNaN(values[i])) continue;
    if (archive.years[archive.entry[i]].year === null && archive.dated.length && !view.undated) continue;
    points.push([x(archive.time[i]), y(values[i])]);
  }
  if (surface.dots && archive.count <= MOST_AS_SHAPES)
    return surface.dots(points, { colour, opacity: 0.5, radius: 0.75 });
  const [width, height] = [frame.right - frame.left, frame.bottom - frame.top].map((n) => Math.round(n * ratio));
  const cover = emptyCover(width, height);
  const disc = discOf(0.75 * ratio);
  for (const [left, top] of points) addDot(cover, disc, (left - frame.left) * ratio, (top - frame.top) * ratio);
  const pale = rgbOf(colour).map((part, band) => Math.round((part + rgbOf(ink("card"))[band]) / 2));
  const hex = `#${pale.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  penOf(canvas).putImageData(toned(cover, paletteOf([hex, colour]), 0.6).image, 0, 0);
  surface.image(canvas, frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
}
