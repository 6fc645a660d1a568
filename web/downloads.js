// Tables, pictures, a link and paper: what a reader can take from the page.

import { readTexts } from "./archive.js";
import { groupText } from "./groups.js";
import { byId } from "./text.js";
import { inLight } from "./theme.js";
import { isoDate, yearsOf } from "./time.js";
import { address, view } from "./view.js";

const PAPER = { width: 960, height: 520 }; // CSS pixels, whatever the screen's size

/**
 * Make the buttons work.
 * @param {Archive} archive
 * @param {Chart} chart
 */
export function offerDownloads(archive, chart) {
  /** @type {Record<string, (button: HTMLElement) => void>} */
  const actions = {
    csv: () => saveCsv(archive, null, "photos"),
    json: () => saveJson(archive, null, "photos"),
    png: () => savePng(chart),
    svg: () => save("photos.svg", "image/svg+xml", [svgText(chart)]),
    link: (button) => copyLink(button),
    print: () => window.print(),
    "selection-csv": () => saveCsv(archive, chart.selected(), "selection"),
    "selection-json": () => saveJson(archive, chart.selected(), "selection"),
  };
  for (const [id, act] of Object.entries(actions)) {
    byId(id).addEventListener("click", (/** @type {any} */ event) => act(event.currentTarget));
  }
  preparePrint(chart);
}

/**
 * Print the chart as SVG, because a canvas that is redrawn for printing prints empty, and unfold what is folded.
 * @param {Chart} chart
 */
function preparePrint(chart) {
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
  save(`${name}${sampleSuffix(archive)}.csv`, "text/csv", lines);
}

/**
 * @param {Archive} archive
 * @param {number[] | null} photos
 * @param {string} name
 */
async function saveJson(archive, photos, name) {
  const [names, ...rows] = await table(archive, photos);
  const objects = rows.map((row) => Object.fromEntries(row.map((value, i) => [names[i], value === "" ? null : value])));
  save(`${name}${sampleSuffix(archive)}.json`, "application/json", [JSON.stringify(objects, null, 1)]);
}

/**
 * Marks the name of a file that doesn't have all photos.
 * @param {Archive} archive
 */
function sampleSuffix({ sampled, kept }) {
  return (sampled ? "-sample" : "") + (kept ? "-filtered" : "");
}

/**
 * The name of a measure's column; it tells what the values are rounded to.
 * @param {Measure} measure
 */
function columnOf({ name, step, exact }) {
  return exact ? name : `${name} (rounded to ${step})`;
}

/**
 * The rows of a table, the first with the columns' names.
 * @param {Archive} archive
 * @param {number[] | null} photos null for all
 */
async function table(archive, photos) {
  const { addresses, dates } = await readTexts();
  const names = archive.measures.map(columnOf);
  /** @type {(string | number)[][]} */
  const rows = [
    ["row", "year", "earliest", "latest", "date", "url", ...names, ...(archive.hasArchives ? ["archive"] : [])],
  ];
  const shown = (/** @type {number} */ i) =>
    archive.kept ? archive.kept[i] : view.duplicates || !archive.duplicate?.[i];
  const all = photos ?? Array.from({ length: archive.count }, (_, i) => i).filter(shown);
  for (const i of all) {
    const { year, earliest, latest } = yearsOf(archive, i);
    const values = archive.measures.map(({ values }) => (Number.isNaN(values[i]) ? "" : values[i]));
    const names = archive.hasArchives ? [groupText(archive.groups[0], i)] : [];
    rows.push([
      archive.row[i],
      year ?? "",
      earliest ?? "",
      latest ?? "",
      dates[i] || isoDate(archive, i),
      addresses[i],
      ...values,
      ...names,
    ]);
  }
  return rows;
}

const SIGN = "[=+\\-@＝＋－＠﹦﹢﹣﹫−]"; // a formula begins with one
const FORMULA = new RegExp(`^[\\s\\ufffd"]*${SIGN}`, "u");
const AFTER_SEPARATOR = new RegExp(`([;|\\t\\r\\n][\\s\\ufffd"]*)(?=${SIGN})`, "gu");

/**
 * A cell that a spreadsheet doesn't take for a formula, whatever it splits lines at.  `photoparsl/cells.py` does the same.
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
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(address());
    button.textContent = "Copied";
  } catch {
    button.textContent = "Copy it from the address bar"; // the clipboard may be forbidden
  }
  setTimeout(() => (button.textContent = label), 2000);
}

/**
 * Let the browser save a file.
 * @param {string} name
 * @param {string} type
 * @param {BlobPart[]} parts
 */
function save(name, type, parts) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
