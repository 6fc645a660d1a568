// What the reader looks at.  It is kept in the address, so that a link or a reload shows the same.

import { colourFound, columnName, GROUP_COLOUR, groupFound, subsetName, subsetsFound } from "./group-link.js";
import { measureRangeOf, measureRangeText, parametersOf, rangeOf, unreadParts } from "./link-ranges.js";
import { linkFaults, measureNamed, photoName, photoNamed } from "./link.js";
import { isolated } from "./text.js";
import { usualWindowOf } from "./windows.js";

// Chromium ignores an address after 200 in 10 s, Safari after 100 in 30 s: a key held down would leave a wrong address.
const WRITINGS_AT_ONCE = 30; // times
const WRITING_INTERVAL = 500; // milliseconds, from then on

/** @type {View} its properties are described in `types.d.ts` */
export const view = {
  measure: 0,
  colour: "density",
  trend: true,
  window: 0,
  spread: false,
  constant: -1,
  multiples: false,
  undated: false,
  duplicates: true,
  filter: { ranges: [], only: [], single: false },
  histograms: [],
  range: null,
  selection: null,
  highlighted: "",
  chosen: -1,
  linked: "",
  pointed: -1,
  theme: "",
  sources: new Set(),
  reload: true,
};

/** @type {(colour: string, measure: number) => number} */
let usualOf = () => 0; // the window that is shown until the reader chooses another
/** @type {Measure[]} */
let knownMeasures = [];
/** @type {Group[]} */
let groups = [];
/** @type {string[]} */
let lost = []; // what the link names and the page hasn't got
let hidden = false; // whether duplicates are left out until the reader asks for them

let writings = WRITINGS_AT_ONCE; // how often the address may be written now
let countedAt = 0; // when that was counted, in milliseconds
let nextWriting = 0; // a timer
/** @type {((changed: Set<string>) => void)[]} */
const listeners = [];
/** @type {Set<string> | null} */
let unnotified = null; // the names of properties that listeners don't know of yet

/**
 * Call `listener` before the next frame with the names of the properties that have changed.
 * @param {(changed: Set<string>) => void} listener
 */
export function onChange(listener) {
  listeners.push(listener);
}

/**
 * Change properties of the view.
 * @param {Partial<View>} patch
 */
export function change(patch) {
  patch = { ...patch };
  if (patch.range) patch.range = /** @type {ChartRange} */ (patch.range.map(asInAddress));
  if (patch.selection) patch.selection = /** @type {ChartSelection} */ (patch.selection.map(asInAddress));
  const { colour = view.colour, measure = view.measure } = patch;
  const isOther = colour !== view.colour || measure !== view.measure;
  if (isOther && patch.window === undefined && isUsualWindow()) patch.window = usualOf(colour, measure);
  const names = /** @type {(keyof View)[]} */ (Object.keys(patch));
  const changed = names.filter((name) => view[name] !== patch[name]);
  if (!changed.length) return;
  Object.assign(view, patch);
  if (unnotified === null) requestAnimationFrame(notifyListeners);
  unnotified = new Set([...(unnotified ?? []), ...changed]);
}

/**
 * A number as the address has it, so that a link selects the same photos: nine digits tell the minutes of a year.
 * @param {number | null} number
 */
function asInAddress(number) {
  return number === null ? null : +number.toPrecision(9);
}

/** Whether the window that is shown is the page's choice, and not the reader's. */
export function isUsualWindow() {
  return view.window === usualOf(view.colour, view.measure);
}

function notifyListeners() {
  const changed = unnotified ?? new Set();
  unnotified = null;
  for (const listener of listeners) listener(changed);
  if ([...changed].some((name) => name !== "pointed")) writeAddress();
}

/** Write the view into the address: now, or as soon as browsers allow it. */
function writeAddress() {
  const now = performance.now();
  writings = Math.min(WRITINGS_AT_ONCE, writings + (now - countedAt) / WRITING_INTERVAL);
  countedAt = now;
  clearTimeout(nextWriting);
  if (writings < 1) {
    nextWriting = window.setTimeout(writeAddress, (1 - writings) * WRITING_INTERVAL + 1);
    return;
  }
  writings--;
  history.replaceState(null, "", address());
}

