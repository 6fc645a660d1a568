// The filter's panel: histograms of three measures, each of the photos that pass all other conditions, and a list of
// values for each group.  Drag over a histogram, or type its limits.

import { failedConditions, filterText, isFiltering, passingText } from "./filter.js";
import { drawHistogram, scaleOf } from "./small-histogram.js";
import { byId, element } from "./text.js";
import { change, view } from "./view.js";
import { wholeYears } from "./years-box.js";

const SHORTEST_BRUSH = 4; // CSS pixels; less is a click

/** @typedef {{ slot: number, select: any, canvas: any, low: any, high: any }} Slot */

/**
 * Make the panel change the filter.
 * @param {Archive} archive
 */
export function startFilter(archive) {
  for (const slot of slotsOf()) {
    slot.select.addEventListener("change", () => chooseMeasure(archive, slot));
    for (const input of [slot.low, slot.high]) input.addEventListener("change", () => typeRange(archive, slot));
    followBrush(archive, slot);
  }
  offerValues(archive);
  for (const list of columnLists()) {
    list.addEventListener("change", () => change({ filter: withValues(view.filter), selection: wholeYears() }));
  }
  byId("filter-clear").addEventListener("click", () => {
    byId("filter").querySelector("select, input").focus(); // the button is about to be disabled
    change({ filter: { ranges: [], only: [], single: false }, selection: wholeYears() });
  });
}

/**
 * Fill the lists of values; those of resources are known once the run is read.
 * @param {Archive} archive
 */
export function offerValues(archive) {
  for (const list of columnLists()) {
    const column = list.dataset.column ?? "";
    if (list.options.length < 2) list.append(...optionsOf(archive, column));
  }
}

/**
 * Show the filter, and how many photos pass it.
 * @param {Archive} archive
 */
export function showFilter(archive) {
  byId("filter-note").textContent = passingText(archive);
  const words = filterText(archive);
  byId("filter-shown").hidden = !words;
  byId("filter-words").textContent = words;
  byId("filter-clear").disabled = !isFiltering(view.filter);
  for (const list of columnLists()) {
    const kind = list.dataset.column ?? "";
    list.value = view.filter.only.find((subset) => subset.startsWith(`${kind} `)) ?? "";
  }
  const failed = failedConditions(archive);
  for (const slot of slotsOf()) {
    const measure = measureIn(archive, slot);
    slot.select.value = String(archive.all.measures.indexOf(measure));
    const range = view.filter.ranges.find(({ name }) => name === measure.name);
    for (const [input, value] of [
      [slot.low, range?.low],
      [slot.high, range?.high],
    ]) {
      // prettier-ignore
      input.step = measure.step;
      if (input !== document.activeElement) input.value = Number.isFinite(value) ? String(value) : ""; // being typed
    }
    if (measure.circular || !(slot.low.valueAsNumber > slot.high.valueAsNumber)) slot.high.setCustomValidity("");
    drawHistogram(slot.canvas, archive, measure, range, failed);
  }
}

/** @returns {Slot[]} */
function slotsOf() {
  return [...document.querySelectorAll("#filter .histogram")].map((node, slot) => ({
    slot,
    select: node.querySelector("select"),
    canvas: node.querySelector("canvas"),
    low: node.querySelector(".low"),
    high: node.querySelector(".high"),
  }));
}

/** @returns {NodeListOf<HTMLSelectElement>} */
function columnLists() {
  return document.querySelectorAll("#filter [data-column]");
}

/**
 * The measure whose histogram is in that slot.
 * @param {Archive} archive
 * @param {Slot} slot
 */
function measureIn({ all }, { slot }) {
  return all.measures.find(({ name }) => name === view.histograms[slot]) ?? all.measures[slot];
}

/**
 * The options of a column's list.
 * @param {Archive} archive
 * @param {string} column "group NUMBER" or "resource"
 */
function optionsOf({ groups, resources = [] }, column) {
  if (column === "resource")
    return resources.map((name) => element("option", { value: `resource ${name}`, dir: "auto" }, name || "(no name)"));
  const { entries } = groups[Number(column.split(" ")[1])];
  return entries.map(({ number, text }) => element("option", { value: `${column} ${number}`, dir: "auto" }, text));
}

/**
 * The filter with the values that the lists have.
 * @param {Filter} filter
 */
function withValues({ ranges, single }) {
  return { ranges, only: [...columnLists()].map(({ value }) => value).filter(Boolean), single };
}

/**
 * @param {Archive} archive
 * @param {Slot} slot
 */
function chooseMeasure(archive, slot) {
  const before = measureIn(archive, slot);
  const histograms = slotsOf().map((other) => measureIn(archive, other).name);
  histograms[slot.slot] = archive.all.measures[Number(slot.select.value)].name;
  const others = view.filter.ranges.filter(({ name }) => name !== before.name || histograms.includes(name));
  change({ histograms, filter: { ...view.filter, ranges: others } }); // a range that isn't seen doesn't filter
}

/**
 * Filter by the limits that were typed; an empty one is none.  A lower limit above the upper one is refused, but for hues.
 * @param {Archive} archive
 * @param {Slot} slot
 */
function typeRange(archive, slot) {
  const [from, to] = [slot.low.valueAsNumber, slot.high.valueAsNumber];
  const { circular } = measureIn(archive, slot);
  slot.high.setCustomValidity(
    from > to && !circular ? "No value is from the first limit to this one: it is lower" : "",
  );
  const refused = [slot.low, slot.high].find(({ validity }) => validity.badInput || validity.customError);
  if (refused) return void refused.reportValidity();
  if (Number.isNaN(from) && Number.isNaN(to)) return setRange(archive, slot, null);
  setRange(archive, slot, [Number.isNaN(from) ? -Infinity : from, Number.isNaN(to) ? Infinity : to]);
}

/**
 * @param {Archive} archive
 * @param {Slot} slot
 * @param {Point | null} range null for every value
 */
function setRange(archive, slot, range) {
  const { name } = measureIn(archive, slot);
  const ranges = view.filter.ranges.filter((other) => other.name !== name);
  if (range) ranges.push({ name, low: range[0], high: range[1] });
  change({ filter: { ...view.filter, ranges }, selection: wholeYears() });
}

/**
 * Filter by what is dragged over; a click removes the range.
 * @param {Archive} archive
 * @param {Slot} slot
 */
function followBrush(archive, slot) {
  const { canvas } = slot;
  /** @type {number | null} */
  let start = null;
  const valueAt = (/** @type {number} */ x) => {
    const measure = measureIn(archive, slot);
    const part = Math.min(1, Math.max(0, x / canvas.clientWidth));
    const value = scaleOf(measure).value(part);
    const parts = Math.round(1 / measure.step);
    return measure.step < 1 ? Math.round(value * parts) / parts : Math.round(value / measure.step) * measure.step;
  };
  canvas.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    start = event.offsetX;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (start !== null && Math.abs(event.offsetX - start) >= SHORTEST_BRUSH)
      setRange(archive, slot, [valueAt(Math.min(start, event.offsetX)), valueAt(Math.max(start, event.offsetX))]);
  });
  canvas.addEventListener("pointerup", (/** @type {PointerEvent} */ event) => {
    if (start !== null && Math.abs(event.offsetX - start) < SHORTEST_BRUSH) setRange(archive, slot, null);
    start = null;
  });
  canvas.addEventListener("pointercancel", () => (start = null));
}
