// What a mouse or a finger does on the chart: point, select by dragging, zoom.

import { openPhoto } from "./photo.js";
import { followPinch } from "./pinch.js";
import { change, view } from "./view.js";
import { zoomBy } from "./zoom.js";

const SHORTEST_DRAG = 5; // CSS pixels; less is a click

/**
 * Make pointing, clicking, dragging and zooming work on the chart's canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Chart} chart
 */
export function followPointer(canvas, chart) {
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
      chart.frameDrag(rangeBetween(chart.layout(), start, at));
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
    if (isDrag(from, at)) change({ selection: rangeBetween(chart.layout(), from, at), pointed: -1 });
    else click(chart.near(...at), event.pointerType);
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
 * The selection that a drag makes: from below the axis, whole years with all values.
 * @param {Layout} layout
 * @param {Point} from
 * @param {Point} to
 * @returns {ChartSelection}
 */
function rangeBetween(layout, from, to) {
  const { frame } = layout;
  const timeAt = (/** @type {number} */ x) => layout.timeAt(Math.min(Math.max(x, frame.left), frame.right));
  const valueAt = (/** @type {number} */ y) => layout.valueAt(Math.min(Math.max(y, frame.top), frame.bottom));
  const [t0, t1] = [timeAt(Math.min(from[0], to[0])), timeAt(Math.max(from[0], to[0]))];
  if (from[1] > frame.bottom) return [Math.floor(t0), Math.ceil(t1), null, null];
  return [t0, t1, valueAt(Math.max(from[1], to[1])), valueAt(Math.min(from[1], to[1]))];
}

/**
 * @param {Point} from
 * @param {Point} to
 */
function isDrag(from, to) {
  return Math.hypot(to[0] - from[0], to[1] - from[1]) > SHORTEST_DRAG;
}

/**
 * Choose a photo and open it, or clear the selection if there is none.
 * @param {number} photo
 * @param {string} pointerType
 */
function click(photo, pointerType) {
  change({ chosen: photo, selection: photo < 0 ? null : view.selection });
  if (photo >= 0 && pointerType !== "touch") openPhoto(photo); // a finger can't point first, so a tap only chooses
}
