// The page begins here: read the photos, draw them, follow the reader.  To add a measure nothing has
// to change here: what it is called and what its ends mean comes with the data.

import { readArchive } from "./archive.js";
import { drawChart } from "./chart.js";
import { placesOf } from "./dots.js";
import { followKeys } from "./keyboard.js";
import { layOut } from "./layout.js";
import { followRun } from "./live.js";
import { gridOf } from "./nearest.js";
import { drawOver } from "./over.js";
import { photoText, showPhoto, startPhotoPanel } from "./photo.js";
import { followPointer, showRange, zoomBy } from "./pointer.js";
import { readRun, showPressed, siteInks } from "./run.js";
import { litPhotos, selected, showSelection } from "./selection.js";
import { canvasSurface, penOf, svgSurface } from "./surface.js";
import { offerTakeaway } from "./takeaway.js";
import { byId, countText, element, ink } from "./text.js";
import { applyTheme, isDark } from "./theme.js";
import { wholeTime } from "./time.js";
import { change, onChange, takeFromAddress, view } from "./view.js";

document.documentElement.classList.add("scripted"); // before anything is laid out, so that nothing moves
document.addEventListener("DOMContentLoaded", () => {
  followRun();
  if (byId("photos")) start().catch(apologize);
});

async function start() {
  const archive = await readArchive();
  Object.assign(view, takeFromAddress(archive));
  if (!archive.dated.length) view.undated = true;
  const chart = chartOf(archive);
  wireControls(archive, chart);
  followPointer(byId("chart"), chart);
  followKeys(byId("chart"), archive, chart);
  offerTakeaway(archive, chart, chart.selected);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", chart.draw);
  window.addEventListener("resize", chart.fit); // the pixel ratio can change and the size not
  new ResizeObserver(chart.fit).observe(byId("plot"));
  onChange((changed) => follow(archive, chart, changed));
  applyTheme();
  byId("picture")?.remove();
  follow(archive, chart, new Set(Object.keys(view)));
  startPhotoPanel(archive, () => follow(archive, chart, new Set(["chosen"])));
  await readRun(archive);
  follow(archive, chart, new Set([view.site || view.colour === "site" ? "site" : "chosen"]));
}

/**
 * The chart on the page's two canvases: the one below changes seldom, the one above with the pointer.
 * @param {Archive} archive
 */
function chartOf(archive) {
  const [below, above] = [byId("chart"), byId("above")];
  /** @type {Layout} */
  let layout;
  /** @type {Places} */
  let places;
  /** @type {ReturnType<typeof gridOf>} */
  let grid;
  /** @type {number[] | null} */
  let photos = null;
  /** @type {ChartSelection | null} */
  let dragged = null;
  let drawnAt = 0;
  const settings = (/** @type {number} */ ratio) => ({ lit: litPhotos(archive, photos), ratio });
  const fontFamily = getComputedStyle(below).fontFamily;
  /** @type {Chart} */
  const chart = {
    layout: () => layout,
    selected: () => photos,
    whole: () => [...wholeTime(archive, view), archive.measures[view.measure].low, archive.measures[view.measure].high],
    near: (x, y) => grid.near(x, y).photo,
    frameDrag(range) {
      dragged = range;
      chart.drawAbove();
    },
    fit() {
      const ratio = window.devicePixelRatio || 1;
      const fits = layout?.width === below.clientWidth && layout.height === below.clientHeight && drawnAt === ratio;
      if (!fits) chart.draw();
    },
    draw() {
      const [width, height] = [below.clientWidth, below.clientHeight];
      if (!width) return;
      layout = layOut(archive, view, width, height);
      places = placesOf(archive, view, layout);
      grid = gridOf(places.xs, places.ys, layout);
      photos = selected(archive);
      drawnAt = window.devicePixelRatio || 1;
      paint(below, drawnAt);
      below.dataset.points = places.shown;
      chart.drawAbove();
    },
    drawAbove() {
      drawOver(above, archive, layout, places, dragged ?? view.selection);
    },
    canvas(ratio) {
      const canvas = document.createElement("canvas");
      paint(canvas, ratio);
      return canvas;
    },
    /** The chart as SVG, by itself of the size that it has on the screen. */
    svg({ width, height } = layout) {
      const surface = svgSurface(width, height, "system-ui, sans-serif");
      const sheet = layOut(archive, view, width, height);
      drawChart(surface, archive, view, sheet, placesOf(archive, view, sheet), settings(2));
      return surface.node;
    },
  };
  return chart;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} ratio
   */
  function paint(canvas, ratio) {
    canvas.width = Math.round(layout.width * ratio);
    canvas.height = Math.round(layout.height * ratio);
    const pen = penOf(canvas);
    pen.scale(ratio, ratio);
    pen.fillStyle = ink("card");
    pen.fillRect(0, 0, layout.width, layout.height);
    drawChart(canvasSurface(pen, fontFamily), archive, view, layout, places, settings(ratio));
  }
}

