// The ways to colour photos: every file `colour-NAME.js` of the page.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { allColourings, colouringOf } from "../../web/colourings.js";

const WEB = new URL("../../web/", import.meta.url);
const files = readdirSync(WEB).filter((name) => /^colour-.*\.js$/.test(name));
for (const file of files.sort()) await import(new URL(file, WEB).href);

/**
 * Three photos of two resources, without stamps.
 * @type {any}
 */
const ARCHIVE = {
  count: 3,
  years: [{ year: 1900, all: 3, first: 0, end: 3 }],
  entry: Uint16Array.of(0, 0, 0),
  colours: [1, 2, 3].map((band) => Uint8ClampedArray.of(band, 10 * band, 20 * band)),
  measures: [{ name: "luminance", low: 0, high: 1, values: Float64Array.of(0.25, NaN, 0.75) }],
  before: null,
  after: null,
  stamps: null,
  column: () => null,
};
const RUN = {
  measuredAt: Uint32Array.of(0, 1, 1),
  hosts: [
    { host: "a", resource: "A", photos: 1 },
    { host: "b", resource: "", photos: 2 },
  ],
  resources: ["", "A"],
};

test("each colouring has a file that is called like it, and adds itself", () => {
  assert.deepEqual(
    allColourings().map(({ name }) => `colour-${name}.js`),
    files,
  );
  assert.equal(colouringOf("density"), undefined);
});

for (const { name, colours, legend } of allColourings()) {
  for (const [when, run] of Object.entries({ "before the run is read": {}, "after it": RUN })) {
    test(`${name} gives every photo a colour, ${when}`, () => {
      /** @type {any} */
      const archive = { ...ARCHIVE, ...run };
      const colour = colours(archive);
      for (let photo = 0; photo < archive.count; photo++) {
        const parts = colour(photo);
        assert.equal(parts.length, 3);
        for (const part of parts) assert.ok(part >= 0 && part <= 255);
      }
      for (const { text } of legend?.(archive) ?? []) assert.ok(text);
    });
  }
}

test("photos of one resource have its colour in the legend, those of another have another", () => {
  const { colours, legend } = colouringOf("resource");
  /** @type {any} */
  const archive = { ...ARCHIVE, ...RUN };
  const colour = colours(archive);
  assert.deepEqual(colour(1), colour(2));
  assert.notDeepEqual(colour(0), colour(1));
  assert.deepEqual(
    legend(archive).map(({ text }) => text),
    ["(no name)", "A"],
  );
});
