// The sentence at the top: how the yearly medians of the measure that is shown change.

import { shownTrends } from "./category-trends.js";
import { isOfSample, yearlyTrend } from "./shown-trend.js";
import { FEWEST_PHOTOS, FEWEST_YEARS, trendSlope } from "./slope.js";
import { byId, element } from "./text.js";
import { view } from "./view.js";

const SMALL = 1e-5; // a smaller change is written with a power of ten

/**
 * Say how the measure that is shown changes: as the page was made with, with its interval; else as it is computed here.
 * @param {Archive} archive
 */
export function showHeadline(archive) {
  const measure = archive.measures[view.measure];
  const held = heldChange(archive, measure);
  const [text, after] = isAsStored(archive)
    ? storedChange(archive, measure)
    : (held ?? computedChange(archive, measure));
  const scale = measure.ends[0] && hasSlope(text) ? `, on a scale from ${measure.ends[0]} to ${measure.ends[1]}` : "";
  byId("change").replaceChildren(
    ". ",
    element("bdi", {}, measure.label),
    ": ",
    element("b", {}, text),
    `${scale}. ${ofAll(archive)}${[after, ofArchives(archive, measure)].filter(Boolean).join(" ")}`,
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
 * Whether a sentence is of a slope, and not why there is none.
 * @param {string} text
 */
function hasSlope(text) {
  return text.includes(" a decade");
}

/**
 * @param {Archive} archive
 * @param {Measure} measure
 * @returns {[string, string]}
 */
function storedChange({ duplicate, intervalNote }, { changes }) {
  const text = changes[duplicate && !view.duplicates ? 1 : 0];
  return [text, hasSlope(text) && !text.includes("without an interval") ? intervalNote : ""];
}

/**
 * That all archives count together, and how each changes where the page has that.
 * @param {Archive} archive
 * @param {Measure} measure
 */
function ofArchives(archive, { archives }) {
  if (!archives.length) return "";
  if (!isAsStored(archive)) return "That is of all archives together; their own changes may differ.";
  return archives[archive.duplicate && !view.duplicates ? 1 : 0];
}

/**
 * The change with the mixture held constant, and how much of it goes with what was collected, as the page was made
 * with; null if it wasn't.
 * @param {Archive} archive
 * @param {Measure} measure
 * @returns {[string, string] | null}
 */
export function storedHeld({ kept, before, duplicate }, { held }) {
  if (kept || (view.spread && before) || !held[view.constant]) return null;
  return held[view.constant][duplicate && !view.duplicates ? 1 : 0];
}

/**
 * @param {Archive} archive
 * @param {Measure} measure
 * @returns {[string, string] | null}
 */
function heldChange(archive, measure) {
  const stored = storedHeld(archive, measure);
  if (!stored) return null;
  const [text] = stored;
  const of = `That is with the mixture of ${archive.groups[view.constant].name} held constant.`;
  return [text, hasSlope(text) ? `${of} The interval takes photographs as independent of each other.` : of];
}

/**
 * Say that the change is of all photos, where the trends that are drawn are those of categories.
 * @param {Archive} archive
 */
function ofAll(archive) {
  return shownTrends(archive, view) ? "That is of all these photographs together; the lines are of each value. " : "";
}

/**
 * @param {Archive} archive
 * @param {Measure} measure
 * @returns {[string, string]}
 */
function computedChange(archive, measure) {
  if (measure.circular || measure.codes.length) return [measure.changes[0], ""];
  const found = trendSlope(yearlyTrend(archive, view), measure);
  const group = archive.groups[view.constant];
  const of = [
    archive.kept && "of the photographs that pass the filter",
    isOfSample(archive, view) && "of the page’s sample",
    group && `with the mixture of ${group.name} held constant`,
    view.spread && archive.before && "with vague dates in every year that they may be of",
  ].filter(Boolean);
  if (!("slope" in found)) return [noSlope(found), `That is ${of.join(", ")}.`];
  const change = `${signed(10 * found.slope)} a decade, ${found.first} to ${found.last}`;
  return [change, `That is ${of.join(", ")}; an interval of it isn’t computed here.`];
}

/**
 * Say why there is no slope, as `why_no_slope` in `photoparsl/trends/slope.py` does.
 * @param {{ counted: number, years: number }} found
 */
function noSlope({ counted, years }) {
  if (years < FEWEST_YEARS) return `no slope: the photographs are of fewer than ${FEWEST_YEARS} years`;
  const have = counted === 1 ? "has" : "have";
  return (
    `no slope: ${counted} of ${years} years ${have} a median of ${FEWEST_PHOTOS} photographs or more, ` +
    `and ${FEWEST_YEARS} are needed`
  );
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
