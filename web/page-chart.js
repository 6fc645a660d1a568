// The chart on the page: one canvas for what seldom changes, one above it for what follows the pointer.

import { drawChart } from "./chart.js";
import { photosInView, placesOf } from "./dots.js";
import { layOut } from "./layout.js";
import { nearestTo, PhotoGrid } from "./nearest.js";
import { drawOverlay } from "./overlay.js";
import { litPhotos, selected } from "./selection.js";
import { CanvasSurface, penOf, SvgSurface } from "./surface.js";
import { byId, ink } from "./text.js";
import { wholeTime } from "./time.js";
import { view } from "./view.js";
import { leastRange } from "./zoom.js";

/** @implements {Chart} */
export class PageChart {
  #archive;
  #canvas = byId("chart");
  #overlay = byId("above");
  /** @type {Layout} */
  #layout;
  /** @type {Places} */
  #places;
  /** @type {PhotoGrid} */
  #grid;
  /** @type {number[] | null} */
  #selected = null;
  /** @type {ChartSelection | null} */
  #dragged = null;
  #ratio = 0; // device pixels a CSS pixel when it was last drawn
  #mark = 0; // the height of the photos' marks in CSS pixels; 0 if they are dots
  /** @type {number[]} */
  #ramp = [];

  /** @param {Archive} archive */
  constructor(archive) {
    this.#archive = archive;
  }

  layout() {
    return this.#layout;
  }

  selected() {
    return this.#selected;
  }

  drawn() {
    return { mark: this.#mark, ramp: this.#ramp, shown: this.#places.shown };
  }

  inView() {
    return photosInView(this.#archive, view, this.#layout, this.#places);
  }

  least() {
    return leastRange(this.#archive);
  }

  isSmallest() {
    const [t0, t1, low, high] = this.#layout.range;
    const { years, values } = this.least();
    return t1 - t0 <= years * 1.001 && high - low <= values * 1.001;
  }

  /** @returns {Point} */
  centre() {
    const { frame } = this.#layout;
    const [x, y] = [(frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2];
    const { xs, ys } = this.#places;
    const isInView = view.chosen >= 0 && !Number.isNaN(xs[view.chosen]);
    const photo = isInView ? view.chosen : nearestTo(x, y, xs, ys);
    return photo < 0 ? [x, y] : [xs[photo], ys[photo]];
  }

  /** @returns {ChartRange} */
  whole() {
    const { low, high } = this.#archive.measures[view.measure];
    return [...wholeTime(this.#archive, view), low, high];
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  near(x, y) {
    const photo = this.#mark ? this.#grid.markAt(x, y, this.#mark) : -1;
    return photo < 0 ? this.#grid.near(x, y).photo : photo;
  }

  /** @param {ChartSelection | null} range */
  frameDrag(range) {
    this.#dragged = range;
    this.drawAbove();
  }

  fit() {
    const { clientWidth, clientHeight } = this.#canvas;
    const sameSize = this.#layout?.width === clientWidth && this.#layout.height === clientHeight;
    if (!sameSize || this.#ratio !== window.devicePixelRatio) this.draw();
  }

  draw() {
    const { clientWidth, clientHeight } = this.#canvas;
    if (!clientWidth) return;
    this.#layout = layOut(this.#archive, view, clientWidth, clientHeight);
    this.#places = placesOf(this.#archive, view, this.#layout);
    this.#grid = new PhotoGrid(this.#places.xs, this.#places.ys, this.#layout);
    this.#selected = selected(this.#archive);
    this.#ratio = window.devicePixelRatio;
    const { mark, ramp } = this.#paint(this.#canvas, this.#ratio || 1);
    [this.#mark, this.#ramp] = [mark, ramp];
    this.#canvas.dataset.points = this.#places.shown;
    this.drawAbove();
  }

  drawAbove() {
    drawOverlay(this.#overlay, this.#archive, this.#layout, this.#places, this.#dragged ?? view.selection);
  }

  /** @param {number} ratio */
  canvas(ratio) {
    const canvas = document.createElement("canvas");
    this.#paint(canvas, ratio);
    return canvas;
  }

  svg({ width, height } = this.#layout) {
    const surface = new SvgSurface(width, height, "system-ui, sans-serif");
    const layout = layOut(this.#archive, view, width, height);
    const places = placesOf(this.#archive, view, layout);
    drawChart(surface, this.#archive, view, layout, places, this.#settings(2));
    return surface.node;
  }

  /** @param {number} ratio */
  #settings(ratio) {
    return { lit: litPhotos(this.#archive, this.#selected), ratio };
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} ratio
   */
  #paint(canvas, ratio) {
    const { width, height } = this.#layout;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const pen = penOf(canvas);
    pen.scale(ratio, ratio);
    pen.fillStyle = ink("card");
    pen.fillRect(0, 0, width, height);
    const surface = new CanvasSurface(pen, getComputedStyle(this.#canvas).fontFamily);
    return drawChart(surface, this.#archive, view, this.#layout, this.#places, this.#settings(ratio));
  }
}
