// Marks: where there is room, each photo's stamp is drawn instead of a dot.

import { penOf } from "./surface.js";
import { stampOf } from "./stamps.js";

const SMALLEST = 9; // CSS pixels; below it, dots are drawn
const SMALLEST_BEHIND = 16; // smaller ones behind lines of the same colours would hide these
const LARGEST = 46;

export const MARK_SHAPE = 1.25; // a mark's width over its height

/**
 * The height of marks in CSS pixels; 0 if there is only room for dots.
 * @param {number} photos
 * @param {number} area square CSS pixels
 * @param {boolean} behind whether they are behind the lines of several categories
 */
export function markSize(photos, area, behind) {
  const size = Math.min(LARGEST, 0.48 * Math.sqrt(area / Math.max(1, photos)));
  return size >= (behind ? SMALLEST_BEHIND : SMALLEST) ? size : 0;
}

/**
 * All stamps on one canvas, 4 x 4 pixels each.
 * @param {Archive} archive
 */
export function stampSheet(archive) {
  const { count } = archive;
  const columns = Math.ceil(Math.sqrt(count));
  const canvas = new OffscreenCanvas(4 * columns, 4 * Math.ceil(count / columns));
  const pen = penOf(canvas);
  const image = pen.createImageData(canvas.width, canvas.height);
  for (let photo = 0; photo < count; photo++) {
    const [left, top] = cornerOf(photo, columns);
    const pixels = stampOf(archive, photo);
    for (let row = 0; row < 4; row++) {
      image.data.set(pixels.subarray(16 * row, 16 * row + 16), 4 * ((top + row) * canvas.width + left));
    }
  }
  pen.putImageData(image, 0, 0);
  return {
    /**
     * @param {CanvasRenderingContext2D} target
     * @param {number} photo
     * @param {number} x
     * @param {number} y
     * @param {number} width
     * @param {number} height
     */
    draw(target, photo, x, y, width, height) {
      const [left, top] = cornerOf(photo, columns);
      target.imageSmoothingQuality = "high";
      // Half a pixel inside, so that smoothing doesn't mix in the neighbouring stamps.
      target.drawImage(canvas, left + 0.5, top + 0.5, 3, 3, x, y, width, height);
    },
  };
}

/**
 * @param {number} photo
 * @param {number} columns
 */
function cornerOf(photo, columns) {
  return [4 * (photo % columns), 4 * Math.floor(photo / columns)];
}
