// Tables, pictures, a link and paper: what a reader can take from the page.

import { chartSvg, figureCanvas, figureSvg } from "./figure.js";
import { highlightTexts } from "./figure-texts.js";
import { cell, photoTable } from "./photo-table.js";
import { putPlotsOnPaper, removePlotsOnPaper } from "./plots.js";
import { byId, countText, element, photosText } from "./text.js";
import { address, view } from "./view.js";

const USUAL_TITLE = "Photographs over time"; // as in `photoparsl/results/page_options.py`
const LONGEST_PART = 40; // letters of a file's name

/**
 * Make the buttons work.
 * @param {Archive} archive
 * @param {Chart} chart
 */
export function offerDownloads(archive, chart) {
  /** @type {Record<string, (button: HTMLElement) => void>} */
  const actions = {
    csv: () => saveCsv(archive, null, fileName("photos")),
    json: () => saveJson(archive, null, fileName("photos")),
    png: () => savePng(archive, chart),
    svg: () => save(`${figureName(archive)}.svg`, "image/svg+xml", [svgText(archive, chart)]),
    pdf: () => printFigure(archive, chart),
    link: (button) => copy(button, address(), "Copy it from the address bar"),
    print: () => window.print(),
    "copy-change": (button) => copy(button, changeToCite(archive), "Mark it and copy it"),
    "selection-csv": () => saveCsv(archive, chart.selected(), fileName("selection")),
    "selection-json": () => saveJson(archive, chart.selected(), fileName("selection")),
  };
  for (const [id, act] of Object.entries(actions)) {
    byId(id)?.addEventListener("click", (/** @type {any} */ event) => act(event.currentTarget));
  }
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copies]"))) {
    const { textContent } = byId(button.dataset.copies ?? "");
    button.addEventListener("click", () => copy(button, textContent, "Mark it and copy it"));
  }
  preparePrint(archive, chart);
}

/**
 * The sentence on the change, with what it is of and how to cite it.
 * @param {Archive} archive
 */
function changeToCite({ total, dated, sampled, measures }) {
  const change = byId("change").textContent.replace(/^\. /, "").trim();
  const filter = byId("filter-words").textContent;
  const { values } = measures[view.measure];
  let known = 0;
  for (const { first, end } of dated)
    for (let photo = first; photo < end; photo++) known += Number(!Number.isNaN(values[photo]));
  const those = sampled || known === total ? "" : `, ${countText(known)} of them with a year and a value`;
  const of = `${photosText(total)}${filter ? ` with ${filter}` : ""}${those}`;
  return `${byId("title").textContent}, ${of}. ${change} ${byId("cite-sentence")?.textContent ?? ""}`.trim();
}

/**
 * The name of a file that is saved, without its ending: the page's title, unless it is the usual one, and what it has.
 * @param {string} contents
 */
function fileName(contents) {
  const title = byId("title").textContent;
  const texts = title === USUAL_TITLE ? [contents] : [title, contents];
  const plain = texts.map((text) =>
    text
      .match(/[\p{L}\p{M}\p{N}]+/gu)
      ?.join("-")
      .toLowerCase()
      .slice(0, LONGEST_PART),
  );
  return plain.filter(Boolean).join("-");
}

/**
 * A figure's name: that of the measure is in it.
 * @param {Archive} archive
 */
function figureName(archive) {
  return fileName(archive.measures[view.measure].name);
}

/**
 * Print the charts as SVG, because a canvas that is redrawn for printing prints empty, and unfold what is folded.
 * @param {Archive} archive
 * @param {Chart} chart
 */
function preparePrint(archive, chart) {
  /** @type {HTMLDetailsElement[]} */
  let closed = [];
  window.addEventListener("beforeprint", () => {
    if (document.documentElement.classList.contains("figure-only")) return;
    byId("paper").replaceChildren(
      chartSvg(archive, chart),
      ...highlightTexts(archive).map((text) => element("p", { dir: "auto" }, text)),
    );
    putPlotsOnPaper();
    const folded = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".cite, #by-year"));
    closed = [...folded].filter((details) => !details.open);
    for (const details of closed) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    byId("paper").replaceChildren();
    removePlotsOnPaper();
    for (const details of closed) details.open = false;
  });
}

/**
 * @param {Archive} archive
 * @param {number[] | null} photos
 * @param {string} name
 */
async function saveCsv(archive, photos, name) {
  const rows = await photoTable(archive, photos);
  const lines = rows.map((row) => row.map(cell).join(",") + "\n");
  save(`${name}${sampleSuffix(archive)}.csv`, "text/csv", lines);
}

/**
 * @param {Archive} archive
 * @param {number[] | null} photos
 * @param {string} name
 */
async function saveJson(archive, photos, name) {
  const [names, ...rows] = await photoTable(archive, photos);
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
 * @param {Archive} archive
 * @param {Chart} chart
 */
function savePng(archive, chart) {
  figureCanvas(archive, chart).toBlob((blob) => blob && save(`${figureName(archive)}.png`, "image/png", [blob]));
}

/**
 * @param {Archive} archive
 * @param {Chart} chart
 */
function svgText(archive, chart) {
  return new XMLSerializer().serializeToString(figureSvg(archive, chart));
}

/**
 * Print the figure alone, on a page that it fits; the browser can print to a PDF.
 * @param {Archive} archive
 * @param {Chart} chart
 */
function printFigure(archive, chart) {
  byId("paper").replaceChildren(figureSvg(archive, chart));
  document.documentElement.classList.add("figure-only");
  window.addEventListener("afterprint", () => document.documentElement.classList.remove("figure-only"), { once: true });
  window.print();
}

/**
 * @param {HTMLElement} button
 * @param {string} text
 * @param {string} otherwise what to do where the clipboard is forbidden
 */
async function copy(button, text, otherwise) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = otherwise;
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
