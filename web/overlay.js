// Drawn over the chart: the selection, and the ring, the label and the years of a photo.

import { penOf } from "./surface.js";
import { ink, valueText, yearText } from "./text.js";
import { yearsOf } from "./time.js";
import { view } from "./view.js";
import { yearsText } from "./years-box.js";

const LABEL_SPACE = 44; // CSS pixels that a label needs above what it is of

/**
 * Clear the canvas and draw it all.
 * @param {HTMLCanvasElement} canvas
 * @param {Archive} archive
 * @param {Layout} layout
 * @param {Positions} positions
 * @param {ChartSelection | null} selection
 */
export function drawOverlay(canvas, archive, layout, positions, selection) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [layout.width, layout.height].map((size) => Math.round(size * ratio));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const pen = penOf(canvas);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, layout.width, layout.height);
  if (selection) drawSelection(pen, canvas, archive, layout, selection);
  for (const photo of new Set([view.chosen, view.pointed])) {
    if (photo >= 0 && !Number.isNaN(positions.xs[photo]))
      drawRing(pen, canvas, archive, layout, photo, positions.xs[photo], positions.ys[photo]);
  }
}

/**
 * Draw a selection, with its years where it is of whole ones.
 * @param {CanvasRenderingContext2D} pen
 * @param {HTMLCanvasElement} canvas
 * @param {Archive} archive
 * @param {Layout} layout
 * @param {ChartSelection} selection
 */
function drawSelection(pen, canvas, { dated }, layout, [t0, t1, v0, v1]) {
  const { frame, x, y } = layout;
  const [left, right] = [t0, t1].map((time) => Math.min(Math.max(x(time), frame.left), frame.right));
  const [top, bottom] =
    v0 === null || v1 === null
      ? [frame.top, frame.bottom]
      : [y(v1), y(v0)].map((at) => Math.min(Math.max(at, frame.top), frame.bottom));
  Object.assign(pen, { fillStyle: ink("lit-many"), strokeStyle: ink("lit-many"), lineWidth: 1.5, globalAlpha: 0.08 });
  pen.fillRect(left, top, right - left, bottom - top);
  pen.globalAlpha = 1;
  pen.strokeRect(left, top, right - left, bottom - top);
  if (!dated.length || !Number.isInteger(t0) || !Number.isInteger(t1) || right <= left) return;
  const [first, last] = [Math.max(t0, Number(dated[0].year)), Math.min(t1 - 1, Number(dated[dated.length - 1].year))];
  if (first <= last)
    drawLabel(pen, canvas, layout, yearsText(first, last), (left + right) / 2, frame.top + LABEL_SPACE);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {HTMLCanvasElement} canvas
 * @param {Archive} archive
 * @param {Layout} layout
 * @param {number} photo
 * @param {number} x
 * @param {number} y
 */
function drawRing(pen, canvas, archive, layout, photo, x, y) {
  const { frame } = layout;
  Object.assign(pen, { strokeStyle: ink("quiet"), lineWidth: 1 });
  pen.setLineDash([2, 3]);
  stroke(pen, [
    [x, y + 9],
    [x, frame.bottom],
  ]);
  pen.setLineDash([]);
  const { year, earliest, latest } = yearsOf(archive, photo);
  if (year !== null && earliest !== null && latest !== null && earliest < latest) {
    Object.assign(pen, { strokeStyle: ink("ink"), lineWidth: 2 });
    stroke(pen, [
      [layout.x(earliest), y],
      [layout.x(latest + 1), y],
    ]);
  }
  for (const { colour, width } of [
    { colour: "card", width: 5 },
    { colour: "ink", width: 2 },
  ]) {
    Object.assign(pen, { strokeStyle: ink(colour), lineWidth: width });
    pen.beginPath();
    pen.arc(x, y, 7, 0, 2 * Math.PI);
    pen.stroke();
  }
  const measure = archive.measures[view.measure];
  drawLabel(pen, canvas, layout, `${yearText(archive, photo)} · ${valueText(measure, measure.values[photo])}`, x, y);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {HTMLCanvasElement} canvas
 * @param {Layout} layout
 * @param {string} text
 * @param {number} x
 * @param {number} y
 */
function drawLabel(pen, canvas, { width }, text, x, y) {
  pen.font = `600 12px ${getComputedStyle(canvas).fontFamily}`;
  const wide = pen.measureText(text).width + 16;
  const left = Math.min(Math.max(x - wide / 2, 2), width - wide - 2);
  const top = y >= LABEL_SPACE ? y - 40 : y + 16;
  pen.fillStyle = ink("ink");
  pen.beginPath();
  pen.roundRect(left, top, wide, 24, 5);
  pen.fill();
  Object.assign(pen, { fillStyle: ink("card"), textBaseline: "middle", textAlign: "left" });
  pen.fillText(text, left + 8, top + 12.5);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Point[]} points
 */
function stroke(pen, points) {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.stroke();
}
