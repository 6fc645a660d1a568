// Categories: their inks, and their trends.

import assert from "node:assert/strict";
import { test } from "node:test";

import { byCategory, categoriesOf, INKS, OTHERS } from "../../web/categories.js";
import { categoryTrends, medianOfAll, shownTrends } from "../../web/category-trends.js";
import { addColouring, colouringOf } from "../../web/colourings.js";
import { trendOf } from "../../web/trend.js";
import "../../web/colour-resource.js";

test("no ink is used for two resources: those beyond the eight are others, and the legend says so", () => {
  const names = Array.from({ length: 12 }, (_, i) => `resource ${i}`);
  const hosts = names.map((name) => ({ host: name, resource: name, photos: 1 }));
  /** @type {any} */
  const archive = { measuredAt: Uint32Array.from(names.keys()), hosts, resources: names };
  const { colours, legend } = colouringOf("resource");
  const shown = legend(archive);
  assert.deepEqual(
    shown.map(({ text }) => text),
    [...names.slice(0, 8), "4 other resources"],
  );
  assert.equal(new Set(shown.map(({ colour }) => colour)).size, 9);
  const colour = colours(archive);
  assert.deepEqual(colour(8), colour(11));
  for (let i = 0; i < 8; i++) assert.notDeepEqual(colour(i), colour(11));
});

/**
 * Twenty photos in each of two years; odd ones are of category 1, and each tenth is of another.
 * @returns {any}
 */
function archive() {
  const periods = [1900, 1901].map((number, i) => ({ number, first: 20 * i, end: 20 * i + 20, time: number + 0.5 }));
  const codes = Uint8Array.from({ length: 40 }, (_, i) => (i % 10 ? i % 2 : OTHERS));
  const values = Float64Array.from({ length: 40 }, (_, i) => ((i * 7) % 40) / 40);
  return {
    windows: [
      { periods, order: null, width: 1, length: 1 },
      { periods, order: null, width: 5, length: 1 },
    ],
    measures: [{ values, circular: false }],
    codes,
  };
}

test("a category's trend is that of an archive of its photos alone", () => {
  const all = archive();
  addColouring(
    byCategory(
      "kind",
      "kind",
      (/** @type {any} */ all) => (all.known ??= categoriesOf(["even", "odd"], "others", all.codes)),
    ),
  );
  for (const window of [0, 1]) {
    const trends = categoryTrends(all, /** @type {any} */ ({ measure: 0, colour: "kind", window, highlighted: "" }));
    assert.deepEqual(
      trends.map(({ text, ink }) => [text, ink]),
      [
        ["even", INKS[0]],
        ["odd", INKS[1]],
        ["others", "#8c8c8c"],
      ],
    );
    for (const { code, trend } of trends) {
      const values = all.measures[0].values.map((value, i) => (all.codes[i] === code ? value : NaN));
      assert.deepEqual(trend, trendOf(all.windows[window], /** @type {any} */ ({ values, circular: false })));
    }
  }
  const [even] = categoryTrends(all, /** @type {any} */ ({ measure: 0, colour: "kind", window: 0, highlighted: "" }));
  const { photos, median, lower, upper } = medianOfAll(even.window, all.measures[0]);
  const own = [...all.measures[0].values.filter((_, i) => all.codes[i] === 0)].sort((a, b) => a - b);
  assert.equal(photos, 16);
  assert.deepEqual([median, lower, upper], [(own[7] + own[8]) / 2, own[3], own[12]]);
});

test("photos that aren't coloured by category have no such trends", () => {
  assert.equal(categoryTrends(archive(), /** @type {any} */ ({ measure: 0, colour: "density", window: 0 })), null);
  assert.equal(
    shownTrends(archive(), /** @type {any} */ ({ measure: 0, colour: "density", window: 0, highlighted: "" })),
    null,
  );
});