/**
 * Bring the page up to what has changed in the view.
 * @param {Archive} archive
 * @param {Chart} chart
 * @param {Set<string>} changed
 */
function follow(archive, chart, changed) {
  const any = (/** @type {string[]} */ ...names) => names.some((name) => changed.has(name));
  if (any("theme")) applyTheme();
  if (any("measure", "colour", "trend", "undated", "range", "selection", "site", "theme")) {
    chart.draw();
    showSelection(archive, chart.selected());
    showControls(archive);
    showPressed();
  } else {
    chart.drawAbove();
  }
  if (any("pointed", "chosen", "measure", "site", "sources")) showPhoto(archive, changed.has("chosen"));
  if (any("chosen", "measure")) byId("said").textContent = view.chosen < 0 ? "" : photoText(archive, view.chosen);
}

/**
 * @param {Archive} archive
 * @param {Chart} chart
 */
function wireControls(archive, chart) {
  for (const input of measureInputs()) {
    input.addEventListener("change", () => showMeasure(archive, Number(input.value)));
  }
  byId("colour").addEventListener("change", (/** @type {any} */ event) => change({ colour: event.target.value }));
  byId("trend").addEventListener("change", (/** @type {any} */ event) => change({ trend: event.target.checked }));
  byId("undated")?.addEventListener("change", (/** @type {any} */ event) =>
    change({ undated: event.target.checked, range: null }),
  );
  byId("theme").addEventListener("click", () => change({ theme: isDark() ? "light" : "dark" }));
  byId("zoom-in").addEventListener("click", () => zoomBy(chart, 1 / 1.6));
  byId("zoom-out").addEventListener("click", () => zoomBy(chart, 1.6));
  byId("zoom-reset").addEventListener("click", () => change({ range: null }));
  byId("selection-zoom").addEventListener("click", () => {
    if (view.selection) showRange(chart, view.selection);
    change({ selection: null });
  });
  byId("selection-clear").addEventListener("click", () => change({ selection: null }));
}

/**
 * Another measure: the same years, all its values.
 * @param {Archive} archive
 * @param {number} measure
 */
function showMeasure({ measures }, measure) {
  const { low, high } = measures[measure];
  /** @type {ChartRange | null} */
  const range = view.range && [view.range[0], view.range[1], low, high];
  change({ measure, range, selection: null });
}

/** The radio buttons of the measures, or the list of them. */
function measureInputs() {
  return /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=measure]"));
}

/** @param {Archive} archive */
function showControls(archive) {
  const measure = archive.measures[view.measure];
  for (const input of measureInputs()) {
    if (input.type === "radio") input.checked = Number(input.value) === view.measure;
    else input.value = String(view.measure);
  }
  byId("colour").value = view.colour;
  byId("trend").checked = view.trend;
  if (byId("undated")) byId("undated").checked = view.undated;
  byId("zoom-reset").disabled = !view.range;
  byId("density-legend").hidden = view.colour !== "density";
  byId("trend-legend").hidden = !view.trend;
  const inks = view.colour === "site" ? siteInks(archive) : [];
  byId("site-legend").replaceChildren(
    ...inks.map(([site, colour]) => {
      const dot = element("i", { className: "dot" });
      dot.style.background = colour;
      return element("li", {}, dot, element("bdi", {}, site || "(no name)"));
    }),
  );
  byId("chart").setAttribute("aria-label", `${measure.label} of ${countText(archive.total)} photographs by year`);
}

/**
 * The picture and the table stay; the reader is told why there is no more.
 * @param {Error} error
 */
function apologize(error) {
  document.documentElement.classList.remove("scripted");
  byId("instead").textContent =
    `The chart can’t be shown in this browser (${error.message}). The same data, year by year, is in the table below.`;
  throw error;
}
