// Reads JSON from the standard input: photos, a window and how they count.  Writes the numbers that the page shows.

import { readFileSync } from "node:fs";

import { mixtureText } from "../../web/mixture-text.js";
import { heldTrend, shownTrend } from "../../web/shown-trend.js";
import { slopeOf, yearSamples } from "../../web/slope-interval.js";
import { trendOf } from "../../web/trend.js";

const { years, values, before, after, codes, width, photos, circular, spread, constant, weights } = JSON.parse(
  readFileSync(0, "utf-8"),
);
const periods = [...new Set(years)].map((number) => ({
  number,
  first: years.indexOf(number),
  end: years.lastIndexOf(number) + 1,
  time: number + 0.5,
}));
const windowOf = (width, photos) => ({
  label: "",
  width,
  photos,
  length: 1,
  periods,
  order: null,
});
const windows = [windowOf(1, 0), windowOf(width, photos)];
/** @type {any} */
const measure = {
  values: Float64Array.from(values),
  circular,
  weights: weights && Uint32Array.from(weights),
};
measure.trends = windows.map((window) => trendOf(window, measure));
/** @type {any} */
const archive = {
  count: years.length,
  measures: [measure],
  windows,
  groups: codes ? [{ name: "kind", numbers: Uint8Array.from(codes) }] : [],
  before: Uint16Array.from(before),
  after: Uint16Array.from(after),
};
/** @type {any} */
const view = { measure: 0, window: 1, spread, constant };
const { window, trend } = shownTrend(archive, view);
const held = heldTrend(archive, view);
const slopes = [yearSamples(windows[0], measure), held.samples ?? []].map(slopeOf);
const isKnown = slopes.every((slope) => "decade" in slope);
const numbers = Object.fromEntries(Object.entries(trend).map(([name, list]) => [name, [...list]]));
process.stdout.write(
  JSON.stringify({
    years: window.periods.map(({ number }) => number),
    ...numbers,
    slopes,
    mixture: isKnown && mixtureText(.../** @type {[any, any]} */ (slopes), "kind"),
  }),
);
