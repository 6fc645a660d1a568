// The years that a photo may be of, and how they are written.

import assert from "node:assert/strict";
import { test } from "node:test";

import { yearText } from "../../web/text.js";

test("the years that a photo may be of are written with its own year and without one", () => {
  const years = [{ year: 1900 }, { year: null }];
  const archive = { years, entry: [0, 0, 1, 1], before: [0, 1600, 1930, 0], after: [0, 50, 1939, 0] };
  const texts = [0, 1, 2, 3].map((photo) => yearText(archive, photo));
  assert.deepEqual(texts, ["1900", "1900 (300–1950)", "no year (1930–1939)", "no year"]);
});
