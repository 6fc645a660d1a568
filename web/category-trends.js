// The trends of categories: the same numbers as those of all photos, for the photos of each category alone.

import { colouringOf } from "./colourings.js";
import { trendOf } from "./trend.js";

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
  const windows = windowsByCategory(archive, categories, view.window);
  if (!ofCategories.has(measure)) ofCategories.set(measure, new Map());
  const trends = ofCategories.get(measure);
  const key = `${view.colour} ${view.window}`;
  if (!trends.has(key))
    trends.set(
      key,
      categories.entries.map((entry) => ({
        ...entry,
        window: windows[entry.code],
        trend: trendOf(windows[entry.code], measure),
      })),
    );
  return trends.get(key);
}

/**
 * Those of them that the chart draws: all, or that of the value which is pressed.
 * @param {Archive} archive
 * @param {View} view
 */
export function shownTrends(archive, view) {
  const trends = categoryTrends(archive, view);
  const [, group, value] = /^group (\d+) (\d+)$/.exec(view.site) ?? [];
  const pressed = trends?.filter(({ code }) => view.colour === `group${group}` && code === Number(value));
  return pressed?.length ? pressed : trends;
}

/**
 * The median of all photos of a window's periods together, with its interval and how many photos have a value.
 * @param {TrendWindow} window
 * @param {Measure} measure
 */
export function medianOfAll({ periods, order }, measure) {
  const end = order?.length ?? 0;
  const whole = { number: 0, first: 0, end, time: 0 };
  const trend = trendOf({ label: "", width: 1, photos: 0, length: 1, periods: [whole], order }, measure);
  let photos = 0;
  for (const { first, end } of periods) {
    for (let i = first; i < end; i++) if (!Number.isNaN(measure.values[order?.[i] ?? i])) photos++;
  }
  return { photos, median: trend.median[0], lower: trend.lower[0], upper: trend.upper[0] };
}

/**
 * The archive's window, with each category's photos alone, by the category's code.
 * @param {Archive} archive
 * @param {Categories} categories
 * @param {number} number the window's index
 * @returns {TrendWindow[]}
 */
function windowsByCategory({ windows }, categories, number) {
  if (!splits.has(categories)) splits.set(categories, []);
  return (splits.get(categories)[number] ??= split(windows[number], categories));
}

/**
 * @param {TrendWindow} window
 * @param {Categories} categories
 */
function split(window, { entries, codes }) {
  /** @type {TrendWindow[]} */
  const found = [];
  for (const { code } of entries) {
    /** @type {number[]} */
    const order = [];
    const periods = window.periods.map(({ number, time, first, end }) => {
      const from = order.length;
      for (let i = first; i < end; i++) {
        const photo = window.order ? window.order[i] : i;
        if (codes[photo] === code) order.push(photo);
      }
      return { number, time, first: from, end: order.length };
    });
    found[code] = { ...window, periods, order: Uint32Array.from(order) };
  }
  return found;
}
