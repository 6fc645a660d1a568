// Taking it along: tables, pictures, a link, paper.

import { readAddresses } from "./archive.js";
import { byId } from "./text.js";
import { inLight } from "./theme.js";
import { yearsOf } from "./time.js";
import { address } from "./view.js";

const PAPER = { width: 960, height: 520 }; // whatever the screen's size

/**
 * `chart` draws itself as SVG or on a canvas; `photos` gives the selected ones, null for all.
 * @param {Archive} archive
 * @param {Chart} chart
 * @param {() => number[] | null} photos
 */
export function offerTakeaway(archive, chart, photos) {
  /** @type {Record<string, (button: HTMLElement) => void>} */
  const offers = {
    csv: () => saveCsv(archive, null, "photos"),
    json: () => saveJson(archive, null, "photos"),
    png: () => savePng(chart),
    svg: () => save("photos.svg", "image/svg+xml", [svgText(chart)]),
    link: (button) => copyLink(button),
    print: () => window.print(),
    "selection-csv": () => saveCsv(archive, photos(), "selection"),
    "selection-json": () => saveJson(archive, photos(), "selection"),
  };
  for (const [id, carryOut] of Object.entries(offers)) {
    byId(id).addEventListener("click", (/** @type {any} */ event) => carryOut(event.currentTarget));
  }
  offerPaper(chart);
}

/**
 * On paper there is the chart as SVG, for a canvas that is drawn anew prints empty, and nothing to unfold.
 * @param {Chart} chart
 */
function offerPaper(chart) {
  /** @type {HTMLDetailsElement[]} */
  let closed = [];
  window.addEventListener("beforeprint", () => {
    byId("paper").replaceChildren(inLight(() => chart.svg(PAPER)));
    const folded = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".cite, #by-year"));
    closed = [...folded].filter((details) => !details.open);
    for (const details of closed) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    byId("paper").replaceChildren();
    for (const details of closed) details.open = false;
  });
}

/**
 * @param {Archive} archive
 * @param {number[] | null} photos
 * @param {string} name
 */
async function saveCsv(archive, photos, name) {
  const rows = await table(archive, photos);
  const lines = rows.map((row) => row.map(cell).join(",") + "\n");
  save(`${name}${ofSample(archive)}.csv`, "text/csv", lines);
}

/**
 * @param {Archive} archive
 * @param {number[] | null} photos
 * @param {string} name
 */
async function saveJson(archive, photos, name) {
  const [names, ...rows] = await table(archive, photos);
  const objects = rows.map((row) => Object.fromEntries(row.map((value, i) => [names[i], value === "" ? null : value])));
  save(`${name}${ofSample(archive)}.json`, "application/json", [JSON.stringify(objects, null, 1)]);
}

/**
 * What the name of a file says of photos that aren't all there are.
 * @param {Archive} archive
 */
function ofSample({ sampled }) {
  return sampled ? "-sample" : "";
}

/**
 * The name of a measure's column, which says how its values were rounded.
 * @param {Measure} measure
 */
function columnOf({ name, step, exact }) {
  return exact ? name : `${name} (rounded to ${step})`;
}

/**
 * @param {Archive} archive
 * @param {number[] | null} photos
 */
async function table(archive, photos) {
  const addresses = await readAddresses();
  const names = archive.measures.map(columnOf);
  /** @type {(string | number)[][]} */
  const rows = [["row", "year", "earliest", "latest", "url", ...names]];
  const all = photos ?? Array.from({ length: archive.count }, (_, i) => i);
  for (const i of all) {
    const { year, earliest, latest } = yearsOf(archive, i);
    const values = archive.measures.map(({ values }) => (Number.isNaN(values[i]) ? "" : values[i]));
    rows.push([archive.row[i], year ?? "", earliest ?? "", latest ?? "", addresses[i], ...values]);
  }
  return rows;
}

const SIGN = "[=+\\-@＝＋－＠﹦﹢﹣﹫−]"; // with which formulas begin
const FORMULA = new RegExp(`^[\\s\\ufffd"]*${SIGN}`, "u");
const AFTER_SEPARATOR = new RegExp(`([;|\\t\\r\\n][\\s\\ufffd"]*)(?=${SIGN})`, "gu");

/**
 * A text as a cell that is no formula, nor becomes one where a spreadsheet splits lines elsewhere, as
 * `photoparsl/cells.py` writes it; numbers are as they are.
 * @param {number | string} value
 */
export function cell(value) {
  if (typeof value === "number") return String(value);
  const text = (FORMULA.test(value) ? `'${value}` : value).replace(AFTER_SEPARATOR, "$1'");
  return /[",;|\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {Chart} chart */
function savePng(chart) {
  chart.canvas(2).toBlob((blob) => blob && save("photos.png", "image/png", [blob]));
}

/** @param {Chart} chart */
function svgText(chart) {
  return new XMLSerializer().serializeToString(chart.svg());
}

/** @param {HTMLElement} button */
async function copyLink(button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(address());
    button.textContent = "Copied";
  } catch {
    button.textContent = "It is in the address bar"; // a page from the disk may not write there
  }
  setTimeout(() => (button.textContent = before), 2000);
}

/**
 * @param {string} name
 * @param {string} type
 * @param {BlobPart[]} parts
 */
function save(name, type, parts) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
