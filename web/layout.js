// The chart's layout: frames, scales and ticks, in CSS pixels.

import { axisTickText, countText } from "./text.js";
import { middleOf, wholeTime } from "./time.js";

const LOW = 300; // CSS pixels: a chart that isn't higher has no counts of years
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * The layout of a chart of that size.
 * @param {Archive} archive
 * @param {View} view
 * @param {number} width
 * @param {number} height
 * @returns {Layout}
 */
export function layOut(archive, view, width, height) {
  const measure = archive.measures[view.measure];
  const narrow = width < 520;
  const hasCounts = height > LOW;
  const [top, bottom] = [12, height - (hasCounts ? 96 : 28)];
  const [t0, t1] = view.range ?? wholeTime(archive, view);
  const [v0, v1] = view.range?.slice(2) ?? [measure.low, measure.high];
  const yTicks = valueTicks(measure, v0, v1, (bottom - top) / 70);
  const labels = [
    ...yTicks.map((tick) => axisTickText(measure, tick)),
    countText(Math.max(0, ...archive.years.map(({ all }) => all))),
  ];
  const left = Math.max(narrow ? 50 : 60, 28 + Math.max(...labels.map(widthOf)));
  const frame = { left, top, right: width - (narrow ? 38 : 76), bottom };
  const scaled = measure.logarithmic ? Math.log : (/** @type {number} */ value) => value;
  const unscaled = measure.logarithmic ? Math.exp : (/** @type {number} */ value) => value;
  const [low, high] = [scaled(v0), scaled(v1)];
  const [wide, tall] = [frame.right - frame.left, frame.bottom - frame.top];
  return {
    width,
    height,
    frame,
    countsArea: hasCounts ? { top: bottom + 34, bottom: height - 18 } : { top: bottom, bottom },
    distributionArea: { left: frame.right + 10, right: width - 6 },
    range: [t0, t1, v0, v1],
    x: (time) => frame.left + ((time - t0) / (t1 - t0)) * wide,
    y: (value) => frame.bottom - ((scaled(value) / 2 - low / 2) / (high / 2 - low / 2)) * tall,
    timeAt: (x) => t0 + ((x - frame.left) / wide) * (t1 - t0),
    valueAt: (y) => {
      const part = (frame.bottom - y) / tall;
      return unscaled(low * (1 - part) + high * part); // high - low may overflow
    },
    scaled,
    unscaled,
    xTicks: timeTicks(archive, t0, t1, wide),
    yTicks,
  };
}

/**
 * The ticks of the measure's axis: its codes, powers of ten, or round numbers.
 * @param {Measure} measure
 * @param {number} low
 * @param {number} high
 * @param {number} wanted
 */
function valueTicks({ codes, logarithmic }, low, high, wanted) {
  if (codes?.length) return codes.map(([code]) => code).filter((code) => code >= low && code <= high);
  return logarithmic ? powers(low, high) : ticks(low, high, wanted);
}

/**
 * About how wide a number is in the chart's font.
 * @param {string} text
 */
function widthOf(text) {
  return [...text].reduce((sum, letter) => sum + (/[\dA-Za-z]/.test(letter) ? 7.7 : 4.5), 0);
}

/**
 * The ticks of the axis of time: in the middle of years; or of months, where dates have them and there is room.
 * @param {Archive} archive
 * @param {number} t0
 * @param {number} t1
 * @param {number} wide
 */
function timeTicks(archive, t0, t1, wide) {
  const step = archive.days ? [1, 2, 3, 6].find((months) => (wide / (t1 - t0) / 12) * months >= 44) : undefined;
  const isShown = (/** @type {number} */ year) => isYear(archive, year) && year + 0.5 >= t0 && year + 0.5 <= t1;
  let years = ticks(t0 - 0.5, t1 - 0.5, Math.max(2, wide / 80), 1).filter((year) => isYear(archive, year));
  if (years.length < 2) {
    const ends = [Math.ceil(t0 - 0.5), Math.floor(t1 - 0.5)].filter(isShown); // one year tells no scale
    if (new Set(ends).size > years.length) years = ends;
  }
  if (!step) return years.map((year) => ({ at: year + 0.5, text: String(year) }));
  const found = [];
  for (let year = Math.floor(t0); year < t1; year++) {
    for (let month = 0; month < 12 && isYear(archive, year); month += step) {
      const at = middleOf(year, month);
      if (at >= t0 && at <= t1) found.push({ at, year, text: month ? MONTHS[month] : String(year) });
    }
  }
  const [first] = found;
  if (first && !found.some(({ text, year }) => text === String(year))) first.text += ` ${first.year}`;
  return found;
}

/**
 * @param {Archive} archive
 * @param {number} year
 */
function isYear({ limits }, year) {
  return limits.length > 0 && year >= limits[0] && year < limits[1];
}

/**
 * About `wanted` round numbers from low to high, at least `least` apart.
 * @param {number} low
 * @param {number} high
 * @param {number} wanted
 * @param {number} [least]
 */
export function ticks(low, high, wanted, least = 0) {
  const raw = Math.max(high / wanted - low / wanted, Number.MIN_VALUE);
  const power = 10 ** Math.floor(Math.log10(raw)) || raw;
  const step = Math.max(([1, 2, 5, 10].find((n) => n * power >= raw * 0.999) ?? 10) * power, least);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.min(Math.floor(high / step + 1e-9) - first + 1, 60);
  if (!(count > 0)) return [];
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * Ticks of a logarithmic axis: powers of ten, with 2 and 5 times as much where there is room.
 * @param {number} low
 * @param {number} high
 */
function powers(low, high) {
  const wide = Math.log10(high / low) > 2.5;
  const marks = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high && marks.length < 60; power *= 10) {
    for (const n of wide ? [1] : [1, 2, 5]) if (n * power >= low && n * power <= high) marks.push(n * power);
  }
  return marks.length > 1 ? marks : ticks(low, high, 5);
}
