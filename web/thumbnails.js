// Thumbnails: small pictures of the photos, joined to few sprites, which are loaded when one of them is first shown.

import { penOf } from "./surface.js";
import { byId } from "./text.js";

let onLoaded = () => {}; // draws anew what shows thumbnails

/**
 * The page's thumbnails; null if it has none.
 * @param {any} block
 * @returns {Thumbnails | null}
 */
export function readThumbnails(block) {
  if (!block.thumbnails) return null;
  const [widths, heights] = [block.column("thumbnail width"), block.column("thumbnail height")];
  const tiles = new Uint32Array(widths.length);
  let next = 0;
  for (let photo = 0; photo < widths.length; photo++) {
    tiles[photo] = next;
    if (widths[photo]) next++;
  }
  return { ...block.thumbnails, widths, heights, tiles, images: [] };
}

/**
 * Call `draw` whenever thumbnails have been loaded.
 * @param {() => void} draw
 */
export function startThumbnails(draw) {
  onLoaded = draw;
}

/**
 * A photo's thumbnail: a part of a picture; null if it has none, or while it is loaded.
 * @param {Archive} archive
 * @param {number} photo
 * @returns {PicturePart | null}
 */
export function thumbnailOf({ thumbnails }, photo) {
  if (!thumbnails?.widths[photo]) return null;
  const { side, across, tiles, widths, heights } = thumbnails;
  const image = imageOf(thumbnails, Math.floor(tiles[photo] / across ** 2));
  if (!image.complete || !image.naturalWidth) return null;
  const tile = tiles[photo] % across ** 2;
  const [x, y] = [side * (tile % across), side * Math.floor(tile / across)];
  return { image, x, y, width: widths[photo], height: heights[photo] };
}

/**
 * Whether a canvas may be saved after thumbnails were drawn on it: not if they are files of the disk.
 * @param {Archive} archive
 */
export function mayBeSaved({ thumbnails }) {
  return thumbnails !== null && (thumbnails.files.length === 0 || location.protocol !== "file:");
}

/**
 * Draw a thumbnail over a rectangle, cut where their shapes differ; false if there is none to draw.
 * @param {CanvasRenderingContext2D} pen
 * @param {PicturePart | null} part
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
export function drawCut(pen, part, left, top, width, height) {
  if (!part) return false;
  const scale = Math.min(part.width / width, part.height / height);
  const [w, h] = [width * scale, height * scale];
  pen.imageSmoothingQuality = "high";
  pen.drawImage(
    part.image,
    part.x + (part.width - w) / 2,
    part.y + (part.height - h) / 2,
    w,
    h,
    left,
    top,
    width,
    height,
  );
  return true;
}

/**
 * Draw a thumbnail whole in the middle of a canvas; false if there is none to draw.
 * @param {HTMLCanvasElement} canvas
 * @param {PicturePart | null} part
 */
export function drawWhole(canvas, part) {
  const pen = penOf(canvas);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  if (!part) return false;
  const scale = Math.min(canvas.width / part.width, canvas.height / part.height);
  const [width, height] = [part.width * scale, part.height * scale];
  const [left, top] = [(canvas.width - width) / 2, (canvas.height - height) / 2];
  pen.imageSmoothingQuality = "high";
  pen.drawImage(part.image, part.x, part.y, part.width, part.height, left, top, width, height);
  return true;
}

/**
 * @param {Thumbnails} thumbnails
 * @param {number} number
 */
function imageOf({ images, files }, number) {
  if (!images[number]) {
    const image = new Image();
    image.addEventListener("load", () => onLoaded());
    image.src = files.length ? files[number] : `data:image/webp;base64,${byId(`sprite-${number}`).textContent}`;
    images[number] = image;
  }
  return images[number];
}
