// The first module to read: unpack the photos, draw the chart, update the page when the view changes.
// A new measure needs no change here: its label, its unit and its limits come with the data.

import { announceChange } from "./announce.js";
import { readArchive } from "./archive.js";
import { showColours, startColours } from "./colours-over-time.js";
import { showControls, startControls } from "./controls.js";
import { offerDownloads } from "./downloads.js";
import { showPhotos } from "./filter.js";
import { offerValues, showFilter, startFilter } from "./filter-panel.js";
import { offerGroups, showGroups } from "./groups.js";
import { followKeys } from "./keyboard.js";
import { forgetLaterChanges } from "./later-change.js";
import { showMultiples } from "./multiples.js";
import { PageChart } from "./page-chart.js";
import { showHeadline } from "./headline.js";
import { showLegend } from "./legend.js";
import { showPhoto, startPhotoPanel } from "./photo.js";
import { showPile, startPile } from "./pile.js";
import { followPointer } from "./pointer.js";
import { startReloading } from "./reload.js";
import { readRun, showPressed } from "./run.js";
import { showSelection } from "./selection.js";
import { showPage, startList } from "./selection-list.js";
import { byId } from "./text.js";
import { applyTheme } from "./theme.js";
import { startThumbnails } from "./thumbnails.js";
import { showTrendControls } from "./trend-controls.js";
import { followLink, onChange, takeFromAddress, view } from "./view.js";

// The view's properties that say which photos are shown, and how.
const SHOWN = [
  "measure",
  "colour",
  "window",
  "spread",
  "constant",
  "multiples",
  "undated",
  "duplicates",
  "filter",
  "highlighted",
  "theme",
];

const SOON = 1_000_000; // letters of photos' data: read in about a quarter of a second

document.documentElement.classList.add("scripted", "partial"); // before the first layout, so that nothing moves later
document.addEventListener("DOMContentLoaded", () => {
  startReloading();
  const photos = byId("photos");
  if (!photos || photos.textContent.length > SOON) showBody();
  if (photos) start().catch(showError);
});

/** Lay out and show the page, which is read to its end, and has its photos if they can be read soon. */
function showBody() {
  document.documentElement.classList.remove("partial");
}

async function start() {
  byId("chart").setAttribute("aria-busy", "true");
  const archive = await readArchive();
  showBody();
  offerGroups(archive);
  Object.assign(view, takeFromAddress(archive));
  showPhotos(archive);
  if (!archive.dated.length) view.undated = true;
  const chart = new PageChart(archive);
  startParts(archive, chart);
  followPointer(byId("chart"), chart, archive);
  followKeys(byId("chart"), archive, chart);
  offerDownloads(archive, chart);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    chart.draw();
    fitParts(archive, chart);
  });
  window.addEventListener("resize", () => fitParts(archive, chart)); // the pixel ratio may change while the size doesn't
  new ResizeObserver(() => chart.fit()).observe(byId("plot"));
  onChange((changed) => (update(archive, chart, changed), announceChange(archive, chart, changed)));
  applyTheme();
  byId("picture")?.remove();
  update(archive, chart, new Set(Object.keys(view)));
  const named = startPhotoPanel(archive).then(() => {
    showLinkFaults(followLink(archive));
    update(archive, chart, new Set(["chosen", "sources"])); // the list has titles and links now
    if (view.chosen >= 0) announceChange(archive, chart, new Set(["chosen"]));
  });
  await readRun(archive);
  offerValues(archive);
  update(
    archive,
    chart,
    new Set([
      view.filter.only.length ? "filter" : view.highlighted || view.colour !== "density" ? "highlighted" : "chosen",
    ]),
  );
  await named;
  byId("chart").removeAttribute("aria-busy");
}

/**
 * Say why a link doesn't show what it names.
 * @param {string} text "" if it does
 */
function showLinkFaults(text) {
  byId("link-faults").hidden = text === "";
  byId("link-faults").textContent = text;
}

/**
 * Make all controls work.
 * @param {Archive} archive
 * @param {Chart} chart
 */
function startParts(archive, chart) {
  startControls(archive, chart);
  startFilter(archive);
  if (byId("colours")) startColours(archive);
  startThumbnails(() => showThumbnails(archive, chart));
  startPile();
  startList(archive);
}

/**
 * Draw everything anew that depends on the page's size.
 * @param {Archive} archive
 * @param {Chart} chart
 */
function fitParts(archive, chart) {
  chart.fit();
  showMultiples(archive);
  showFilter(archive);
  if (byId("colours")) showColours(archive);
}

/**
 * Draw what shows thumbnails anew, once some have been loaded.
 * @param {Archive} archive
 * @param {Chart} chart
 */
function showThumbnails(archive, chart) {
  if (chart.drawn().mark) chart.draw();
  if (view.selection) showPage(archive);
  showPhoto(archive);
}

/**
 * Update the page after a change of the view.
 * @param {Archive} archive
 * @param {Chart} chart
 * @param {Set<string>} changed the names of the view's properties that have changed
 */
function update(archive, chart, changed) {
  const any = (/** @type {string[]} */ ...names) => names.some((name) => changed.has(name));
  if (any("theme")) applyTheme();
  if (any("duplicates")) showGroups(archive);
  if (any("duplicates", "filter")) showPhotos(archive);
  if (any(...SHOWN, "trend", "range", "selection")) {
    chart.draw();
    showSelection(archive, chart.selected());
    showControls(archive, chart);
    showLegend(archive, chart);
    showTrendControls(archive);
    showPressed();
    if (any(...SHOWN)) {
      forgetLaterChanges();
      showMultiples(archive);
      showHeadline(archive, () => showTrendControls(archive));
    }
  } else {
    chart.drawAbove();
  }
  if (any("chosen", "range", ...SHOWN)) showPile(chart, any("range", ...SHOWN));
  if (any("sources") && view.selection) showPage(archive);
  if (any("filter", "histograms", "duplicates", "theme")) showFilter(archive);
  if (any("filter", "duplicates", "theme") && byId("colours")) showColours(archive);
  if (any("pointed", "chosen", "measure", "duplicates", "filter", "highlighted", "sources"))
    showPhoto(archive, changed.has("chosen"));
}

/**
 * Say why there is no interactive chart; the static chart and the table stay.
 * @param {Error} error
 */
function showError(error) {
  showBody();
  document.documentElement.classList.remove("scripted");
  byId("chart").removeAttribute("aria-busy");
  byId("instead").textContent =
    `This browser can’t show the interactive chart (${error.message}). The table below has the same data by year.`;
  throw error;
}
