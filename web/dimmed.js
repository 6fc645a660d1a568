// How opaque photos are: those that don't stand out are dim, and those behind lines of their own colours are paler.

import { shownTrends } from "./category-trends.js";

const DIM = 0.22; // the opacity of photos that don't stand out
const BEHIND = 0.4; // and of those behind the lines of several categories, which have the same colours

/**
 * How opaque photos are that don't stand out.
 * @param {Archive} archive
 * @param {View} view
 * @param {boolean} lit whether others stand out
 */
export function opacityOf(archive, view, lit) {
  if (lit) return DIM;
  return isBehindLines(archive, view) ? BEHIND : 1;
}

/**
 * Whether the lines of several categories are drawn above the photos, in the same colours.
 * @param {Archive} archive
 * @param {View} view
 */
export function isBehindLines(archive, view) {
  return view.trend && (shownTrends(archive, view)?.length ?? 0) > 1;
}
