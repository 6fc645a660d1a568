// The filter: which photos are shown, counted and drawn.  A photo passes if its values are within all ranges and if it
// is in all chosen places and groups.

import { showDuplicates } from "./archive.js";
import { lazy } from "./block.js";
import { inGroup } from "./groups.js";
import { atPlace } from "./run.js";
import { countText, valueText } from "./text.js";
import { trendOf } from "./trend.js";
import { view } from "./view.js";

/**
 * Whether any photos are filtered out.
 * @param {Filter} filter
 */
export function isFiltering({ ranges, only }) {
  return ranges.length > 0 || only.length > 0;
}

/**
 * Show the photos that pass the filter, with duplicates or without them.
 * @param {Archive} archive
 */
export function showPhotos(archive) {
  showDuplicates(archive, view.duplicates);
  archive.kept = null;
  if (!isFiltering(view.filter)) return;
  const failed = failedConditions(archive);
  const kept = failed.map((count, i) => (count || (!view.duplicates && archive.duplicate?.[i]) ? 0 : 1));
  Object.assign(archive, { kept, ...filtered(archive, kept) });
}

/**
 * How many of the filter's conditions each photo fails.
 * @param {Archive} archive
 */
export function failedConditions(archive) {
  const failed = new Uint8Array(archive.count);
  for (const { measure, low, high } of rangesOf(archive)) {
    const { values } = archive.all.measures[measure];
    for (let i = 0; i < failed.length; i++) if (!(values[i] >= low && values[i] <= high)) failed[i]++;
  }
  for (const place of view.filter.only) {
    const passes = inGroup(archive, place) ?? (archive.places ? atPlace(archive, place) : () => true);
    for (let i = 0; i < failed.length; i++) if (!passes(i)) failed[i]++;
  }
  return failed;
}

/**
 * The filter's ranges, with the index of each one's measure; a range of a measure that the page hasn't is left out.
 * @param {Archive} archive
 */
function rangesOf({ all }) {
  return view.filter.ranges
    .map(({ name, low, high }) => ({ measure: all.measures.findIndex((measure) => measure.name === name), low, high }))
    .filter(({ measure }) => measure >= 0);
}

/**
 * The filter in words: what a photo must have; "" if there is none.
 * @param {Archive} archive
 */
export function filterText(archive) {
  const ranges = rangesOf(archive).map(({ measure: i, low, high }) => {
    const measure = archive.all.measures[i];
    const [from, to] = [low, high].map((value) => valueText(measure, value));
    return `${measure.label} ${low === high ? from : `${from} to ${to}`}`;
  });
  const only = view.filter.only.map((place) => {
    const [, i, number] = /^group (\d+) (\d+)$/.exec(place) ?? [];
    const group = archive.groups[Number(i)];
    const value = group?.entries.find((entry) => entry.number === Number(number));
    return group ? `${group.name}: ${value?.text ?? ""}` : place.replace(" ", ": ");
  });
  return [...ranges, ...only].join("; ");
}

/**
 * How many photos pass, in words.
 * @param {Archive} archive
 */
export function passingText(archive) {
  if (!archive.kept) return "No filter: all photographs are shown.";
  const shown = view.duplicates || !archive.duplicate ? archive.all : archive.single;
  const of = archive.sampled ? `${countText(archive.count)} photographs of the sample` : `${countText(shown.total)}`;
  const sample = archive.sampled ? " Everything shown is of the sample, not of all photographs." : "";
  return `${countText(archive.total)} of ${of} pass.${sample} Intervals take photographs as independent of each other.`;
}

/**
 * The photos that are kept: all others have no values, and aren't counted.
 * @param {Archive} archive
 * @param {Uint8Array} kept
 * @returns {Photos}
 */
function filtered({ years, measures, windows }, kept) {
  const counted = years.map((entry) => {
    let all = 0;
    for (let i = entry.first; i < entry.end; i++) all += kept[i];
    return { ...entry, all };
  });
  return {
    total: counted.reduce((sum, { all }) => sum + all, 0),
    years: counted,
    dated: /** @type {DatedEntry[]} */ (counted.filter(({ year }) => year !== null)),
    undated: counted.find(({ year }) => year === null) ?? null,
    measures: measures.map((measure) => filteredMeasure(measure, windows, kept)),
  };
}

/**
 * @param {Measure} measure
 * @param {TrendWindow[]} windows
 * @param {Uint8Array} kept
 * @returns {Measure}
 */
function filteredMeasure(measure, windows, kept) {
  const other = Object.create(measure); // its label, its limits, …
  for (const name of ["counts", "zeros"]) Object.defineProperty(other, name, { value: null });
  lazy(other, "values", () => measure.values.map((value, i) => (kept[i] ? value : NaN)));
  lazy(other, "trends", () => {
    /** @type {Trend[]} */
    const trends = [];
    windows.forEach((window, i) => lazy(trends, String(i), () => trendOf(window, other)));
    return trends;
  });
  return other;
}
