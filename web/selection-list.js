// The list of the selected photos, from the lowest or the highest value on, ten a page.

import { drawStamp } from "./photo.js";
import { mayFetch, pictureOf } from "./photo-picture.js";
import { addressOf, linkOfPhoto, recordOf, titleOf } from "./photo-texts.js";
import { byId, countText, element, valueText, webAddress, yearText } from "./text.js";
import { change, view } from "./view.js";

const PAGE = 10; // photos

/** @type {number[]} */
let photos = []; // from the lowest value on
let highestFirst = false;
let first = 0; // the index of the first photo that is listed

/**
 * Make the list's buttons work.
 * @param {Archive} archive
 */
export function startList(archive) {
  const show = (/** @type {number} */ index, highest = highestFirst) => {
    [first, highestFirst] = [index, highest];
    showPage(archive);
  };
  byId("list-lowest").addEventListener("click", () => show(0, false));
  byId("list-highest").addEventListener("click", () => show(0, true));
  byId("list-before").addEventListener("click", () => show(Math.max(0, first - PAGE)));
  byId("list-next").addEventListener("click", () => show(first + PAGE));
  byId("list-sources").addEventListener("change", (/** @type {any} */ event) => allow(event.target.checked));
}

/**
 * List the selected photos.
 * @param {Archive} archive
 * @param {number[]} selected
 */
export function showList(archive, selected) {
  const { values } = archive.measures[view.measure];
  const sorted = selected.toSorted((a, b) => values[a] - values[b] || a - b);
  if (sorted.length !== photos.length || sorted.some((photo, i) => photo !== photos[i])) first = 0;
  photos = sorted;
  showPage(archive);
}

/**
 * Show ten of the photos.
 * @param {Archive} archive
 */
export function showPage(archive) {
  const { length } = photos;
  byId("list").hidden = length === 0;
  byId("list").start = first + 1;
  byId("list").replaceChildren(...listed().map((photo) => itemOf(archive, photo)));
  byId("list-tools").hidden = length < 2;
  byId("list-lowest").setAttribute("aria-pressed", String(!highestFirst));
  byId("list-highest").setAttribute("aria-pressed", String(highestFirst));
  disable(byId("list-before"), first === 0, byId("list-next"));
  disable(byId("list-next"), first + PAGE >= length, byId("list-before"));
  const last = Math.min(length, first + PAGE);
  byId("list-text").textContent =
    `${countText(Math.min(length, first + 1))}–${countText(last)} of ${countText(length)}` +
    (archive.sampled ? " in the page’s sample" : "");
  const hosts = hostsOf();
  byId("list-sources-choice").hidden = hosts.length === 0;
  byId("list-hosts").textContent = hosts.join(", ");
  byId("list-sources").checked = hosts.length > 0 && hosts.every((host) => view.sources.has(host));
}

/**
 * Disable a button, and give the focus that it has to another one.
 * @param {HTMLButtonElement} button
 * @param {boolean} disabled
 * @param {HTMLElement} other
 */
function disable(button, disabled, other) {
  const hadFocus = document.activeElement === button;
  button.disabled = disabled;
  if (disabled && hadFocus) other.focus();
}

/** The photos that are listed now, the first of the page first. */
function listed() {
  const { length } = photos;
  const indices = Array.from({ length: Math.min(PAGE, length - first) }, (_, i) => first + i);
  return indices.map((index) => photos[highestFirst ? length - 1 - index : index]);
}

/** The hosts of the photos that are listed. */
function hostsOf() {
  const addresses = listed().flatMap((photo) => webAddress(addressOf(photo)) ?? []);
  return [...new Set(addresses.map((address) => new URL(address).host))];
}

/**
 * Allow or forbid fetching pictures from these hosts.
 * @param {boolean} allowed
 */
function allow(allowed) {
  const sources = new Set(view.sources);
  for (const host of hostsOf()) {
    if (allowed) sources.add(host);
    else sources.delete(host);
  }
  change({ sources });
}

/**
 * A photo in the list: its stamp or its picture, its title, its year, its value, its links.
 * @param {Archive} archive
 * @param {number} photo
 */
function itemOf(archive, photo) {
  const measure = archive.measures[view.measure];
  const facts = `${yearText(archive, photo)} · ${valueText(measure, measure.values[photo])}`;
  const address = addressOf(photo);
  const title = titleOf(photo) || address.split("/").at(-1) || address;
  const pin = element("button", { type: "button", title: "Pin it" }, stampOrPicture(archive, photo));
  pin.setAttribute("aria-label", `Pin ${title}, ${facts}`);
  pin.addEventListener("click", () => {
    change({ chosen: photo });
    requestAnimationFrame(() => byId("photo-year").scrollIntoView({ block: "nearest" }));
  });
  pin.addEventListener("pointerenter", () => change({ pointed: photo }));
  pin.addEventListener("pointerleave", () => change({ pointed: -1 }));
  const links = [
    ["photo", linkOfPhoto(photo)],
    ["record", webAddress(recordOf(photo))],
  ].flatMap(([text, href]) => (href ? [linkOf(String(text), href, title), " "] : []));
  const text = element("div", {}, element("bdi", { title }, title), element("span", {}, facts), " ", ...links);
  return element("li", {}, pin, text);
}

/**
 * @param {string} text
 * @param {string} href
 * @param {string} title the photo's
 */
function linkOf(text, href, title) {
  const link = element("a", { href, target: "_blank", rel: "noopener noreferrer" }, `${text} ↗`);
  link.setAttribute("aria-label", `Open the ${text}: ${title}`);
  return link;
}

/**
 * @param {Archive} archive
 * @param {number} photo
 */
function stampOrPicture(archive, photo) {
  const canvas = element("canvas", { width: 56, height: 42 });
  drawStamp(canvas, archive, photo);
  const address = linkOfPhoto(photo);
  if (address === null || !mayFetch(address)) return canvas;
  const picture = pictureOf(address);
  picture.addEventListener("error", () => picture.replaceWith(canvas)); // the host didn't send it
  return picture;
}
