// Two fingers on the chart: they zoom and move it, not the page.

import { showRange, rangeAbout } from "./zoom.js";

/**
 * Make two fingers zoom the chart.
 * @param {HTMLCanvasElement} canvas
 * @param {Chart} chart
 */
export function followPinch(canvas, chart) {
  /** @type {{ layout: Layout, centre: Point, apart: number } | null} */
  let pinch = null;
  const begin = (/** @type {TouchEvent} */ event) => {
    if (event.touches.length !== 2) return;
    event.preventDefault(); // else the page zooms or scrolls
    pinch = { layout: chart.layout(), ...fingersOf(canvas, event) };
  };
  canvas.addEventListener("touchstart", begin, { passive: false });
  const move = (/** @type {TouchEvent} */ event) => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    const { centre, apart } = fingersOf(canvas, event);
    showRange(chart, rangeAbout(pinch.layout, pinch.apart / apart, pinch.centre, centre));
  };
  canvas.addEventListener("touchmove", move, { passive: false });
  for (const kind of ["touchend", "touchcancel"])
    canvas.addEventListener(kind, (/** @type {any} */ event) => {
      if (!event.touches.length) pinch = null;
    });
  return { begun: () => pinch !== null };
}

/**
 * The point between two fingers, and how far they are apart, in CSS pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {TouchEvent} event
 * @returns {{ centre: Point, apart: number }}
 */
function fingersOf(canvas, { touches: [first, second] }) {
  const box = canvas.getBoundingClientRect();
  const centre = /** @type {Point} */ ([
    (first.clientX + second.clientX) / 2 - box.left,
    (first.clientY + second.clientY) / 2 - box.top,
  ]);
  const apart = Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY);
  return { centre, apart: Math.max(apart, 1) };
}
