// The sentence at the top: how the yearly medians of the measure that is shown change.

import { isOfSample, yearlyTrend } from "./shown-trend.js";
import { trendSlope } from "./slope.js";
import { byId, element } from "./text.js";
import { view } from "./view.js";

const SMALL = 1e-5; // a smaller change is written with a power of ten

/**
 * Say how the measure that is shown changes: as the page was made with, with its interval; else as it is computed here.
 * @param {Archive} archive
 */
export function showHeadline(archive) {
  const measure = archive.measures[view.measure];
  const found = isAsStored(archive) ? storedChange(archive, measure) : computedChange(archive, measure);
  if (!found) return byId("change").replaceChildren();
  const [text, after] = found;
  const scale = measure.ends[0] ? `, on a scale from ${measure.ends[0]} to ${measure.ends[1]}` : "";
  byId("change").replaceChildren(
    ". ",
    element("bdi", {}, measure.label),
    ": ",
    element("b", {}, text),
    `${scale}. ${after}`,
  );
}

/**
 * Whether the trends that are shown are those that the page was made with.
 * @param {Archive} archive
 */
export function isAsStored({ kept, groups, before }) {
  return !kept && !groups[view.constant] && !(view.spread && before);
}

/**
 * @param {Archive} archive
 * @param {Measure} measure
 */
function storedChange({ duplicate, intervalNote }, { changes }) {
  const text = changes[duplicate && !view.duplicates ? 1 : 0];
  if (!text) return null;
  return [text, text.includes("without an interval") ? "" : intervalNote];
}

/**
 * @param {Archive} archive
 * @param {Measure} measure
 */
function computedChange(archive, measure) {
  if (measure.circular || measure.codes.length) return null;
  const found = trendSlope(yearlyTrend(archive, view), measure);
  if (!found) return null;
  const group = archive.groups[view.constant];
  const of = [
    archive.kept && "of the photographs that pass the filter",
    isOfSample(archive, view) && "of the page’s sample",
    group && `with the mixture of ${group.name} held constant`,
    view.spread && archive.before && "with vague dates in every year that they may be of",
  ].filter(Boolean);
  const change = `${signed(10 * found.slope)} a decade, ${found.first} to ${found.last}`;
  return [change, `That is ${of.join(", ")}; an interval of it isn’t computed here.`];
}

/**
 * A change with its sign and two digits, as `signed` in `photoparsl/trends/trend_table.py` writes it.
 * @param {number} change
 */
export function signed(change) {
  const sign = change < 0 ? "-" : "+";
  if (change && Math.abs(change) < SMALL) return sign + Math.abs(change).toExponential(1);
  let decimals = 0;
  while (change && decimals < 12 && Math.abs(change) * 10 ** decimals < 9.995) decimals++;
  return `${sign}${Math.abs(change).toFixed(decimals)}`;
}
