// Axes: round ticks, and places that lead back to what they were made from.

import assert from "node:assert/strict";
import { test } from "node:test";

import { layOut, ticks } from "../../web/layout.js";
import { positionsInTime, timesOf, wholeTime } from "../../web/time.js";

const YEARS = [1900, 1910, null];

/**
 * Three photos, of which one has no year.
 * @param {object} measure what differs from a measure of 0 to 1
 * @returns {any}
 */
function archiveOf(measure) {
  const years = YEARS.map((year, i) => ({ year, all: 1, first: i, end: i + 1 }));
  return {
    count: 3,
    years,
    dated: years.slice(0, 2),
    undated: years[2],
    limits: [1900, 1911],
    measures: [{ low: 0, high: 1, logarithmic: false, ...measure }],
  };
}

/** @type {any} */
const VIEW = { measure: 0, range: null, undated: true };

test("ticks are round numbers within the ends", () => {
  assert.deepEqual(ticks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks(-3, 40, 5), [0, 10, 20, 30, 40]);
  assert.deepEqual(ticks(1899.5, 1910.5, 4, 1), [1900, 1905, 1910]);
});

test("ticks of the smallest and of the widest range end", () => {
  for (const [low, high] of [
    [0, 0],
    [1, 1],
    [0, Number.MIN_VALUE],
    [-1.7e308, 1.7e308],
    [1e16, 1e16 + 2],
  ]) {
    assert.ok(ticks(low, high, 5).length <= 60);
  }
});

for (const { name, value, ...measure } of [
  { name: "linear", value: 0.25 },
  { name: "logarithmic", value: 100, low: 1, high: 10000, logarithmic: true },
  { name: "wide", value: 1e308, low: -1.7e308, high: 1.7e308 },
]) {
  test(`a value's place on a ${name} axis leads back to it`, () => {
    const layout = layOut(archiveOf(measure), VIEW, 900, 500);
    assert.ok(Math.abs(layout.valueAt(layout.y(value)) / value - 1) < 1e-9);
    assert.ok(Math.abs(layout.timeAt(layout.x(1905.5)) - 1905.5) < 1e-9);
  });
}

test("a logarithmic axis has powers of ten", () => {
  const layout = layOut(archiveOf({ low: 1, high: 10000, logarithmic: true }), VIEW, 900, 500);
  assert.deepEqual(layout.yTicks, [1, 10, 100, 1000, 10000]);
});

test("each photo lies within its year, and those without one beyond the last", () => {
  const archive = archiveOf({});
  const time = positionsInTime(archive, archive.limits, null);
  assert.ok(time[0] > 1900 && time[0] < 1901);
  assert.ok(time[1] > 1910 && time[1] < 1911);
  assert.ok(time[2] > 1911 && time[2] < wholeTime(archive, VIEW)[1]);
});

test("a photo of a decade lies anywhere in it, and the axis has all of it", () => {
  const archive = archiveOf({});
  const columns = { before: Uint16Array.of(0, 5, 0), after: Uint16Array.of(0, 4, 0) };
  /** @type {any} */
  const block = { measures: [{}], column: (/** @type {"before" | "after"} */ name) => columns[name] };
  /** @type {any} */
  const many = {
    ...archive,
    count: 102,
    undated: null,
    dated: [archive.dated[0], { year: 1910, all: 100, first: 1, end: 101 }],
  };
  for (const name of ["before", "after"])
    columns[name] = Uint16Array.from({ length: 102 }, (_, i) => (i && i < 101 ? 5 : 0));
  const { limits, spans, time } = timesOf(many, block);
  assert.deepEqual(limits, [1900, 1916]);
  assert.ok(time[0] > 1900 && time[0] < 1901);
  const decade = [...time.slice(1, 101)];
  assert.ok(Math.min(...decade) >= 1905 && Math.min(...decade) < 1905.5);
  assert.ok(Math.max(...decade) <= 1916 && Math.max(...decade) > 1914.5);
  assert.ok(spans);
  const sample = timesOf(many, { ...block, measures: [{ bins: [0, 1] }] });
  assert.ok(sample.time[50] > 1910 && sample.time[50] < 1911, "a sample lies where its counts are");
});
