// The photo nearest to a point of the chart, found in a grid of cells that each have a linked list of photos.

import { MARK_SHAPE } from "./marks.js";

const CELL = 32; // CSS pixels; at least REACH and half a mark, so that only the neighbouring cells need be searched
const REACH = 20; // a photo farther away isn't found
const CROWD = 6; // photos within this distance of a photo crowd it

export class PhotoGrid {
  #xs;
  #ys;
  #columns;
  #rows;
  #first; // each cell's first photo, -1 for none
  #next; // each photo's next one in its cell

  /**
   * @param {Float32Array} xs the photos' positions in CSS pixels; photos outside the chart aren't found
   * @param {Float32Array} ys
   * @param {{ width: number, height: number }} size the chart's
   */
  constructor(xs, ys, { width, height }) {
    [this.#xs, this.#ys] = [xs, ys];
    this.#columns = Math.ceil(width / CELL);
    this.#rows = Math.ceil(height / CELL);
    this.#first = new Int32Array(this.#columns * this.#rows).fill(-1);
    this.#next = new Int32Array(xs.length).fill(-1);
    for (let i = xs.length - 1; i >= 0; i--) {
      const column = Math.floor(xs[i] / CELL);
      const row = Math.floor(ys[i] / CELL);
      if (!(column >= 0 && row >= 0 && column < this.#columns && row < this.#rows)) continue;
      const cell = row * this.#columns + column;
      this.#next[i] = this.#first[cell];
      this.#first[cell] = i;
    }
  }

  /**
   * The photo whose mark lies on top at a point; -1 for none.
   * @param {number} x
   * @param {number} y
   * @param {number} size the marks' height in CSS pixels
   */
  markAt(x, y, size) {
    const [xs, ys] = [this.#xs, this.#ys];
    let photo = -1;
    this.#visit(x, y, (i) => {
      if (Math.abs(xs[i] - x) <= (size * MARK_SHAPE) / 2 && Math.abs(ys[i] - y) <= size / 2) photo = Math.max(photo, i);
    });
    return photo; // later photos are drawn over earlier ones
  }

  /**
   * The nearest photo within reach (-1: none), and how many others crowd it.
   * @param {number} x
   * @param {number} y
   */
  near(x, y) {
    const [xs, ys] = [this.#xs, this.#ys];
    let [photo, least, crowd] = [-1, REACH ** 2, 0];
    this.#visit(x, y, (i) => {
      const distance = (xs[i] - x) ** 2 + (ys[i] - y) ** 2;
      if (distance < least) [photo, least] = [i, distance];
    });
    if (photo < 0) return { photo, crowd };
    this.#visit(xs[photo], ys[photo], (i) => {
      if (i !== photo && (xs[i] - xs[photo]) ** 2 + (ys[i] - ys[photo]) ** 2 < CROWD ** 2) crowd++;
    });
    return { photo, crowd };
  }

  /**
   * The photos at the position of a photo, itself among them.
   * @param {number} photo
   * @param {number} size the marks' height in CSS pixels, 0 if photos are dots
   */
  pile(photo, size) {
    const [xs, ys] = [this.#xs, this.#ys];
    const reach = Math.min(CELL, Math.max(CROWD, size / 2));
    /** @type {number[]} */
    const found = [];
    this.#visit(xs[photo], ys[photo], (i) => {
      if ((xs[i] - xs[photo]) ** 2 + (ys[i] - ys[photo]) ** 2 < reach ** 2) found.push(i);
    });
    return found.sort((a, b) => a - b);
  }

  /**
   * Visit the photos of the cell at (x, y) and of its neighbours.
   * @param {number} x
   * @param {number} y
   * @param {(photo: number) => void} see
   */
  #visit(x, y, see) {
    const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    for (let r = Math.max(0, row - 1); r <= Math.min(this.#rows - 1, row + 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(this.#columns - 1, column + 1); c++) {
        for (let i = this.#first[r * this.#columns + c]; i >= 0; i = this.#next[i]) see(i);
      }
    }
  }
}

/**
 * The photo nearest to a point, however far it is; -1 if there is none.
 * @param {number} x
 * @param {number} y
 * @param {Float32Array} xs the photos' positions; NaN for those that aren't on the chart
 * @param {Float32Array} ys
 */
export function nearestTo(x, y, xs, ys) {
  let [photo, least] = [-1, Infinity];
  for (let i = 0; i < xs.length; i++) {
    const distance = (xs[i] - x) ** 2 + (ys[i] - y) ** 2;
    if (distance < least) [photo, least] = [i, distance];
  }
  return photo;
}
