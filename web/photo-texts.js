// What the manifest has of each photo, once it is decoded, and how a photo can be opened.

import { byId, fileAddress, webAddress } from "./text.js";

/** @type {PhotoTexts | null} */
let texts = null; // null until they are decoded

/** @param {PhotoTexts} all */
export function rememberTexts(all) {
  texts = all;
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
 * A photo's identifier; "" likewise.
 * @param {number} photo
 */
export function identifierOf(photo) {
  return texts?.identifiers[photo] ?? "";
}

/**
 * A photo's date as it is written, where its year and days don't tell it; "" likewise.
 * @param {number} photo
 */
export function dateOf(photo) {
  return texts?.dates[photo] ?? "";
}

/**
 * Open the photo's file in a new tab.
 * @param {number} photo
 */
export function openPhoto(photo) {
  const address = linkOfPhoto(photo);
  if (address !== null) window.open(address, "_blank", "noopener,noreferrer");
  else byId("announced").textContent = unlinkedText(photo);
}

/**
 * The address at which the photo can be opened: of its file, on a page that links to files, or of the web; null for none.
 * @param {number} photo
 */
export function linkOfPhoto(photo) {
  return fileAddress(texts?.files[photo] ?? "") ?? webAddress(addressOf(photo));
}

/**
 * Whether an address is that of a file of the disk, or of one that is served together with the page.
 * @param {string} address
 */
export function isFile(address) {
  return Boolean(texts?.files.length) && new URL(address).origin === new URL(location.href).origin;
}

/**
 * Why a photo has no link.
 * @param {number} photo
 */
export function unlinkedText(photo) {
  const text = addressOf(photo);
  if (!text || text.endsWith("…")) return "It can’t be opened: a part of its address isn’t shown to everyone.";
  return /^[a-z][a-z0-9+.-]+:/i.test(text)
    ? "It can’t be opened: its address isn’t of the web."
    : "It is a file on a disk, to which this page has no link: photoparsl serve RUN shows the page with its photographs.";
}
