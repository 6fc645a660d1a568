// The sentence at the top: how the yearly medians of the measure that is shown change.

import { shownTrends } from "./category-trends.js";
import { laterChange } from "./later-change.js";
import { changeText } from "./slope-interval.js";
import { drawnAlone } from "./stored-trends.js";
import { byId, element } from "./text.js";
import { view } from "./view.js";

const INDEPENDENT = "The interval takes photographs as independent of each other.";

/**
 * Say how the measure that is shown changes: with the change that the page was made with, if it is still right; else
 * with one that is computed here.
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
 * Whether a sentence is of a slope with its interval.
 * @param {string} text
 */
function hasInterval(text) {
  return hasSlope(text) && !text.includes("without an interval");
}

/**
 * @param {Archive} archive
 * @param {Measure} measure
 * @returns {[string, string]}
 */
function storedChange({ duplicate, intervalNote }, { changes }) {
  const text = changes[duplicate && !view.duplicates ? 1 : 0];
  return [text, hasInterval(text) ? intervalNote : ""];
}

/**
 * A sentence that says that all archives count together, and how each changes if the page has that.
 * @param {Archive} archive
 * @param {Measure} measure
 */
function ofArchives(archive, { archives }) {
  if (!archives.length) return "";
  if (!isAsStored(archive)) return "That is of all archives together; their own changes may differ.";
  return archives[archive.duplicate && !view.duplicates ? 1 : 0];
}

/**
 * The change with the mixture held constant, and how much of it is a change of what was collected, as they are stored
 * in the page; null if they aren't.
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
  return [text, hasInterval(text) ? `${of} ${INDEPENDENT}` : of];
}

/**
 * Say that the change is of all photos, where the trends that are drawn are those of categories.
 * @param {Archive} archive
 */
function ofAll(archive) {
  return shownTrends(archive, view) ? "That is of all these photographs together; the lines are of each value. " : "";
}

/**
 * The change of what is shown, with its interval; or why it isn't computed here: a slope without one says too little.
 * @param {Archive} archive
 * @param {Measure} measure
 * @returns {[string, string]}
 */
function computedChange(archive, measure) {
  if (measure.circular || measure.codes.length) return [measure.changes[0], ""];
  const why = whyNotComputed(archive, measure);
  if (why) return [`no slope: ${why}`, ""];
  const text = laterChange(measure, () => changeText(archive.windows[0], drawnAlone(measure, archive.drawn)), () => showHeadline(archive)); // prettier-ignore
  const sample = archive.sampled ? ", of the page’s sample" : "";
  const of = `That is of the photographs that pass the filter${sample}.`;
  return [text, hasInterval(text) ? `${of} ${INDEPENDENT}` : of];
}

/**
 * Why a slope with its interval isn't computed here; "" if it is.
 * @param {Archive} archive
 * @param {Measure} measure
 */
export function whyNotComputed(archive, measure) {
  const { groups, before, clusters } = archive;
  const given = (/** @type {string} */ option) =>
    `here it isn’t computed, and photoparsl trend ${option} gives it if three years have six photographs or more`;
  if (groups[view.constant])
    return `the mixture of ${groups[view.constant].name} is held constant: ${given("--constant")}`;
  if (view.spread && before) return `vague dates count in every year that they may be of: ${given("--spread-dates")}`;
  if (clusters) return `photographs of the same ${clusters} may belong together, and of a part of them it isn’t computed here`; // prettier-ignore
  if (measure.weights) return "the archive is a sample, in which photographs have weights";
  return measure.chosen ? "these photographs were chosen by their values of the same measure" : "";
}
