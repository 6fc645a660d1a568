// Axes: round ticks, and places that lead back to what they were made from.

import assert from "node:assert/strict";
import { test } from "node:test";

import { layOut, ticks } from "../../web/layout.js";
import { placesInTime, wholeTime } from "../../web/time.js";

const YEARS = [1900, 1910, null];

export function archiveOf(measure) {
  const years = YEARS.map((year, i) => ({
    year,
    all: 1,
    first: i,
    end: i + 1,
  }));
  return {
    count: 3,
    years,
    dated: years.slice(0, 2),
    undated: years[2],
    measures: [{ low: 0, high: 1, logarithmic: false, ...measure }],
  };
}

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

for (const [name, measure, value] of [
  ["linear", {}, 0.25],
  ["logarithmic", { low: 1, high: 10000, logarithmic: true }, 100],
  ["wide", { low: -1.7e308, high: 1.7e308 }, 1e308],
]) {
  test(`a value's place on a ${name} axis leads back to it`, () => {
    const layout = layOut(archiveOf(measure), VIEW, 900, 500);
    assert.ok(Math.abs(layout.valueAt(layout.y(value)) / value - 1) < 1e-9);
    assert.ok(Math.abs(layout.timeAt(layout.x(1905.5)) - 1905.5) < 1e-9);
  });
}

test("a logarithmic axis has powers of ten", () => {
  const layout = layOut(
    archiveOf({ low: 1, high: 10000, logarithmic: true }),
    VIEW,
    900,
    500,
  );
  assert.deepEqual(layout.yTicks, [1, 10, 100, 1000, 10000]);
});

test("each photo lies within its year, and those without one beyond the last", () => {
  const archive = archiveOf({});
  const time = placesInTime(archive);
  assert.ok(time[0] > 1900 && time[0] < 1901);
  assert.ok(time[1] > 1910 && time[1] < 1911);
  assert.ok(time[2] > 1911 && time[2] < wholeTime(archive, VIEW)[1]);
});
