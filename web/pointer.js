// What a mouse or a finger does on the chart: point, select by dragging, zoom.

import { photoToPin } from "./pile.js";
import { followPinch } from "./pinch.js";
import { atDay } from "./time.js";
import { change, view } from "./view.js";
import { zoomBy } from "./zoom.js";

const SHORTEST_DRAG = 5; // CSS pixels; less is a click
const FEW_YEARS = 2; // in what is shown, from which on a rectangle takes whole years wherever days are known

let clicked = -1; // the photo that was clicked last

/**
 * Make pointing, clicking, dragging and zooming work on the chart's canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Chart} chart
 * @param {Archive} archive
 */
export function followPointer(canvas, chart, archive) {
  /** @type {Point | null} */
  let start = null;
  const pinch = followPinch(canvas, chart);
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = event.isPrimary ? pointOf(canvas, event) : null;
    if (!start) return chart.frameDrag(null); // a second finger
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (pinch.begun()) return;
    const at = pointOf(canvas, event);
    if (start && isDrag(start, at)) {
      chart.frameDrag(rangeBetween(chart.layout(), archive, start, at));
      return;
    }
    const photo = chart.near(...at);
    canvas.classList.toggle("over", photo >= 0);
    change({ pointed: photo });
  });
  canvas.addEventListener("pointerup", (event) => {
    const [from, at] = [start, pointOf(canvas, event)];
    start = null;
    if (!from) return;
    chart.frameDrag(null);
    if (isDrag(from, at)) change({ selection: rangeBetween(chart.layout(), archive, from, at), pointed: -1 });
    else if (hasYearAt(chart.layout(), archive, at))
      change({ selection: rangeBetween(chart.layout(), archive, at, at), pointed: -1 });
    else click(chart.near(...at));
  });
  canvas.addEventListener("pointercancel", () => {
    start = null;
    chart.frameDrag(null);
  });
  canvas.addEventListener("pointerleave", () => change({ pointed: -1 }));
  followWheel(canvas, chart);
}

/**
 * Zoom with Ctrl and the wheel; without Ctrl the page scrolls.
 * @param {HTMLCanvasElement} canvas
 * @param {Chart} chart
 */
function followWheel(canvas, chart) {
  const zoom = (/** @type {WheelEvent} */ event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomBy(chart, Math.exp(event.deltaY / 300), ...pointOf(canvas, event));
  };
  canvas.addEventListener("wheel", zoom, { passive: false });
}

/**
 * Where an event is on the canvas, in CSS pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {MouseEvent} event
 * @returns {Point}
 */
function pointOf(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

/**
 * The selection that a drag makes: whole years, since where photos are within them often means nothing; whole days, where
 * few years are shown and each photo's day is known; from below the axis, with all values.
 * @param {Layout} layout
 * @param {Archive} archive
 * @param {Point} from
 * @param {Point} to
 * @returns {ChartSelection}
 */
function rangeBetween(layout, archive, from, to) {
  const { frame } = layout;
  const timeAt = (/** @type {number} */ x) => layout.timeAt(Math.min(Math.max(x, frame.left), frame.right));
  const valueAt = (/** @type {number} */ y) => layout.valueAt(Math.min(Math.max(y, frame.top), frame.bottom));
  const [t0, t1] = [timeAt(Math.min(from[0], to[0])), timeAt(Math.max(from[0], to[0]))];
  const [first, last] = [Math.floor(t0), Math.max(Math.ceil(t1), Math.floor(t0) + 1)];
  if (from[1] > frame.bottom) return [first, last, null, null];
  const isFine = layout.range[1] - layout.range[0] < FEW_YEARS && knowsDays(archive, first, last);
  return [
    isFine ? atDay(t0, Math.floor) : first,
    isFine ? atDay(t1, Math.ceil) : last,
    valueAt(Math.max(from[1], to[1])),
    valueAt(Math.min(from[1], to[1])),
  ];
}

/**
 * Whether a point is below the axis, where a year has its bar.
 * @param {Layout} layout
 * @param {Archive} archive
 * @param {Point} at
 */
function hasYearAt({ frame, timeAt }, { dated }, [x, y]) {
  if (y <= frame.bottom || x < frame.left || x > frame.right) return false;
  return dated.some(({ year }) => year === Math.floor(timeAt(x)));
}

/**
 * Whether the day of each photo of some years is known.
 * @param {Archive} archive
 * @param {number} first
 * @param {number} end the year after them
 */
function knowsDays({ dated, days }, first, end) {
  const within = dated.filter(({ year }) => year >= first && year < end);
  return days !== null && within.every((entry) => days.subarray(entry.first, entry.end).every((count) => count === 1));
}

/**
 * @param {Point} from
 * @param {Point} to
 */
function isDrag(from, to) {
  return Math.hypot(to[0] - from[0], to[1] - from[1]) > SHORTEST_DRAG;
}

/**
 * Pin a photo, or another one at that position if it was clicked before; clear the selection if there is none.
 * @param {number} photo
 */
function click(photo) {
  const chosen = photoToPin(photo, photo === clicked);
  clicked = photo;
  change({ chosen: photo < 0 ? -1 : chosen, pointed: -1, selection: photo < 0 ? null : view.selection });
}
