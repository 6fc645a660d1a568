// The link and the picture of the photo in the panel.

import { addressOf, isFile, linkOfPhoto, unlinkedText } from "./photo-texts.js";
import { byId, element, webAddress } from "./text.js";
import { change, view } from "./view.js";

let current = -1; // the photo in the panel
let pictureTimer = 0; // started when the pointer rests on a photo whose picture may be fetched

/** Let the reader allow that pictures are fetched. */
export function startPicture() {
  byId("source").checked = false;
  byId("source").addEventListener("change", (/** @type {any} */ event) => allowSource(event.target.checked));
}

/**
 * Whether a picture may be shown: its file is on the disk or served with the page, or the reader allows its host.
 * @param {string} address
 */
export function mayFetch(address) {
  return isFile(address) || view.sources.has(new URL(address).host);
}

/**
 * The picture at an address, which the browser begins to fetch.
 * @param {string} address
 */
export function pictureOf(address) {
  return element("img", { alt: "The photograph itself", referrerPolicy: "no-referrer", src: address });
}

/**
 * Show the photo's address, its link, and whether its picture may be fetched.
 * @param {number} photo
 */
export function showAddress(photo) {
  current = photo;
  const text = addressOf(photo);
  const address = linkOfPhoto(photo);
  byId("photo-url").textContent = text;
  byId("photo-unlinked").hidden = address !== null;
  byId("photo-unlinked").textContent = address === null ? unlinkedText(photo) : "";
  const link = byId("open");
  link.hidden = address === null;
  if (address !== null) link.href = address;
  else link.removeAttribute("href");
  const isOfWeb = address !== null && !isFile(address);
  byId("source-choice").hidden = !isOfWeb;
  if (isOfWeb) {
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
  const { host } = new URL(webAddress(addressOf(current)) ?? "");
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
        frame.replaceChildren(
          element(
            "p",
            {},
            isFile(address) ? "The browser can’t show this file." : "The host didn’t send this picture.",
          ),
        ),
      );
      frame.replaceChildren(image);
    }, 250);
  }
}
