// The years that a photo may be of, and how they are written.

import assert from "node:assert/strict";
import { test } from "node:test";

import { yearText } from "../../web/text.js";
import { isoDate, middleOf, positionsInTime } from "../../web/time.js";

test("the years that a photo may be of are written with its own year and without one", () => {
  const years = [{ year: 1900 }, { year: null }];
  /** @type {any} */
  const archive = { years, entry: [0, 0, 1, 1], before: [0, 1600, 1930, 0], after: [0, 50, 1939, 0] };
  const texts = [0, 1, 2, 3].map((photo) => yearText(archive, photo));
  assert.deepEqual(texts, ["1900", "1900 (300–1950)", "no year (1930–1939)", "no year"]);
});

test("the days that a photo may be of are written as ISO 8601, and a month as a month", () => {
  const years = [1924, 1923, 300, null].map((year) => ({ year }));
  const days = [
    [0, 31, 29, "1924-02"],
    [0, 59, 1, "1924-02-29"],
    [1, 59, 1, "1923-03-01"],
    [1, 304, 61, "1923-11-01/1923-12-31"],
    [1, 334, 31, "1923-12"],
    [2, 0, 31, "0300-01"],
    [1, 0, 0, ""],
    [3, 0, 0, ""],
  ];
  const [entry, day, length, texts] = [0, 1, 2, 3].map((n) => days.map((row) => row[n]));
  /** @type {any} */
  const archive = { years, entry, day, days: length };
  assert.deepEqual(
    days.map((_, photo) => isoDate(archive, photo)),
    texts,
  );
});

test("a photo is placed within the days that it may be of", () => {
  const dated = [{ year: 1924, first: 0, end: 3 }];
  /** @type {any} */
  const block = { dated, undated: null, count: 3, day: [365, 31, 0], days: [1, 29, 0] };
  const time = positionsInTime(block, [], null);
  assert.ok(time[0] >= 1924 + 365 / 366 && time[0] <= 1925);
  assert.ok(time[1] >= 1924 + 31 / 366 && time[1] <= 1924 + 60 / 366);
  assert.equal(middleOf(1923, 0), 1923 + 15.5 / 365);
});
