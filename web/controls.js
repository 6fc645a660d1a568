// The controls above the chart and the legend below it.

import { allColourings, colouringOf } from "./colourings.js";
import { showRange, zoomBy } from "./pointer.js";
import { byId, countText, element } from "./text.js";
import { isDark } from "./theme.js";
import { change, view } from "./view.js";

/**
 * Make the controls change the view.
 * @param {Archive} archive
 * @param {Chart} chart
 */
export function startControls(archive, chart) {
  for (const input of measureInputs()) {
    input.addEventListener("change", () => showMeasure(archive, Number(input.value)));
  }
  byId("colour").append(...allColourings().map(({ name, label }) => element("option", { value: name }, label)));
  byId("colour").addEventListener("change", (/** @type {any} */ event) => change({ colour: event.target.value }));
  byId("trend").addEventListener("change", (/** @type {any} */ event) => change({ trend: event.target.checked }));
  byId("window").replaceChildren(
    ...archive.windows.map(({ label }, i) => element("option", { value: String(i) }, label)),
  );
  byId("window").addEventListener("change", (/** @type {any} */ event) =>
    change({ window: Number(event.target.value) }),
  );
  byId("multiples").addEventListener("change", (/** @type {any} */ event) =>
    change({ multiples: event.target.checked }),
  );
  byId("undated")?.addEventListener("change", (/** @type {any} */ event) =>
    change({ undated: event.target.checked, range: null }),
  );
  byId("duplicates")?.addEventListener("change", (/** @type {any} */ event) =>
    change({ duplicates: event.target.checked, selection: null }),
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
 * Show in the controls and the legend what the view is.
 * @param {Archive} archive
 */
export function showControls(archive) {
  const measure = archive.measures[view.measure];
  for (const input of measureInputs()) {
    if (input.type === "radio") input.checked = Number(input.value) === view.measure;
    else input.value = String(view.measure);
  }
  byId("colour").value = view.colour;
  byId("trend").checked = view.trend;
  byId("window").value = String(view.window);
  if (byId("undated")) byId("undated").checked = view.undated;
  if (byId("duplicates")) byId("duplicates").checked = view.duplicates;
  byId("zoom-reset").disabled = !view.range;
  byId("density-legend").hidden = view.colour !== "density";
  byId("trend-legend").hidden = !view.trend;
  byId("trend-legend").classList.toggle("by-category", Boolean(colouringOf(view.colour)?.categories?.(archive)));
  const entries = colouringOf(view.colour)?.legend?.(archive) ?? [];
  byId("colour-legend").replaceChildren(...entries.map(legendItem));
  byId("chart").setAttribute("aria-label", `${measure.label} of ${countText(archive.total)} photographs by year`);
}

/** @param {{ text: string, colour: string }} entry */
function legendItem({ text, colour }) {
  const dot = element("i", { className: "dot" });
  dot.style.background = colour;
  return element("li", {}, dot, element("bdi", {}, text));
}

/**
 * Show another measure: the same years, and all its values.
 * @param {Archive} archive
 * @param {number} measure
 */
function showMeasure({ measures }, measure) {
  const { low, high } = measures[measure];
  /** @type {ChartRange | null} */
  const range = view.range && [view.range[0], view.range[1], low, high];
  change({ measure, range, selection: null });
}

/** The measures' radio buttons, or their list. */
function measureInputs() {
  return /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=measure]"));
}
