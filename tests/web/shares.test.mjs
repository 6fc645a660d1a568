import assert from "node:assert/strict";
import { test } from "node:test";

import { turnsOf } from "../../web/circle.js";
import { shareInterval, sharesOfCodes } from "../../web/shares.js";
import { theilSen } from "../../web/slope.js";
import { yearCounts, zeroCounts } from "../../web/year-counts.js";

test("the interval of a share is that of scipy", () => {
  // scipy.stats.binomtest(7, 23).proportion_ci(method="wilson")
  const [lower, upper] = shareInterval(7 / 23, 23);
  assert.ok(Math.abs(lower - 0.156) < 5e-5 && Math.abs(upper - 0.5087) < 5e-5);
});

test("codes have shares, of values and of counts alike", () => {
  const periods = [
    { number: 1900, first: 0, end: 4 },
    { number: 1901, first: 4, end: 4 },
    { number: 1902, first: 4, end: 6 },
  ];
  /** @type {any} */
  const window = { periods, order: null, width: 1, photos: 0 };
  const codes = [
    [1, "grey"],
    [5, "RGB"],
  ];
  const values = Float64Array.of(1, 1, 1, 5, 5, 5);
  /** @type {any} */
  const years = periods.map(({ number }) => ({ year: number }));
  const counts = [0, 1, 2].map((i) => {
    const bins = new Uint32Array(256);
    bins[39] = [3, 0, 0][i]; // (1 + 1) / 13 * 256
    bins[118] = [1, 0, 2][i];
    return bins;
  });
  for (const counted of [{ counts: null }, { counts, bins: [-1, 12] }]) {
    /** @type {any} */
    const measure = { codes, values, ...counted };
    const [grey, rgb] = sharesOfCodes(window, measure, years);
    assert.deepEqual([...grey.share], [0.75, NaN, 0]);
    assert.deepEqual([...rgb.share], [0.25, NaN, 1]);
  }
});

test("a line of angles goes on at the other end of the axis, and never leaps", () => {
  const median = Float64Array.of(350, 358, 3, 10, NaN, 20);
  const numbers = (/** @type {number} */ shift) => median.map((angle) => (angle + shift + 360) % 360);
  const [q10, q25, q75, q90, lower, upper] = [-30, -20, 20, 30, -5, 5].map(numbers);
  /** @type {any} */
  const circle = { circular: true };
  const turns = turnsOf(circle, { median, q10, q25, q75, q90, lower, upper });
  for (const turn of turns) {
    const known = [...turn.median].filter((angle) => !Number.isNaN(angle));
    known.slice(1).forEach((angle, i) => assert.ok(Math.abs(angle - known[i]) <= 20));
    turn.median.forEach((angle, i) => {
      if (Number.isNaN(angle)) return;
      assert.ok(Math.abs(angle - turn.q25[i] - 20) < 1e-9 && Math.abs(turn.upper[i] - angle - 5) < 1e-9);
    });
  }
  const near = (/** @type {number} */ angle, /** @type {number} */ i) =>
    turns.some((turn) => Math.abs(turn.median[i] - angle) < 1e-9);
  assert.ok(near(350, 0) && near(3, 2) && near(20, 5), "each median is drawn at its own place");
});

test("a decade's photos count in each of its years, and those of exactly 0 too", () => {
  const years = [
    { year: 1905, all: 2, first: 0, end: 2 },
    { year: null, all: 1, first: 2, end: 3 },
  ];
  const spans = { before: Uint16Array.of(5, 0, 0), after: Uint16Array.of(4, 0, 0) };
  /** @type {any} */
  const archive = { years, undated: years[1], spans, kept: null, duplicate: null, all: { years } };
  const counts = new Map(yearCounts(archive).map(({ year, all }) => [year, all]));
  assert.deepEqual([counts.get(1900), counts.get(1905), counts.get(1909), counts.get(null)], [0.1, 1.1, 0.1, 1]);
  /** @type {any} */
  const measure = { has_zeros: true, zeros: null, values: Float64Array.of(0, 0.5, 0) };
  assert.equal(zeroCounts(archive, measure).length, 11);
  assert.deepEqual(zeroCounts(archive, { ...measure, has_zeros: false }), []);
});

test("a slope is that of scipy", () => {
  // Of scipy.stats.theilslopes.
  const years = [1900, 1901, 1903, 1904, 1907, 1910, 1911, 1915];
  const medians = [0.31, 0.28, 0.35, 0.33, 0.42, 0.39, 0.47, 0.45];
  const slope = theilSen(years.map((year, i) => ({ year, median: medians[i] })));
  assert.ok(Math.abs(slope - 0.01218253968253968) < 1e-12);
});