/** This page's address with the view in it. */
export function address() {
  const parameters = new URLSearchParams();
  if (view.measure) parameters.set("measure", knownMeasures[view.measure].name);
  const [, coloured] = GROUP_COLOUR.exec(view.colour) ?? [];
  if (coloured) parameters.set("colour", columnName(groups, Number(coloured)));
  else if (view.colour !== "density") parameters.set("colour", view.colour);
  if (!view.trend) parameters.set("trend", "off");
  if (!isUsualWindow()) parameters.set("window", String(view.window));
  if (view.spread) parameters.set("spread", "on");
  if (view.constant >= 0) parameters.set("constant", columnName(groups, view.constant));
  if (view.multiples) parameters.set("multiples", "on");
  if (view.undated) parameters.set("undated", "on");
  if (view.duplicates === hidden) parameters.set("duplicates", view.duplicates ? "on" : "off");
  if (view.filter.single) parameters.set("alike", "off");
  for (const { name, low, high } of view.filter.ranges) parameters.append("filter", measureRangeText(name, low, high));
  for (const subset of view.filter.only) parameters.append("only", subsetName(groups, subset));
  if (view.histograms.length) parameters.set("histograms", view.histograms.join(" "));
  for (const name of /** @type {["range", "selection"]} */ (["range", "selection"])) {
    const numbers = view[name];
    if (numbers) parameters.set(name, numbers.join("_"));
  }
  if (view.highlighted) parameters.set("highlighted", subsetName(groups, view.highlighted));
  const photo = (view.chosen >= 0 && photoName(view.chosen)) || view.linked;
  if (photo) parameters.set("photo", photo);
  if (view.theme) parameters.set("theme", view.theme);
  if (!view.reload) parameters.set("reload", "off");
  const hash = parameters.toString();
  return location.href.split("#")[0] + (hash ? `#${hash}` : "");
}

/**
 * The view that the address describes; invalid values are ignored.
 * @param {Archive} archive
 */
export function takeFromAddress(archive) {
  const { measures, count, hidesDuplicates, windows } = archive;
  ({ groups } = archive);
  [lost, hidden] = [[], hidesDuplicates];
  knownMeasures = measures;
  usualOf = (colour, measure) => usualWindowOf(archive, colour, measure);
  const parameters = parametersOf(location.hash);
  const whole = (/** @type {string} */ name, /** @type {number} */ below) => {
    const number = Number(parameters.get(name) ?? NaN);
    return Number.isInteger(number) && number >= 0 && number < below ? number : null;
  };
  const colour = colourFound(groups, parameters.get("colour") ?? "", lost);
  const theme = parameters.get("theme") ?? "";
  const measure = Math.max(0, measureNamed(parameters.get("measure") ?? "", measures));
  lost.push(...unreadParts(parameters, windows.length));
  return {
    measure,
    colour,
    trend: parameters.get("trend") !== "off",
    window: whole("window", windows.length) ?? usualOf(colour, measure),
    spread: parameters.get("spread") === "on",
    constant: groupFound(groups, parameters.get("constant") ?? "", lost),
    multiples: parameters.get("multiples") === "on",
    undated: parameters.get("undated") === "on",
    duplicates: parameters.get("duplicates") === "on" || (!hidden && parameters.get("duplicates") !== "off"),
    filter: {
      ranges: parameters.getAll("filter").flatMap(measureRangeOf).filter(isThere),
      only: parameters.getAll("only").flatMap((name) => subsetsFound(groups, name, lost)),
      single: parameters.get("alike") === "off" && archive.alike !== null,
    },
    histograms: (parameters.get("histograms") ?? "").split(" ").filter(Boolean),
    range: rangeOf(parameters.get("range"), false),
    selection: rangeOf(parameters.get("selection"), true),
    highlighted: subsetsFound(groups, parameters.get("highlighted") ?? "", lost)[0] ?? "",
    chosen: whole("photo", count) ?? -1,
    linked: whole("photo", count) === null ? (parameters.get("photo") ?? "") : "",
    theme: ["light", "dark"].includes(theme) ? theme : "",
    reload: parameters.get("reload") !== "off",
  };
}

/**
 * Whether the page has the measure of a range, and its values go round a circle if the lower limit is the higher number.
 * @param {MeasureRange} range
 */
function isThere({ name, low, high }) {
  const measure = knownMeasures.find((measure) => measure.name === name);
  if (measure && (low <= high || measure.circular)) return true;
  lost.push(measure ? `${isolated(name)} from ${low} to ${high}` : `the measure “${isolated(name)}”`);
  return false;
}

/**
 * Choose the photo that the link names, once the photos' places are decoded; return why it doesn't show what it names.
 * If the reader has chosen a photo before, the address names that one from now on.
 * @param {Archive} archive
 */
export function followLink(archive) {
  const parameters = parametersOf(location.hash);
  const measure = parameters.get("measure");
  const named = photoNamed(parameters.get("photo") ?? "", archive.count);
  if (view.linked && view.chosen < 0) view.chosen = named;
  const missing = view.chosen < 0 ? view.linked : "";
  view.linked = "";
  if (view.chosen >= 0 && view.chosen !== named) writeAddress();
  const others = lost.map((what) => `The link names ${what}, which isn’t on this page.`);
  return [linkFaults(archive, measure, missing), ...others].filter(Boolean).join(" ");
}
