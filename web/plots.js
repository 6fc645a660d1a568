// Plots on canvases of their own.  Each is drawn on its canvas, and anew for paper: as SVG, and on a light ground.

import { CanvasSurface, penOf } from "./surface.js";
import { SvgSurface } from "./svg-surface.js";
import { inLight } from "./theme.js";

const PAPER_RATIO = 3; // pixels of an image on paper a CSS pixel

/** @type {WeakMap<HTMLCanvasElement, { width: number, height: number, draw: PlotDrawing }>} */
const plots = new WeakMap();

/**
 * Draw a plot on a canvas, as wide as that is.
 * @param {HTMLCanvasElement} canvas
 * @param {number} height CSS pixels
 * @param {PlotDrawing} draw
 */
export function drawPlot(canvas, height, draw) {
  const ratio = globalThis.devicePixelRatio || 1;
  const width = canvas.clientWidth || 240;
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const pen = penOf(canvas);
  pen.scale(ratio, ratio);
  draw(new CanvasSurface(pen, getComputedStyle(canvas).fontFamily), width, ratio);
  plots.set(canvas, { width, height, draw });
}

/** Put an SVG of each plot after its canvas; the printed page shows it instead. */
export function putPlotsOnPaper() {
  document.querySelectorAll("canvas").forEach((canvas, i) => {
    const plot = plots.get(canvas);
    if (!plot) return;
    const surface = new SvgSurface(plot.width, plot.height, getComputedStyle(canvas).fontFamily, `plot-${i}-`);
    inLight(() => plot.draw(surface, plot.width, PAPER_RATIO));
    surface.node.classList.add("on-paper");
    canvas.after(surface.node);
  });
}

export function removePlotsOnPaper() {
  for (const node of document.querySelectorAll(".on-paper")) node.remove();
}
