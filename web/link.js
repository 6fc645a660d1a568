// Names in links: a measure is named by its name, a photo by a hash of its place, so that a link still shows the same on a
// page that was made again, from an edited manifest or with other measures.

import { addressOf } from "./photo-texts.js";
import { isolated } from "./text.js";

/** What links of earlier pages have instead: a number. */
const NUMBER = /^\d+$/;
const PHOTO = /^p([0-9a-z]+)(?:\.(\d+))?$/;

/**
 * A photo's name in a link; "" until the places are decoded.  Of photos with the same place, the second one has ".1".
 * @param {number} photo
 */
export function photoName(photo) {
  const place = addressOf(photo);
  if (!place) return "";
  let earlier = 0;
  for (let i = 0; i < photo; i++) if (addressOf(i) === place) earlier++;
  return `p${hashOf(place)}${earlier ? `.${earlier}` : ""}`;
}

/**
 * The photo of that name in a link; -1 if the page hasn't got it.
 * @param {string} name
 * @param {number} count how many photos the page has
 */
export function photoNamed(name, count) {
  if (NUMBER.test(name)) return Number(name) < count ? Number(name) : -1;
  const [, hash, number] = PHOTO.exec(name) ?? [];
  let left = Number(number ?? 0);
  for (let i = 0; hash && i < count; i++) if (hashOf(addressOf(i)) === hash && left-- === 0) return i;
  return -1;
}

/**
 * The index of the measure that a link names; -1 if the page hasn't got it.
 * @param {string} name
 * @param {Measure[]} measures
 */
export function measureNamed(name, measures) {
  const found = measures.findIndex((measure) => measure.name === name);
  return found < 0 && NUMBER.test(name) && Number(name) < measures.length ? Number(name) : found;
}

/**
 * Why a link doesn't show what it names, in sentences; "" if it does.
 * @param {Archive} archive
 * @param {string | null} measure the measure's name in the link
 * @param {string} photo the photo's name in the link, if the page hasn't got that photo
 */
export function linkFaults({ measures, sampled }, measure, photo) {
  const where = sampled ? "this page’s sample" : "this page";
  return [
    measure !== null &&
      measureNamed(measure, measures) < 0 &&
      `The link names the measure “${isolated(measure)}”, which isn’t on this page.`,
    photo && `The link names a photograph that isn’t ${sampled ? "in" : "on"} ${where}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/**
 * 53 bits of a hash of a text, as letters and digits (cyrb53: two multiplicative hashes of its UTF-16 units).
 * @param {string} text
 */
export function hashOf(text) {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
