// How the medians change with the mixture of a group held constant, and why a change isn't computed here.

import { knownChange, laterChange } from "./later-change.js";
import { mixtureText } from "./mixture-text.js";
import { heldTrend } from "./shown-trend.js";
import { slopeOf, textOf, yearSamples } from "./slope-interval.js";
import { drawnAlone } from "./stored-trends.js";
import { isolated } from "./text.js";
import { view } from "./view.js";

/**
 * The change with the mixture held constant, and how much of it is a change of what was collected: as they are stored in
 * the page, or as they were computed; null if they are neither.
 * @param {Archive} archive
 * @param {Measure} measure
 * @returns {[string, string] | null}
 */
export function knownHeld(archive, measure) {
  return storedHeld(archive, measure) ?? (isComputed(archive, measure) ? knownChange(heldTrend(archive, view)) : null);
}

/**
 * The same; what isn't known is computed, if the page can compute it.
 * @param {Archive} archive
 * @param {Measure} measure
 * @param {() => void} show called when it is computed
 * @returns {[string, string] | null}
 */
export function heldChange(archive, measure, show) {
  const stored = storedHeld(archive, measure);
  if (stored || !isComputed(archive, measure)) return stored;
  const held = heldTrend(archive, view);
  return laterChange(held, () => changesOf(archive, measure, held), show);
}

/**
 * @param {Archive} archive
 * @param {Measure} measure
 * @param {ShownTrend} held
 * @returns {[string, string]}
 */
function changesOf(archive, measure, held) {
  const free = slopeOf(yearSamples(archive.windows[0], drawnAlone(measure, archive.drawn)));
  const kept = slopeOf(held.samples ?? []);
  const isKnown = "decade" in free && "decade" in kept;
  return [textOf(kept), isKnown ? mixtureText(free, kept, archive.groups[view.constant].name) : ""];
}

/**
 * @param {Archive} archive
 * @param {Measure} measure
 */
function isComputed(archive, measure) {
  return !measure.circular && !measure.codes.length && !whyNotComputed(archive, measure);
}

/**
 * @param {Archive} archive
 * @param {Measure} measure
 * @returns {[string, string] | null}
 */
function storedHeld({ kept, before, duplicate }, { held }) {
  if (kept || (view.spread && before) || !held[view.constant]) return null;
  return held[view.constant][duplicate && !view.duplicates ? 1 : 0];
}

/**
 * Why a slope with its interval isn't computed here; "" if it is.
 * @param {Archive} archive
 * @param {Measure} measure
 */
export function whyNotComputed({ before, clusters }, measure) {
  if (view.spread && before)
    return "vague dates count in every year that they may be of: here it isn’t computed, and photoparsl trend --spread-dates gives it if three years have six photographs or more"; // prettier-ignore
  if (clusters) return `photographs of the same ${isolated(clusters)} may belong together, and of a choice of photographs or a constant mixture it isn’t computed here: photoparsl trend gives it with --clusters, and --constant or --by`; // prettier-ignore
  if (measure.weights) return "the archive is a sample, in which photographs have weights";
  return measure.chosen ? "these photographs were chosen by their values of the same measure" : "";
}
