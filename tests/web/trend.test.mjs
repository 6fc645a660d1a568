import assert from "node:assert/strict";
import { test } from "node:test";

import { exactWeights, sharedPhotos } from "../../web/exact-weights.js";
import { drawMedians, stretches } from "../../web/trend-lines.js";
import { medianRanks, reachOf, trendOf } from "../../web/trend.js";
import { usualWindow, windowsOf } from "../../web/windows.js";

test("the ranks of an interval are those of the binomial distribution, as in Python", () => {
  // Of scipy.stats.binom, and of `median_ranks` in photoparsl/trends/intervals.py.
  for (const [n, lower] of [
    [6, 0],
    [9, 1],
    [20, 5],
    [37, 12],
    [100, 39],
    [500, 227],
    [1000, 468],
    [1001, 468],
    [5000, 2429],
  ]) {
    assert.deepEqual(medianRanks(n), [lower, n - 1 - lower], String(n));
  }
  assert.equal(medianRanks(5), null);
});

/**
 * @param {number[][]} years each year's values
 * @param {number} first the first year
 * @returns {any}
 */
function archive(years, first = 1900) {
  let at = 0;
  const periods = years.map((values, i) => ({ number: first + i, first: at, end: (at += values.length) }));
  return { periods, measure: { values: new Float64Array(years.flat()), circular: false } };
}

/**
 * A window of so many years, or of so many photos.
 * @param {any} periods
 * @param {number} width
 * @returns {TrendWindow}
 */
function windowOf(periods, width, photos = 0) {
  return { label: "", periods, width, photos, length: 1, order: null };
}

test("a window takes in the years around, and a year without values has no numbers", () => {
  const { periods, measure } = archive([[0.1, 0.2, 0.3], [NaN], [0.4, 0.5, 0.6, 0.7]]);
  const yearly = trendOf(windowOf(periods, 1), measure);
  assert.deepEqual([...yearly.median], [0.2, NaN, (0.5 + 0.6) / 2]);
  assert.ok([...yearly.lower, ...yearly.q10].every(Number.isNaN), "fewer than six have no interval");
  const wide = trendOf(windowOf(periods, 5), measure);
  assert.deepEqual([...wide.median], [0.4, NaN, 0.4]);
  assert.deepEqual([wide.lower[0], wide.upper[0]], [0.1, 0.7]);
});

test("a window of so many photos takes in as many years as it needs", () => {
  const { periods, measure } = archive([[0.1], [0.2], Array(30).fill(0.5), [0.9], [NaN], [1]]);
  const windows = (/** @type {number} */ i) => reachOf(windowOf(periods, 1, 30), [1, 1, 30, 1, 0, 1], i);
  assert.deepEqual([0, 1, 2, 3, 5].map(windows), [
    [0, 2],
    [0, 2],
    [2, 2],
    [2, 4],
    [2, 5],
  ]);
  const trend = trendOf(windowOf(periods, 1, 30), measure);
  assert.deepEqual([...trend.median], [0.5, 0.5, 0.5, 0.5, NaN, 0.5]);
});

test("hues all about red have a median about red", () => {
  const { periods, measure } = archive([[350, 355, 358, 2, 5, 8, 12, 20]]);
  measure.circular = true;
  const { median, q10 } = trendOf(windowOf(periods, 1), measure);
  assert.ok(Math.abs(median[0] - 3.5) < 1e-9);
  assert.ok(Math.abs(q10[0] - 353.5) < 1e-9);
});

test("a line ends where there is a gap", () => {
  /** @type {any} */
  const periods = [1900, 1901, 1903, 1910].map((year) => ({ number: year, time: year + 0.5 }));
  const years = (/** @type {number} */ width) =>
    stretches(windowOf(periods, width), new Float64Array(4)).map((stretch) => stretch.map(([time]) => time - 0.5));
  assert.deepEqual(years(1), [
    [1900, 1901],
    [1902.6, 1903.4],
    [1909.6, 1910.4],
  ]);
  assert.deepEqual(years(5)[0], [1900, 1901, 1903]);
});

/**
 * The block of photos of two years, one or more in each of these months.
 * @param {number} aMonth
 * @param {number} days how many days each photo may be of
 * @returns {any}
 */
