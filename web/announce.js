// What a screen reader announces when the view changes.

import { photoText } from "./photo.js";
import { byId, photosText, valueText } from "./text.js";
import { view } from "./view.js";

const ZOOM_REST = 400; // milliseconds without another zoom, after which it is announced

let timer = 0;

/**
 * Announce what has changed.
 * @param {Archive} archive
 * @param {Chart} chart
 * @param {Set<string>} changed the names of the view's properties that have changed
 */
export function announceChange(archive, chart, changed) {
  const texts = [];
  if (view.chosen >= 0 && (changed.has("chosen") || changed.has("measure")))
    texts.push(photoText(archive, view.chosen));
  else if (changed.has("chosen")) texts.push("No photograph is chosen.");
  if (changed.has("selection")) {
    const photos = chart.selected();
    texts.push(photos ? `Selected: ${byId("selection-count").textContent}.` : "Nothing is selected.");
  }
  if (texts.length) announce(texts.join(" "));
  else if (changed.has("range")) {
    clearTimeout(timer);
    timer = window.setTimeout(() => announce(rangeText(archive, chart)), ZOOM_REST);
  }
}

/** @param {string} text */
export function announce(text) {
  clearTimeout(timer);
  byId("announced").textContent = text;
}

/**
 * Which part of the chart is shown, and how many photos are in it.
 * @param {Archive} archive
 * @param {Chart} chart
 */
function rangeText(archive, chart) {
  const photos = photosText(chart.inView());
  if (!view.range) return `Everything is shown: ${photos}.`;
  const [t0, t1, low, high] = view.range;
  const measure = archive.measures[view.measure];
  const values = `${measure.label} from ${valueText(measure, low)} to ${valueText(measure, high)}`;
  const limit = chart.isSmallest() ? " It can’t be enlarged further." : "";
  return `Shown are ${Math.floor(t0)} to ${Math.ceil(t1) - 1}, ${values}: ${photos}.${limit}`;
}
