// The trends of categories: the same numbers as those of all photos, for the photos of each category alone.

import { OTHERS } from "./categories.js";
import { colouringOf } from "./colourings.js";
import { storedTrends } from "./stored-trends.js";
import { trendOf } from "./trend.js";
import { view } from "./view.js";

const splits = new WeakMap(); // of categories: their photos in each window
const ofCategories = new WeakMap(); // of a measure: the trends that were computed

/**
 * The categories that photos are coloured by, each with its trend; null if photos aren't coloured by category.
 * @param {Archive} archive
 * @param {View} view
 * @returns {CategoryTrend[] | null}
 */
export function categoryTrends(archive, view) {
  const categories = colouringOf(view.colour)?.categories?.(archive);
  const measure = archive.measures[view.measure];
  if (!categories || measure.codes?.length) return null; // codes have no medians
  if (!ofCategories.has(measure)) ofCategories.set(measure, new Map());
  const trends = ofCategories.get(measure);
  const key = `${view.colour} ${view.window}`;
  if (!trends.has(key))
    trends.set(key, exactTrends(archive, view, categories) ?? computedTrends(archive, view, categories));
  return trends.get(key);
}

/**
 * Whether trends by category are of the page's sample.
 * @param {Archive} archive
 * @param {View} view
 */
export function areOfSample(archive, view) {
  return archive.sampled && Boolean(categoryTrends(archive, view)?.some(({ exact }) => exact === null));
}

/**
 * The trends of all photos of a large archive, which the page has for single years; null if it hasn't.
 * @param {Archive} archive
 * @param {View} view
 * @param {Categories} categories
 * @returns {CategoryTrend[] | null}
 */
function exactTrends(archive, view, { entries }) {
  const measure = archive.measures[view.measure];
  const [, group] = /^group(\d+)$/.exec(view.colour) ?? [];
  const stored = archive.kept || view.window !== 0 || !group ? null : groupTrends(archive, Number(group), measure);
  if (!stored) return null;
  const photos = groupPhotos(archive, Number(group));
  return entries.map((entry) => {
    const exact = photos[entry.code].reduce((sum, count) => sum + count, 0);
    return { ...entry, window: archive.windows[0], trend: stored[entry.code], exact };
  });
}

/**
 * @param {Archive} archive
 * @param {View} view
 * @param {Categories} categories
 * @returns {CategoryTrend[]}
 */
function computedTrends(archive, view, categories) {
  const measure = archive.measures[view.measure];
  const windows = windowsByCategory(archive, categories, view.window);
  return categories.entries.map((entry) => ({
    ...entry,
    window: windows[entry.code],
    trend: trendOf(windows[entry.code], measure),
    exact: null,
  }));
}

/**
 * The trend of each category of a group in single years, of all photos of a large archive; null if the page hasn't them.
 * @param {Archive} archive
 * @param {number} group
 * @param {Measure} measure
 */
export function groupTrends(archive, group, measure) {
  const kind = view.duplicates || !archive.duplicate ? "group trend" : "single group trend";
  const column = archive.column(`${kind} ${group} ${measure.name}`);
  return column && storedTrends(column, measure, OTHERS + 1);
}

/**
 * How many photos of each year each category of a group has, in a large archive.
 * @param {Archive} archive
 * @param {number} group
 * @returns {number[][]}
 */
export function groupPhotos({ column, duplicate, windows }, group) {
  const counts = column(`group photos ${group}`);
  const duplicates = view.duplicates || !duplicate ? null : column(`group duplicates ${group}`);
  const years = windows[0].periods.length;
  return Array.from({ length: OTHERS + 1 }, (_, code) =>
    Array.from({ length: years }, (_, i) => counts[code * years + i] - (duplicates?.[code * years + i] ?? 0)),
  );
}

/**
 * The categories' trends that the chart draws: all of them, or that of the pressed value.
 * @param {Archive} archive
 * @param {View} view
 */
export function shownTrends(archive, view) {
  const trends = categoryTrends(archive, view);
  const [, group, value] = /^group (\d+) (\d+)$/.exec(view.highlighted) ?? [];
  const pressed = trends?.filter(({ code }) => view.colour === `group${group}` && code === Number(value));
  return pressed?.length ? pressed : trends;
}

/**
 * The median of all photos of a window's periods together, with its interval and how many photos have a value.
 * @param {TrendWindow} window
 * @param {Measure} measure
 */
export function medianOfAll({ periods, order }, measure) {
  let photos = 0;
  for (const { first, end } of periods) {
    for (let i = first; i < end; i++) if (!Number.isNaN(measure.values[order?.[i] ?? i])) photos++;
  }
  return { photos, ...numbersOf(order ?? new Uint32Array(), measure) };
}

/**
 * The median of photos, its interval, and the ends of their middle half.
 * @param {Uint32Array} order the photos
 * @param {Measure} measure
 */
export function numbersOf(order, measure) {
  const periods = [{ number: 0, first: 0, end: order.length, time: 0 }];
  const trend = trendOf({ label: "", width: 1, length: 1, photos: 0, periods, order }, measure);
  return {
    median: trend.median[0],
    q25: trend.q25[0],
    q75: trend.q75[0],
    lower: trend.lower[0],
    upper: trend.upper[0],
  };
}

/**
 * The archive's window, with each category's photos alone, by the category's code.
 * @param {Archive} archive
 * @param {Categories} categories
 * @param {number} number the window's index
 * @returns {TrendWindow[]}
 */
function windowsByCategory({ windows, drawn }, categories, number) {
  if (!splits.has(categories)) splits.set(categories, []);
  return (splits.get(categories)[number] ??= split(windows[number], categories, drawn));
}

/**
 * @param {TrendWindow} window
 * @param {Categories} categories
 * @param {Uint8Array | null} drawn
 */
function split(window, { entries, codes }, drawn) {
  /** @type {TrendWindow[]} */
  const found = [];
  for (const { code } of entries) {
    /** @type {number[]} */
    const order = [];
    const periods = window.periods.map(({ number, time, first, end }) => {
      const from = order.length;
      for (let i = first; i < end; i++) {
        const photo = window.order ? window.order[i] : i;
        if (codes[photo] === code && (!drawn || drawn[photo])) order.push(photo);
      }
      return { number, time, first: from, end: order.length };
    });
    found[code] = { ...window, periods, order: Uint32Array.from(order) };
  }
  return found;
}
