// The legend below the chart: what its colours and its marks stand for.

import { colouringOf } from "./colourings.js";
import { byId, countText, element } from "./text.js";
import { view } from "./view.js";

/**
 * Show what is drawn, as it was drawn.
 * @param {Archive} archive
 * @param {Chart} chart
 */
export function showLegend(archive, chart) {
  const { mark, ramp } = chart.drawn();
  byId("density-legend").hidden = view.colour !== "density" || mark > 0;
  byId("ramp-numbers").replaceChildren(...rampTexts(ramp).map((text) => element("span", {}, text)));
  byId("mark-legend").hidden = mark === 0 || Boolean(colouringOf(view.colour)?.fills);
  byId("trend-legend").hidden = !view.trend;
  byId("trend-legend").classList.toggle("by-category", Boolean(colouringOf(view.colour)?.categories?.(archive)));
  const entries = colouringOf(view.colour)?.legend?.(archive) ?? [];
  byId("colour-legend").replaceChildren(...entries.map(legendItem));
}

/**
 * The numbers of photos that the ramp's first, middle and last colour stand for, without repetitions.
 * @param {number[]} ramp
 */
export function rampTexts(ramp) {
  return [...new Set(ramp.map((photos) => countText(Math.max(1, Math.round(photos)))))];
}

/** @param {{ text: string, colour: string }} entry */
function legendItem({ text, colour }) {
  const dot = element("i", { className: "dot" });
  dot.style.background = colour;
  return element("li", {}, dot, element("bdi", {}, text));
}
