// A small histogram of a measure, of the photos that pass all conditions but its own.

import { isInRange } from "./filter.js";
import { penOf } from "./surface.js";
import { ink } from "./text.js";
import { view } from "./view.js";

const BARS = 60;

/**
 * Where values are on a measure's axis, from 0 to 1, and the reverse.
 * @param {Measure} measure
 */
export function scaleOf({ low, high, logarithmic }) {
  const [scaled, unscaled] = logarithmic ? [Math.log, Math.exp] : [Number, Number];
  const [v0, v1] = [scaled(low), scaled(high)];
  return {
    part: (/** @type {number} */ value) => (scaled(value) / 2 - v0 / 2) / (v1 / 2 - v0 / 2),
    value: (/** @type {number} */ part) => unscaled(v0 * (1 - part) + v1 * part),
  };
}

/**
 * Draw how many photos that pass all other conditions have which values.
 * @param {HTMLCanvasElement} canvas
 * @param {Archive} archive
 * @param {Measure} measure
 * @param {MeasureRange | undefined} range
 * @param {Uint8Array} failed
 */
export function drawHistogram(canvas, archive, measure, range, failed) {
  const [inside, outside] = [new Float64Array(BARS), new Float64Array(BARS)];
  const { part } = scaleOf(measure);
  const { values } = measure;
  for (let i = 0; i < archive.count; i++) {
    const value = values[i];
    if (Number.isNaN(value) || (!view.duplicates && archive.duplicate?.[i])) continue;
    const within = !range || isInRange(value, range.low, range.high);
    if (failed[i] > (within ? 0 : 1)) continue;
    (within ? inside : outside)[Math.min(BARS - 1, Math.max(0, Math.floor(part(value) * BARS)))]++;
  }
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
  Object.assign(canvas, { width, height });
  const pen = penOf(canvas);
  const most = Math.max(1, ...inside.map((count, i) => count + outside[i]));
  const [first, last] = [ink("bar"), ink("dot")];
  for (let i = 0; i < BARS; i++) {
    const [x, wide] = [(i * width) / BARS, width / BARS - 0.5 * ratio];
    const [below, above] = [inside[i], outside[i]].map((count) => count && Math.max(ratio, (count / most) * height));
    pen.fillStyle = last;
    pen.fillRect(x, height - below, wide, below);
    pen.fillStyle = first;
    pen.fillRect(x, height - below - above, wide, above);
  }
  if (!range) return;
  pen.fillStyle = ink("lit-many");
  for (const limit of [range.low, range.high]) pen.fillRect(part(limit) * width - ratio, 0, 2 * ratio, height);
}
