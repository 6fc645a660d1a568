// The panel of one photo: its stamp, its values, its rank within its year, where it was measured.

import { penOf } from "./surface.js";
import { readAddresses } from "./archive.js";
import { stampOf } from "./stamps.js";
import { whereMeasured } from "./run.js";
import { byId, countText, element, valueText, webAddress, yearText } from "./text.js";
import { change, view } from "./view.js";

/** @type {string[] | null} */
let known = null; // the addresses, once they are decoded
/** @type {ValueRow[] | null} */
let rows = null; // of the panel, one a measure, once it shows a photo
let last = -1; // the photo that the panel shows
let fetching = 0; // the wait before a picture is asked for

/**
 * Decode the addresses when there is time, and show photos as the view says.
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
  const read = () => readAddresses().then((all) => ((known = all), onReady()));
  if ("requestIdleCallback" in globalThis) requestIdleCallback(read, { timeout: 500 });
  else setTimeout(read);
  showPhoto(archive);
}

/** @param {number} photo */
export function addressOf(photo) {
  return known?.[photo] ?? "";
}

/** @param {number} photo */
export function openPhoto(photo) {
  const address = webAddress(addressOf(photo));
  if (address !== null) window.open(address, "_blank", "noopener,noreferrer");
}

/**
 * Show the photo that is pointed at, or else the chosen one; the last one stays, so that its link can be reached, unless it is `cleared`.
 * @param {Archive} archive
 * @param {boolean} [cleared]
 */
export function showPhoto(archive, cleared = false) {
  const photo = [view.pointed, view.chosen, cleared ? -1 : last].find((one) => one >= 0) ?? -1;
  last = photo;
  byId("photo-none").hidden = photo >= 0;
  byId("photo").hidden = photo < 0;
  if (photo < 0) return;
  drawStamp(byId("stamp"), archive, photo);
  byId("photo-year").textContent = yearText(archive, photo);
  const rank = rankText(archive, photo);
  byId("photo-rank").textContent = rank && `${archive.measures[view.measure].label} ${rank}`;
  const values = (rows ??= addRows(archive));
  archive.measures.forEach((measure, i) => showValue(values[i], measure, photo, i === view.measure));
  const place = whereMeasured(archive, photo);
  byId("photo-place").textContent = place ? [...new Set([place.host, place.site])].filter(Boolean).join(", ") : "";
  showAddress(photo);
}

/**
 * What is said aloud of the chosen photo.
 * @param {Archive} archive
 * @param {number} photo
 */
export function photoText(archive, photo) {
  const measure = archive.measures[view.measure];
  const value = `${measure.label} ${valueText(measure, measure.values[photo])}`;
  const valued = [value, rankText(archive, photo)].filter(Boolean).join(", ");
  return [yearText(archive, photo), valued, addressOf(photo)].filter(Boolean).join(". ");
}

let small = null; // where stamps are put before they are drawn large

/**
 * Draw the photo's 4 x 4 colours smoothly over the canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Archive} archive
 * @param {number} photo
 */
export function drawStamp(canvas, archive, photo) {
  small ??= new OffscreenCanvas(4, 4);
  penOf(small).putImageData(new ImageData(stampOf(archive, photo), 4, 4), 0, 0);
  const pen = penOf(canvas);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(small, 0.5, 0.5, 3, 3, 0, 0, canvas.width, canvas.height);
}

/** @param {number} photo */
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
 * Allow pictures from the host of the photo that is shown, or no longer.
 * @param {boolean} allowed
 */
function allowSource(allowed) {
  const sources = new Set(view.sources);
  const { host } = new URL(webAddress(addressOf(last)) ?? "");
  if (allowed) sources.add(host);
  else sources.delete(host);
  change({ sources });
}

/**
 * The source's own picture, only where the reader allows its host, and where they rest on a photo.
 * @param {string | null} address
 */
function showSource(address) {
  clearTimeout(fetching);
  const frame = byId("source-picture");
  if (address === null || !view.sources.has(new URL(address).host)) frame.replaceChildren();
  else if (frame.firstChild?.src !== address) {
    frame.replaceChildren();
    fetching = window.setTimeout(() => {
      const image = element("img", { alt: "The photo itself", referrerPolicy: "no-referrer" });
      image.addEventListener("error", () =>
        frame.replaceChildren(element("p", {}, "Its source doesn’t give the picture.")),
      );
      image.src = address;
      frame.replaceChildren(image);
    }, 250);
  }
}

/** @param {Archive} archive */
function addRows(archive) {
  const made = archive.measures.map(valueRow);
  byId("photo-values").append(...made.map(({ row }) => row));
  return made;
}

/** @param {Measure} measure */
function valueRow(measure) {
  const [bar, number] = [element("i"), element("b")];
  const gauge = element("span", { className: "gauge" }, bar);
  return {
    bar,
    number,
    row: element("div", {}, element("dt", {}, element("bdi", {}, measure.label)), element("dd", {}, gauge, number)),
  };
}

/**
 * @param {ValueRow} row
 * @param {Measure} measure
 * @param {number} photo
 * @param {boolean} current
 */
function showValue({ row, bar, number }, measure, photo, current) {
  const value = measure.values[photo];
  const scaled = measure.logarithmic ? Math.log : (/** @type {number} */ n) => n;
  const part = (scaled(value) - scaled(measure.low)) / (scaled(measure.high) - scaled(measure.low));
  row.className = current ? "current" : "";
  bar.style.width = `${Math.min(1, Math.max(0, part || 0)) * 100}%`;
  number.textContent = valueText(measure, value);
}

/**
 * @param {Archive} archive
 * @param {number} photo
 */
function rankText(archive, photo) {
  const measure = archive.measures[view.measure];
  const value = measure.values[photo];
  const entry = archive.years[archive.entry[photo]];
  if (Number.isNaN(value) || entry.all < 2) return "";
  const { below, all } = measure.counts
    ? belowInCounts(measure, archive.entry[photo], value)
    : belowInValues(measure, entry, value);
  const share = Math.round((100 * below) / Math.max(1, all - 1));
  const whose = entry.year === null ? "without a year" : `of ${entry.year}`;
  return `higher than that of ${share} % of the other ${countText(all - 1)} photos ${whose}`;
}

/**
 * @param {Measure} measure
 * @param {YearEntry} entry
 * @param {number} value
 */
function belowInValues({ values }, { first, end }, value) {
  let [below, all] = [0, 0];
  for (let i = first; i < end; i++) {
    if (values[i] < value) below++;
    if (!Number.isNaN(values[i])) all++;
  }
  return { below, all };
}

/**
 * @param {Measure} measure
 * @param {number} entry
 * @param {number} value
 */
function belowInCounts({ counts, bins, logarithmic }, entry, value) {
  const scaled = logarithmic ? Math.log : (/** @type {number} */ n) => n;
  const [low, high] = bins.map(scaled);
  const place = ((scaled(value) - low) / (high - low)) * 256;
  let [below, all] = [0, 0];
  counts?.[entry].forEach((count, bin) => {
    below += count * Math.min(1, Math.max(0, place - bin));
    all += count;
  });
  return { below, all };
}
