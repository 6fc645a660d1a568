// The sentence at the top: how the yearly medians of the measure that is shown change.

import { categoryTrends, shownTrends } from "./category-trends.js";
import { heldChange, whyNotComputed } from "./held-change.js";
import { BEING_COMPUTED, laterChange } from "./later-change.js";
import { changeText } from "./slope-interval.js";
import { drawnAlone } from "./stored-trends.js";
import { byId, element, isolated, withIsolated } from "./text.js";
import { view } from "./view.js";

const INDEPENDENT =
  "The interval takes photographs as independent of each other. It holds if the change is a straight line.";

/**
 * Say how the measure that is shown changes: with the change that the page was made with, if it is still right; else
 * with one that is computed here.
 * @param {Archive} archive
 * @param {() => void} showNotes called when it is computed: shows what else is said of it
 */
export function showHeadline(archive, showNotes) {
  const measure = archive.measures[view.measure];
  const again = () => (showHeadline(archive, showNotes), showNotes());
  const [text, after] = isAsStored(archive) ? storedChange(archive, measure) : computedChange(archive, measure, again);
  const scale = measure.ends[0] && hasSlope(text) ? `, on a scale from ${measure.ends[0]} to ${measure.ends[1]}` : "";
  byId("change").replaceChildren(
    ". ",
    `${isolated(measure.label)}: `,
    element("b", {}, text),
    `${scale}. ${leftOut(archive)}${ofAll(archive)}${[after, ofArchives(archive, measure)].filter(Boolean).join(" ")}`,
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
  return withIsolated(archives[archive.duplicate && !view.duplicates ? 1 : 0]);
}

/**
 * Say that the change isn't of the duplicates, where it isn't.
 * @param {Archive} archive
 */
function leftOut({ duplicate }) {
  return duplicate && !view.duplicates ? "Duplicates are left out. " : "";
}

/**
 * Say that the change is of all photos, where the trends that are drawn are those of categories.
 * @param {Archive} archive
 */
function ofAll(archive) {
  const drawn = shownTrends(archive, view);
  if (!drawn) return "";
  const filtered = drawn.find(({ code }) => view.filter.only.includes(`${view.colour.replace("group", "group ")} ${code}`)); // prettier-ignore
  const alone = drawn === categoryTrends(archive, view) ? filtered : drawn[0];
  const lines = alone ? `the line is of ${isolated(alone.text)} alone` : "the lines are of each value";
  return `That is of all these photographs together; ${lines}. `;
}

/**
 * The change of what is shown, with its interval; or why it isn't computed here: a slope without one says too little.
 * @param {Archive} archive
 * @param {Measure} measure
 * @param {() => void} show called when it is computed
 * @returns {[string, string]}
 */
function computedChange(archive, measure, show) {
  if (measure.circular || measure.codes.length) return [measure.changes[0], ""];
  const { groups, windows, drawn, kept, sampled } = archive;
  const group = groups[view.constant];
  const held = group ? heldChange(archive, measure, show) : null;
  const why = held ? "" : whyNotComputed(archive, measure);
  if (why) return [`no slope: ${why}`, ""];
  const free = () => laterChange(measure, () => changeText(windows[0], drawnAlone(measure, drawn)), show);
  const text = (group ? held?.[0] : free()) ?? BEING_COMPUTED;
  const of = [
    kept
      ? `That is of the photographs that pass the filter${sampled ? ", of the page’s sample" : ""}.`
      : sampled && "That is of the page’s sample.",
    group && `That is with the mixture of ${isolated(group.name)} held constant.`,
    hasInterval(text) && INDEPENDENT,
  ];
  return [text, of.filter(Boolean).join(" ")];
}
