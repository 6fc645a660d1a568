// The panel of one photo: its stamp, its values, its rank within its year, where it was measured.

import { penOf } from "./surface.js";
import { readTexts } from "./archive.js";
import { groupRows } from "./groups.js";
import { rankText } from "./rank.js";
import { stampOf } from "./stamps.js";
import { whereMeasured } from "./run.js";
import { byId, element, valueText, webAddress, yearText } from "./text.js";
import { showValues } from "./values.js";
import { change, view } from "./view.js";

/** @type {PhotoTexts | null} */
let texts = null; // null until they are decoded
let shown = -1; // the photo in the panel
let pictureTimer = 0; // started when the pointer rests on a photo whose picture may be fetched

/**
 * Make the panel work, and decode the addresses when the browser is idle.
 * @param {Archive} archive
 * @param {() => void} onReady
 */
export function startPhotoPanel(archive, onReady) {
  byId("source").checked = false;
  byId("source").addEventListener("change", (/** @type {any} */ event) => allowSource(event.target.checked));
  byId("open").addEventListener(
    "click",
    (/** @type {any} */ event) => event.currentTarget.href || event.preventDefault(),
  );
  const read = () => readTexts().then((all) => ((texts = all), onReady()));
  if ("requestIdleCallback" in globalThis) requestIdleCallback(read, { timeout: 500 });
  else setTimeout(read);
  showPhoto(archive);
}

/**
 * A photo's address; "" until the addresses are decoded.
 * @param {number} photo
 */
export function addressOf(photo) {
  return texts?.addresses[photo] ?? "";
}

/**
 * A photo's title; "" if it has none, or until it is decoded.
 * @param {number} photo
 */
export function titleOf(photo) {
  return texts?.titles[photo] ?? "";
}

/**
 * The address of a photo's record; "" likewise.
 * @param {number} photo
 */
export function recordOf(photo) {
  return texts?.records[photo] ?? "";
}

/**
 * Whether the reader allows pictures to be fetched from an address's host.
 * @param {string} address
 */
export function mayFetch(address) {
  return view.sources.has(new URL(address).host);
}

/**
 * The picture at an address, which the browser begins to fetch.
 * @param {string} address
 */
export function pictureOf(address) {
  return element("img", { alt: "The photograph itself", referrerPolicy: "no-referrer", src: address });
}

/**
 * Open the photo's file in a new tab.
 * @param {number} photo
 */
export function openPhoto(photo) {
  const address = webAddress(addressOf(photo));
  if (address !== null) window.open(address, "_blank", "noopener,noreferrer");
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
  byId("photo-year").textContent = [yearText(archive, photo), texts?.dates[photo]].filter(Boolean).join(" · ");
  const rank = rankText(archive, photo);
  byId("photo-rank").textContent = rank && `${archive.measures[view.measure].label} ${rank}`;
  showValues(archive, photo);
  byId("photo-groups")?.replaceChildren(...groupRows(archive, photo));
  if (byId("photo-duplicate")) byId("photo-duplicate").hidden = !archive.duplicate?.[photo];
  const place = whereMeasured(archive, photo);
  byId("photo-place").textContent = place ? [...new Set([place.host, place.site])].filter(Boolean).join(", ") : "";
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
 * Draw the photo's 4 x 4 colours smoothly over the canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Archive} archive
 * @param {number} photo
 */
export function drawStamp(canvas, archive, photo) {
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
    ["photo-identifier", texts?.identifiers[photo] ?? ""],
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

/**
 * Show the photo's address, its link, and whether its picture may be fetched.
 * @param {number} photo
 */
function showAddress(photo) {
  const text = addressOf(photo);
  const address = webAddress(text);
  byId("photo-url").textContent = text;
  const link = byId("open");
  link.hidden = address === null;
  if (address !== null) link.href = address;
  else link.removeAttribute("href");
  byId("source-choice").hidden = address === null;
  if (address !== null) {
    const { host } = new URL(address);
    byId("source-host").textContent = host;
    byId("source").checked = view.sources.has(host);
  }
  showSource(address);
}

/**
 * Allow or forbid fetching pictures from the host of the photo in the panel.
 * @param {boolean} allowed
 */
function allowSource(allowed) {
  const sources = new Set(view.sources);
  const { host } = new URL(webAddress(addressOf(shown)) ?? "");
  if (allowed) sources.add(host);
  else sources.delete(host);
  change({ sources });
}

/**
 * Fetch and show the picture itself, if the reader allows its host, once the pointer has rested on the photo.
 * @param {string | null} address
 */
function showSource(address) {
  clearTimeout(pictureTimer);
  const frame = byId("source-picture");
  if (address === null || !mayFetch(address)) frame.replaceChildren();
  else if (frame.firstChild?.src !== address) {
    frame.replaceChildren();
    pictureTimer = window.setTimeout(() => {
      const image = pictureOf(address);
      image.addEventListener("error", () =>
        frame.replaceChildren(element("p", {}, "The host didn’t send this picture.")),
      );
      frame.replaceChildren(image);
    }, 250);
  }
}
