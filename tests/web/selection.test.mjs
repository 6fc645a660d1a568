// What is selected, and how many photos that is where the page has a sample of them.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { countOf, litPhotos, selected } from "../../web/selection.js";
import { view } from "../../web/view.js";

/**
 * Four photos of 1900 and 1901, and one without a year.
 * @returns {any}
 */
function archive() {
  const counts = [1900, 1901, null].map(() => new Uint32Array(256));
  counts[0][64] = 100; // from 0.25 to 0.2539
  counts[1][128] = 50;
  counts[2][128] = 7;
  const years = [
    { year: 1900, all: 100, first: 0, end: 2 },
    { year: 1901, all: 50, first: 2, end: 4 },
    { year: null, all: 7, first: 4, end: 5 },
  ];
  return {
    count: 5,
    sampled: true,
    years,
    dated: years.slice(0, 2),
    undated: years[2],
    limits: [1900, 1902],
    entry: [0, 0, 1, 1, 2],
    time: [1900.2, 1900.7, 1901.2, 1901.7, 1902.5],
    measures: [{ values: [0.25, 0.252, 0.5, NaN, 0.5], counts, bins: [0, 1], logarithmic: false }],
    hosts: [
      { host: "a", resource: "A" },
      { host: "b", resource: "B" },
    ],
    measuredAt: [0, 1, 0, 1, 0],
    groups: [{ name: "Collection", entries: [], numbers: [1, 0, 1, 255, 254] }],
  };
}

beforeEach(() => Object.assign(view, { measure: 0, selection: null, undated: false, highlighted: "" }));

test("a selection has the photos within it that have a value and a year", () => {
  view.selection = [1900, 1903, null, null];
  assert.deepEqual(selected(archive()), [0, 1, 2]);
  view.selection = [1900.5, 1903, 0, 0.6];
  assert.deepEqual(selected(archive()), [1, 2]);
  view.selection = null;
  assert.equal(selected(archive()), null);
});

test("whole years are counted exactly", () => {
  view.selection = [1900, 1901, null, null];
  assert.equal(countOf(archive(), 2), "100 photographs");
  view.selection = [1900, 1903, null, null];
  assert.equal(countOf(archive(), 3), "150 photographs");
  view.undated = true;
  assert.equal(countOf(archive(), 4), "157 photographs");
});

test("a selection that cuts through a bin or a year says how few and how many it may be", () => {
  view.selection = [1900, 1902, 0.251, 0.9];
  assert.equal(countOf(archive(), 2), "50 to 150 photographs");
  view.selection = [1900.5, 1902, null, null];
  assert.equal(countOf(archive(), 2), "50 to 150 photographs");
});

test("without a sample the photos themselves are counted", () => {
  view.selection = [1900, 1901, null, null];
  assert.equal(countOf({ ...archive(), sampled: false }, 1), "1 photograph");
});

test("photos of the highlighted resource stand out among the selected", () => {
  view.highlighted = "resource A";
  assert.deepEqual([...litPhotos(archive(), null)], [1, 0, 1, 0, 1]);
  assert.deepEqual([...litPhotos(archive(), [0, 1])], [1, 0, 0, 0, 0]);
  view.highlighted = "";
  assert.equal(litPhotos(archive(), null), null);
});

test("photos with the highlighted value of a group stand out", () => {
  view.highlighted = "group 0 1";
  assert.deepEqual([...litPhotos(archive(), null)], [1, 0, 1, 0, 0]);
  assert.deepEqual([...litPhotos(archive(), [1, 2])], [0, 0, 1, 0, 0]);
  view.highlighted = "group 7 1"; // an address of another page: nothing has it
  assert.deepEqual([...litPhotos(archive(), null)], [0, 0, 0, 0, 0]);
});
