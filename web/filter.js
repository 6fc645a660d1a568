// The filter: which photos are shown, counted and drawn.  A photo passes if its values are within all ranges and if it
// is in all chosen subsets.

import { showDuplicates } from "./archive.js";
import { INKS } from "./categories.js";
import { groupPhotos, groupTrends } from "./category-trends.js";
import { lazy } from "./block.js";
import { inGroup } from "./groups.js";
import { isMeasuredAt } from "./run.js";
import { drawnAlone } from "./stored-trends.js";
import { countText, isolated, photosText, valueText } from "./text.js";
import { trendOf } from "./trend.js";
import { view } from "./view.js";

/**
 * Whether any photos are filtered out.
 * @param {Filter} filter
 */
export function isFiltering({ ranges, only, single }) {
  return ranges.length > 0 || only.length > 0 || single;
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
    for (let i = 0; i < failed.length; i++) if (!isInRange(values[i], low, high)) failed[i]++;
  }
  const alike = view.filter.single ? archive.alike : null;
  alike?.forEach((isAlike, i) => (failed[i] += isAlike));
  for (const subset of view.filter.only) {
    const passes = inGroup(archive, subset) ?? (archive.hosts ? isMeasuredAt(archive, subset) : () => true);
    for (let i = 0; i < failed.length; i++) if (!passes(i)) failed[i]++;
  }
  return failed;
}

/**
 * Whether a value is in a range.  One whose lower limit is the higher number goes round the circle of hues.
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function isInRange(value, low, high) {
  return low > high ? value >= low || value <= high : value >= low && value <= high;
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
    const label = isolated(measure.label);
    if (low === -Infinity) return `${label} at most ${to}`;
    if (high === Infinity) return `${label} at least ${from}`;
    return `${label} ${low === high ? from : `${from} to ${to}`}`;
  });
  const only = view.filter.only.map((subset) => {
    const [, i, number] = /^group (\d+) (\d+)$/.exec(subset) ?? [];
    const group = archive.groups[Number(i)];
    const value = group?.entries.find((entry) => entry.number === Number(number));
    const [kind, text] = group ? [isolated(group.name), value?.text ?? ""] : subset.split(/ (.*)/su);
    return `${kind}: ${isolated(text)}`;
  });
  const single = view.filter.single && archive.alike ? ["no earlier one that looks alike"] : [];
  return [...ranges, ...only, ...single].join("; ");
}

/**
 * The group and the category of a filter by one frequent value alone, whose numbers by year a large archive's page has for
 * all photos; null for every other filter.
 * @param {Archive} archive
 */
export function exactGroup({ sampled, groups }) {
  const { ranges, only, single } = view.filter;
  const [, group, code] = (only.length === 1 && /^group (\d+) (\d+)$/.exec(only[0])) || [];
  const isExact = sampled && !ranges.length && !single && groups[Number(group)] && Number(code) < INKS.length;
  return isExact ? { group: Number(group), code: Number(code) } : null;
}

/**
 * How many photos pass, in words.
 * @param {Archive} archive
 */
export function passingText(archive) {
  if (!archive.kept) return "No filter: all photographs are shown.";
  const shown = view.duplicates || !archive.duplicate ? archive.all : archive.single;
  const independent = "Intervals take photographs as independent of each other.";
  if (exactGroup(archive))
    return (
      `${countText(archive.total)} of ${countText(shown.total)} pass. Their numbers by year, and the trend of single ` +
      `years, are of all photographs; everything else is of the sample. ${independent}`
    );
  if (!archive.sampled && !archive.total) return `0 of ${countText(shown.total)} pass.`;
  if (!archive.sampled) return `${countText(archive.total)} of ${countText(shown.total)} pass. ${independent}`;
  const sample = photosText(view.duplicates || !archive.duplicate ? archive.count : countOfSingle(archive));
  return (
    `${countText(archive.total)} of ${sample} of the sample pass. Everything shown is of the sample, not of all ` +
    `photographs. ${independent}`
  );
}

/** @param {Archive} archive */
function countOfSingle({ count, duplicate }) {
  return count - (duplicate ?? new Uint8Array()).reduce((sum, one) => sum + one, 0);
}

/**
 * The photos that are kept: all others have no values, and aren't counted.
 * @param {Archive} archive
 * @param {Uint8Array} kept
 * @returns {Photos}
 */
function filtered(archive, kept) {
  const exact = exactGroup(archive);
  const counted = exact ? yearsOfGroup(archive, exact) : yearsOfKept(archive, kept);
  return {
    total: counted.reduce((sum, { all }) => sum + all, 0),
    years: counted,
    dated: /** @type {DatedEntry[]} */ (counted.filter(({ year }) => year !== null)),
    undated: counted.find(({ year }) => year === null) ?? null,
    measures: archive.measures.map((measure) => filteredMeasure(measure, archive, kept)),
  };
}

/**
 * @param {Archive} archive
 * @param {Uint8Array} kept
 */
function yearsOfKept({ years }, kept) {
  return years.map((entry) => {
    let all = 0;
    for (let i = entry.first; i < entry.end; i++) all += kept[i];
    return { ...entry, all };
  });
}

/**
 * How many of all photos of each year are in a category of a group.
 * @param {Archive} archive
 * @param {{ group: number, code: number }} exact
 */
function yearsOfGroup(archive, { group, code }) {
  const counts = groupPhotos(archive, group)[code];
  const { photos, duplicates } = archive.groups[group].entries.find(({ number }) => number === code) ?? { photos: 0, duplicates: 0 }; // prettier-ignore
  const dated = counts.reduce((sum, count) => sum + count, 0);
  const undated = photos - (view.duplicates ? 0 : duplicates) - dated;
  return archive.years.map((entry, i) => ({ ...entry, all: entry.year === null ? undated : counts[i] }));
}

/**
 * @param {Measure} measure
 * @param {Archive} archive
 * @param {Uint8Array} kept
 * @returns {Measure}
 */
function filteredMeasure(measure, archive, kept) {
  const other = Object.create(measure); // its label, its limits, …
  other.chosen = isFilteredBy(measure);
  for (const name of ["counts", "zeros"]) Object.defineProperty(other, name, { value: null });
  lazy(other, "values", () => measure.values.map((value, i) => (kept[i] ? value : NaN)));
  lazy(other, "trends", () => {
    /** @type {Trend[]} */
    const trends = [];
    const exact = exactGroup(archive);
    const stored = exact && groupTrends(archive, exact.group, measure);
    archive.windows.forEach((window, i) =>
      lazy(trends, String(i), () =>
        i === 0 && exact && stored ? stored[exact.code] : trendOf(window, drawnAlone(other, archive.drawn)),
      ),
    );
    return trends;
  });
  return other;
}

/**
 * Whether photos are chosen by their values of a measure: an interval of its median wouldn't say how sure it is.
 * @param {Measure} measure
 */
function isFilteredBy({ name }) {
  return view.filter.ranges.some((range) => range.name === name);
}
