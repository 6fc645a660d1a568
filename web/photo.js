// The panel of one photo: its stamp, its values, its rank within its year, where it was measured.

import { penOf } from "./surface.js";
import { readTexts } from "./archive.js";
import { groupRows } from "./groups.js";
import { rankText } from "./rank.js";
import { stampOf } from "./stamps.js";
import { hostOf } from "./run.js";
import { addressOf, dateOf, identifierOf, recordOf, rememberTexts, titleOf } from "./photo-texts.js";
import { showAddress, startPicture } from "./photo-picture.js";
import { drawWhole, thumbnailOf } from "./thumbnails.js";
import { byId, isolated, valueText, webAddress, yearText } from "./text.js";
import { showValues } from "./values.js";
import { view } from "./view.js";

let shown = -1; // the photo in the panel

/**
 * Make the panel work, and decode the addresses when the browser is idle.
 * @param {Archive} archive
 * @returns {Promise<void>} fulfilled when they are decoded
 */
export function startPhotoPanel(archive) {
  startPicture();
  byId("open").addEventListener(
    "click",
    (/** @type {any} */ event) => event.currentTarget.href || event.preventDefault(),
  );
  showPhoto(archive);
  const idle = new Promise((resume) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(resume, { timeout: 500 });
    else setTimeout(resume);
  });
  return idle.then(readTexts).then(rememberTexts);
}

/**
 * Show the pinned photo, else that at the pointer, else the one that was shown last, so that its link can be reached.
 * If `cleared`, none is shown instead of that last one.
 * @param {Archive} archive
 * @param {boolean} [cleared]
 */
export function showPhoto(archive, cleared = false) {
  const photo = [view.chosen, view.pointed, cleared ? -1 : shown].find((photo) => photo >= 0) ?? -1;
  shown = photo;
  byId("photo-none").hidden = photo >= 0;
  byId("photo").hidden = photo < 0;
  if (photo < 0) return;
  drawStamp(byId("stamp"), archive, photo);
  byId("photo-year").textContent = [yearText(archive, photo), dateOf(photo)].filter(Boolean).join(" · ");
  const rank = rankText(archive, photo);
  byId("photo-rank").textContent = rank && `${isolated(archive.measures[view.measure].label)} ${rank}`;
  showValues(archive, photo);
  byId("photo-groups")?.replaceChildren(...groupRows(archive, photo));
  if (byId("photo-duplicate")) byId("photo-duplicate").hidden = !archive.duplicate?.[photo];
  const at = hostOf(archive, photo);
  byId("photo-host").textContent = at ? [...new Set([at.host, at.resource])].filter(Boolean).join(", ") : "";
  showRecord(photo);
  showAddress(photo);
}

/**
 * What a screen reader announces when a photo is chosen.
 * @param {Archive} archive
 * @param {number} photo
 */
export function photoText(archive, photo) {
  const measure = archive.measures[view.measure];
  const value = `${measure.label} ${valueText(measure, measure.values[photo])}`;
  const valued = [value, rankText(archive, photo)].filter(Boolean).join(", ");
  return [titleOf(photo), yearText(archive, photo), valued, addressOf(photo)].filter(Boolean).join(". ");
}

let stampCanvas = null; // 4 x 4 pixels, from which a stamp is enlarged

/**
 * Draw the photo's thumbnail, or its 4 x 4 colours smoothly over the canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Archive} archive
 * @param {number} photo
 */
export function drawStamp(canvas, archive, photo) {
  if (drawWhole(canvas, thumbnailOf(archive, photo))) return;
  stampCanvas ??= new OffscreenCanvas(4, 4);
  penOf(stampCanvas).putImageData(new ImageData(stampOf(archive, photo), 4, 4), 0, 0);
  const pen = penOf(canvas);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(stampCanvas, 0.5, 0.5, 3, 3, 0, 0, canvas.width, canvas.height);
}

/**
 * Show the photo's title, its identifier, and the link to its record.
 * @param {number} photo
 */
function showRecord(photo) {
  for (const [id, text] of [
    ["photo-title", titleOf(photo)],
    ["photo-identifier", identifierOf(photo)],
  ]) {
    byId(id).textContent = text;
    byId(id).parentElement.hidden = text === "";
  }
  const address = webAddress(recordOf(photo));
  const link = byId("record");
  link.hidden = address === null;
  if (address !== null) link.href = address;
  else link.removeAttribute("href");
}
