// Pointing, selecting by dragging, zooming: what a mouse or a finger does on the chart.

import { change, view } from "./view.js";
import { openPhoto } from "./photo.js";

const A_DRAG = 5; // CSS pixels; less is a click

/** `chart` tells the layout and the photo that is near a place, and draws the frame of a drag. */
export function followPointer(canvas, chart) {
  let start = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = place(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const at = place(event);
    if (start && isDrag(start, at)) {
      chart.frameDrag(rangeBetween(chart.layout(), start, at));
      return;
    }
    const photo = chart.near(...at);
    canvas.classList.toggle("over", photo >= 0);
    change({ pointed: photo });
  });
  canvas.addEventListener("pointerup", (event) => {
    const [from, at] = [start, place(event)];
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
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page's own scrolling
      event.preventDefault();
      zoomBy(chart, Math.exp(event.deltaY / 300), ...place(event));
    },
    { passive: false },
  );
}

/** Show `factor` times as much (less than 1: zoom in), keeping what is at (x, y) where it is. */
export function zoomBy(chart, factor, x, y) {
  const layout = chart.layout();
  const { frame } = layout;
  const [cx, cy] = [x ?? (frame.left + frame.right) / 2, y ?? (frame.top + frame.bottom) / 2];
  const times = [frame.left, frame.right].map((edge) => layout.timeAt(cx + (edge - cx) * factor));
  const values = [frame.bottom, frame.top].map((edge) => layout.valueAt(cy + (edge - cy) * factor));
  showRange(chart, [...times, ...values]);
}

/** Move what is shown by parts of its size. */
export function panBy(chart, across, up) {
  const layout = chart.layout();
  const { frame } = layout;
  const [dx, dy] = [(frame.right - frame.left) * across, (frame.bottom - frame.top) * up];
  const times = [frame.left, frame.right].map((edge) => layout.timeAt(edge + dx));
  const values = [frame.bottom, frame.top].map((edge) => layout.valueAt(edge - dy));
  if (view.range) showRange(chart, [...times, ...values]);
}

/** Show that part of the chart, as far as there is one; all of it where it takes in all. */
export function showRange(chart, [t0, t1, v0, v1]) {
  const [all0, all1, low, high] = chart.whole();
  const range = [Math.max(t0, all0), Math.min(t1, all1), Math.max(v0 ?? low, low), Math.min(v1 ?? high, high)];
  const some = range[0] < range[1] && range[2] < range[3];
  const all = range[0] <= all0 && range[1] >= all1 && range[2] <= low && range[3] >= high;
  if (some && range[1] - range[0] > 1e-3) change({ range: all ? null : range });
}

/** What was dragged over; below the axis, whole years, with no limits of value. */
function rangeBetween(layout, from, to) {
  const clamp = (n, low, high) => Math.min(Math.max(n, low), high);
  const { frame } = layout;
  const times = [from[0], to[0]].sort((a, b) => a - b).map((x) => layout.timeAt(clamp(x, frame.left, frame.right)));
  if (from[1] > frame.bottom) return [Math.floor(times[0]), Math.ceil(times[1]), null, null];
  const values = [from[1], to[1]].sort((a, b) => b - a).map((y) => layout.valueAt(clamp(y, frame.top, frame.bottom)));
  return [...times, ...values];
}

function isDrag(from, to) {
  return Math.hypot(to[0] - from[0], to[1] - from[1]) > A_DRAG;
}

function click(photo, pointerType) {
  change({ chosen: photo, selection: photo < 0 ? null : view.selection });
  if (photo >= 0 && pointerType !== "touch") openPhoto(photo); // a finger can't hover first
}
