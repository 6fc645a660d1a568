// The trend that is shown: that of the view's measure and window, with vague dates and the mixture as the reader wants them.

import { areOfSample } from "./category-trends.js";
import { exactGroup } from "./filter.js";
import { drawnAlone } from "./stored-trends.js";
import { weightedTrend } from "./weighted-trend.js";

const computed = new WeakMap(); // of a measure: the trends that were computed

/**
 * @param {Archive} archive
 * @param {View} view
 * @returns {ShownTrend}
 */
export function shownTrend(archive, view) {
  return trendWith(archive, view, view.window, view.constant);
}

/**
 * The trend of single years with the mixture held constant, whose photos the page can resample.
 * @param {Archive} archive
 * @param {View} view
 */
export function heldTrend(archive, view) {
  return trendWith(archive, view, 0, view.constant);
}

/**
 * @param {Archive} archive
 * @param {View} view
 * @param {number} number the window's index
 * @param {number} constant the index of the group whose mixture is held constant; -1 for none
 * @returns {ShownTrend}
 */
function trendWith(archive, view, number, constant) {
  const measure = archive.measures[view.measure];
  const window = archive.windows[number];
  const group = archive.groups[constant];
  const spread = view.spread && Boolean(archive.before) && !window.order;
  if (!spread && !group) return { window, trend: measure.trends[number] };
  if (!computed.has(measure)) computed.set(measure, new Map());
  const trends = computed.get(measure);
  const key = `${number} ${constant} ${spread}`;
  if (!trends.has(key)) {
    const codes = group ? group.numbers : null;
    trends.set(
      key,
      weightedTrend(window, drawnAlone(measure, archive.drawn), { ...periodsOfPhotos(archive, window, spread), codes }),
    );
  }
  return trends.get(key);
}

/**
 * The first and the last period that each photo may be of; for a photo of no period, the last is before the first.
 * @param {Archive} archive
 * @param {TrendWindow} window
 * @param {boolean} spread whether they are all years that its date may be; else its own alone
 */
function periodsOfPhotos({ count, before, after, drawn }, { periods, order }, spread) {
  const [first, last] = [new Int32Array(count).fill(0), new Int32Array(count).fill(-1)];
  for (const { number, first: from, end } of periods) {
    for (let at = from; at < end; at++) {
      const photo = order ? order[at] : at;
      if (drawn && !drawn[photo]) continue; // each year's extremes, which the sample has too, would shift the numbers
      first[photo] = number - (spread ? (before?.[photo] ?? 0) : 0);
      last[photo] = number + (spread ? (after?.[photo] ?? 0) : 0);
    }
  }
  return { first, last };
}

/**
 * Whether the trend that is shown is of the page's sample: of all photos, the page has no trend of this kind.
 * @param {Archive} archive
 * @param {View} view
 */
export function isOfSample(archive, view) {
  const isWeighted = view.constant >= 0 || (view.spread && Boolean(archive.before));
  const isFiltered = archive.kept && !(exactGroup(archive) && view.window === 0);
  return archive.sampled && Boolean(isWeighted || isFiltered || areOfSample(archive, view));
}
