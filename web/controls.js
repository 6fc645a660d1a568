// The controls above the chart and below it.

import { allColourings } from "./colourings.js";
import { byId, element, photosText } from "./text.js";
import { isDark } from "./theme.js";
import { startTrendControls } from "./trend-controls.js";
import { change, view } from "./view.js";
import { showRange, zoomBy } from "./zoom.js";
import { showYearsBox, startYearsBox, wholeYears } from "./years-box.js";

/**
 * Make the controls change the view.
 * @param {Archive} archive
 * @param {Chart} chart
 */
export function startControls(archive, chart) {
  startTrendControls(archive);
  for (const input of measureInputs()) {
    input.addEventListener("change", () => showMeasure(archive, Number(input.value)));
  }
  byId("colour").append(
    ...allColourings().map(({ name, label }) => element("option", { value: name, dir: "auto" }, label)),
  );
  byId("colour").addEventListener("change", (/** @type {any} */ event) => change({ colour: event.target.value }));
  byId("trend").addEventListener("change", (/** @type {any} */ event) => change({ trend: event.target.checked }));
  byId("window").replaceChildren(
    ...archive.windows.map(({ label }, i) => element("option", { value: String(i), dir: "auto" }, label)),
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
    change({ duplicates: event.target.checked, selection: wholeYears() }),
  );
  byId("alike")?.addEventListener("change", (/** @type {any} */ event) =>
    change({ filter: { ...view.filter, single: !event.target.checked }, selection: wholeYears() }),
  );
  startYearsBox();
  byId("theme").addEventListener("click", () => change({ theme: isDark() ? "light" : "dark" }));
  byId("zoom-in").addEventListener("click", () => zoomBy(chart, 1 / 1.6));
  byId("zoom-out").addEventListener("click", () => zoomBy(chart, 1.6));
  byId("zoom-reset").addEventListener("click", () => change({ range: null }));
  byId("selection-zoom").addEventListener("click", () => {
    if (view.selection) showRange(chart, view.selection);
    clearSelection();
  });
  byId("selection-clear").addEventListener("click", clearSelection);
}

/** Select nothing.  The selection's buttons vanish, so the chart gets the focus. */
function clearSelection() {
  change({ selection: null });
  byId("chart").focus();
}

/**
 * Show in the controls what the view is.
 * @param {Archive} archive
 * @param {Chart} chart
 */
export function showControls(archive, chart) {
  const measure = archive.measures[view.measure];
  for (const input of measureInputs()) {
    if (input.type === "radio") input.checked = Number(input.value) === view.measure;
    else input.value = String(view.measure);
  }
  byId("colour").value = view.colour;
  byId("trend").checked = view.trend;
  byId("window").value = String(view.window);
  showYearsBox();
  if (byId("undated")) byId("undated").checked = view.undated;
  if (byId("duplicates")) byId("duplicates").checked = view.duplicates;
  if (byId("alike")) byId("alike").checked = !view.filter.single;
  byId("zoom-reset").setAttribute("aria-disabled", String(!view.range)); // a disabled button would lose the focus
  byId("zoom-in").setAttribute("aria-disabled", String(chart.isSmallest()));
  byId("chart").setAttribute("aria-label", `${measure.label} of ${photosText(archive.total)} by year`);
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
  change({ measure, range, selection: wholeYears() });
}

/** The measures' radio buttons, or their list. */
function measureInputs() {
  return /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=measure]"));
}
