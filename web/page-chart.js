// The chart on the page: one canvas for what seldom changes, one above it for what follows the pointer.

import { drawChart } from "./chart.js";
import { photosInView, positionsOf } from "./dots.js";
import { layOut } from "./layout.js";
import { nearestTo, PhotoGrid } from "./nearest.js";
import { drawOverlay } from "./overlay.js";
import { litPhotos, selected } from "./selection.js";
import { CanvasSurface, penOf } from "./surface.js";
import { byId, ink } from "./text.js";
import { wholeTime } from "./time.js";
import { view } from "./view.js";
import { leastRange } from "./zoom.js";

const UNSEEN = { width: 640, height: 400 }; // of a page that isn't laid out yet, as in a hidden frame

/** @implements {Chart} */
export class PageChart {
  #archive;
  #canvas = byId("chart");
  #overlay = byId("above");
  /** @type {Layout} */
  #layout;
  /** @type {Positions} */
  #positions;
  /** @type {PhotoGrid} */
  #grid;
  /** @type {number[] | null} */
  #selected = null;
  /** @type {ChartSelection | null} */
  #dragged = null;
  #ratio = 0; // device pixels a CSS pixel when it was last drawn
  /** @type {Drawn} */
  #drawn;

  /** @param {Archive} archive */
  constructor(archive) {
    this.#archive = archive;
  }

  layout() {
    return this.#layout;
  }

  nextLayout() {
    return layOut(this.#archive, view, this.#layout.width, this.#layout.height);
  }

  selected() {
    return this.#selected;
  }

  drawn() {
    return this.#drawn;
  }

  inView() {
    return photosInView(this.#archive, view, this.#layout, this.#positions);
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
    const { frame, range, x, y } = this.nextLayout();
    const middle = /** @type {Point} */ ([(frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2]);
    const { values } = this.#archive.measures[view.measure];
    const { time } = this.#archive;
    const isInView = (/** @type {number} */ photo) =>
      time[photo] >= range[0] && time[photo] <= range[1] && values[photo] >= range[2] && values[photo] <= range[3];
    const { xs, ys } = this.#positions;
    const photo = isInView(view.chosen) ? view.chosen : nearestTo(...middle, xs, ys);
    return isInView(photo) ? [x(time[photo]), y(values[photo])] : middle;
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
    const { mark } = this.#drawn;
    const photo = mark ? this.#grid.markAt(x, y, mark) : -1;
    return photo < 0 ? this.#grid.near(x, y).photo : photo;
  }

  /** @param {number} photo */
  pile(photo) {
    return this.#grid.pile(photo, this.#drawn.mark);
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
    const [width, height] = [this.#canvas.clientWidth || UNSEEN.width, this.#canvas.clientHeight || UNSEEN.height];
    this.#layout = layOut(this.#archive, view, width, height);
    this.#positions = positionsOf(this.#archive, view, this.#layout);
    this.#grid = new PhotoGrid(this.#positions.xs, this.#positions.ys, this.#layout);
    this.#selected = selected(this.#archive);
    this.#ratio = window.devicePixelRatio;
    this.#paint(this.#ratio || 1);
    this.#canvas.dataset.points = this.#positions.shown;
    this.drawAbove();
  }

  drawAbove() {
    drawOverlay(this.#overlay, this.#archive, this.#layout, this.#positions, this.#dragged ?? view.selection);
  }

  /**
   * @param {Surface} surface
   * @param {{ width: number, height: number }} size
   * @param {number} ratio
   */
  drawOn(surface, { width, height }, ratio) {
    const layout = layOut(this.#archive, view, width, height);
    const positions = positionsOf(this.#archive, view, layout);
    return drawChart(surface, this.#archive, view, layout, positions, this.#settings(ratio));
  }

  /** @param {number} ratio */
  #settings(ratio) {
    return { lit: litPhotos(this.#archive, this.#selected), ratio };
  }

  /** @param {number} ratio */
  #paint(ratio) {
    const { width, height } = this.#layout;
    const canvas = this.#canvas;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const pen = penOf(canvas);
    pen.scale(ratio, ratio);
    pen.fillStyle = ink("card");
    pen.fillRect(0, 0, width, height);
    const surface = new CanvasSurface(pen, getComputedStyle(this.#canvas).fontFamily);
    this.#drawn = drawChart(surface, this.#archive, view, this.#layout, this.#positions, this.#settings(ratio));
  }
}