function monthlyBlock(aMonth, days = 1) {
  const day = [1900, 1901].flatMap(() =>
    Array.from({ length: 12 * aMonth }, (_, i) => Math.floor(i / aMonth) * 30 + 10),
  );
  const columns = { day, days: day.map(() => days) };
  return {
    windows: [
      [1, 0, "one year"],
      [5, 0, "5 years"],
    ],
    photos: day.length,
    count: () => day.length,
    column: (/** @type {"day" | "days"} */ name) => columns[name],
    dated: [1900, 1901].map((year, i) => ({ year, first: (i * day.length) / 2, end: ((i + 1) * day.length) / 2 })),
  };
}

test("a short archive with known months has windows of months", () => {
  const block = monthlyBlock(2);
  const windows = windowsOf(block, block.dated);
  assert.deepEqual(
    windows.map(({ label }) => label),
    ["one year", "5 years", "one month", "3 months"],
  );
  const { periods, order } = windows[2];
  assert.equal(periods.length, 24);
  assert.ok(Math.abs(periods[12].time - (1901 + 15.5 / 365)) < 1e-9);
  assert.deepEqual([...order], [...Array(48).keys()]);
  assert.equal(usualWindow(windows, 1), 3, "with two photos a month, three months have six");
  const few = monthlyBlock(1);
  assert.equal(usualWindow(windowsOf(few, few.dated), 1), 1, "with few photos a month, years are shown at first");
  const many = monthlyBlock(6);
  assert.equal(usualWindow(windowsOf(many, many.dated), 0), 2);
});

test("an archive of vague dates or of many years has none", () => {
  for (const block of [monthlyBlock(2, 0), monthlyBlock(2, 60)]) {
    assert.equal(windowsOf(block, block.dated).length, 2);
  }
  const block = monthlyBlock(2);
  block.dated[1].year = 1950;
  assert.equal(windowsOf(block, block.dated).length, 2);
});

test("no rounding decides which photo is in the middle", () => {
  const kind = (/** @type {number} */ years, /** @type {number} */ photos) => ({
    within: 1,
    years,
    code: 0,
    weight: 1,
    photos,
  });
  const kinds = [kind(10, 10), kind(1, 1)];
  assert.equal(sharedPhotos(kinds), 2);
  const indexAt = exactWeights(kinds, null).indexAt(Uint32Array.of(...Array(10).fill(0), 1));
  assert.deepEqual([indexAt(1, 2, false), indexAt(1, 2, true)], [9, 10], "ten tenths are one half of two");
  const near = [kind(1e9 + 7, 1), kind(1e9 + 9, 1)]; // floats can't tell their shares of the sum from a half
  const ofNear = exactWeights(near, null).indexAt(Uint32Array.of(0, 1));
  assert.deepEqual([ofNear(1, 2, false), ofNear(1, 2, true)], [0, 0]);
});

test("the medians of several groups are points only where those of a period have room beside each other", () => {
  globalThis.document = /** @type {any} */ ({ documentElement: {} });
  globalThis.getComputedStyle = /** @type {any} */ (() => ({ getPropertyValue: () => "#fff" }));
  const periods = [0, 1, 2, 3].map((number) => ({ number, first: 0, end: 0, time: number + 0.5 }));
  const window = { label: "", width: 1, photos: 0, length: 1, periods, order: null };
  for (let lines = 1; lines <= 9; lines++) {
    let pointed = 0;
    for (let room = 1; room <= 90; room++) {
      /** @type {{ points: number[][], width: number }[]} */
      const drawn = [];
      const surface = /** @type {any} */ ({
        line: (/** @type {any} */ points, /** @type {any} */ { width }) => drawn.push({ points, width }),
      });
      const scales = { x: (/** @type {number} */ time) => room * time, y: (/** @type {number} */ value) => value };
      drawMedians(surface, /** @type {any} */ (scales), window, Float64Array.of(1, 2, 3, 4), "#000", lines);
      const marks = drawn.filter(({ points: [[, y0], [, y1]], width }) => y0 === y1 && width >= 5);
      const widest = Math.max(0, ...marks.map(({ points: [[x0], [x1]] }) => x1 - x0));
      assert.ok(lines * widest <= room, `${lines} lines, ${room} px a period: points of ${widest} px`);
      pointed += Number(marks.length > 0);
    }
    assert.ok(pointed > 0, `${lines} lines have points where there is room`);
  }
});
