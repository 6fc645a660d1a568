import assert from "node:assert/strict";
import { test } from "node:test";

import { stretches } from "../../web/chart.js";
import { medianRanks, trendOf } from "../../web/trend.js";

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
 */
function archive(years, first = 1900) {
  let at = 0;
  const dated = years.map((values, i) => ({ year: first + i, first: at, end: (at += values.length) }));
  return { dated, measure: { values: new Float64Array(years.flat()), circular: false } };
}

test("a window takes in the years around, and a year without values has no numbers", () => {
  const { dated, measure } = archive([[0.1, 0.2, 0.3], [NaN], [0.4, 0.5, 0.6, 0.7]]);
  const yearly = trendOf(dated, measure, 0);
  assert.deepEqual([...yearly.median], [0.2, NaN, (0.5 + 0.6) / 2]);
  assert.ok([...yearly.lower, ...yearly.q10].every(Number.isNaN), "fewer than six have no interval");
  const wide = trendOf(dated, measure, 2);
  assert.deepEqual([...wide.median], [0.4, NaN, 0.4]);
  assert.deepEqual([wide.lower[0], wide.upper[0]], [0.1, 0.7]);
});

test("hues all about red have a median about red", () => {
  const { dated, measure } = archive([[350, 355, 358, 2, 5, 8, 12, 20]]);
  measure.circular = true;
  const { median, q10 } = trendOf(dated, measure, 0);
  assert.ok(Math.abs(median[0] - 3.5) < 1e-9);
  assert.ok(Math.abs(q10[0] - 353.5) < 1e-9);
});

test("a line ends where there is a gap", () => {
  const dated = [1900, 1901, 1903, 1910].map((year) => ({ year }));
  const years = (/** @type {number} */ width) =>
    stretches(dated, new Float64Array(4), width).map((stretch) => stretch.map(([time]) => time - 0.5));
  assert.deepEqual(years(1), [
    [1900, 1901],
    [1902.6, 1903.4],
    [1909.6, 1910.4],
  ]);
  assert.deepEqual(years(5)[0], [1900, 1901, 1903]);
});
