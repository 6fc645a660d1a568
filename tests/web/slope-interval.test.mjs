// A slope's interval covers what it should, whatever the number of photos, and a slope without an interval isn't given.

import assert from "node:assert/strict";
import { test } from "node:test";

import { changeText, enclosingInterval } from "../../web/slope-interval.js";
import { signed } from "../../web/slope-text.js";

/**
 * A window of years of so many photos, whose medians change by so much a decade.
 * @param {number} photos of a year
 * @param {number} decade
 * @param {number} seed
 * @returns {[any, any]}
 */
function archive(photos, decade, seed) {
  let state = seed;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const periods = Array.from({ length: 20 }, (_, i) => ({
    number: 1900 + i,
    first: i * photos,
    end: (i + 1) * photos,
  }));
  const values = Float64Array.from(
    { length: 20 * photos },
    (_, i) => 0.5 + (decade / 10) * Math.floor(i / photos) + 0.1 * (random() + random() + random() - 1.5),
  );
  return [{ periods, order: null }, { values }];
}

test("the interval covers the true change in about 95 of 100 archives", () => {
  for (const photos of [7, 12, 300]) {
    let [covered, given] = [0, 0];
    for (let seed = 1; seed <= 100; seed++) {
      const text = changeText(...archive(photos, 0.02, 7919 * seed));
      const [lower, upper] = /95 %: (\S+) to (\S+?)(?: a decade)?\)/
        .exec(text.replaceAll("−", "-"))
        ?.slice(1)
        .map(Number) ?? [NaN, NaN];
      given += Number(!Number.isNaN(lower));
      covered += Number(lower <= 0.02 && 0.02 <= upper);
    }
    assert.ok(covered >= 0.93 * given && given >= 90, `${covered} of ${given} of 100 with ${photos} photos a year`);
  }
});

test("no change is told from chance where there is none", () => {
  assert.match(
    changeText(...archive(20, 0, 3)),
    /^no change that can be told from chance \(95 %: −\S+ to \+\S+ a decade\), 1900 to 1919$/,
  );
  assert.match(changeText(...archive(20, 0.05, 3)), /^\+\S+ a decade \(95 %: \+\S+ to \+\S+\), 1900 to 1919$/);
  assert.match(
    changeText(...archive(5, 0.05, 3)),
    /^no slope: 0 of 20 single years have a median of 6 photographs or more/,
  );
});

test("an interval holds its slope, and that of values that jump has none, and says why", () => {
  assert.deepEqual(enclosingInterval(3, 2, 5), [1, 5]);
  assert.deepEqual(enclosingInterval(3, 4, 5), [1, 5]);
  const [window, { values }] = archive(14, 0, 7919);
  const jumping = values.map((value, i) => value + (i < 14 * 14 ? 0 : 0.5));
  assert.match(
    changeText(window, /** @type {any} */ ({ values: jumping })),
    /^the yearly medians don't follow a line: slope \+\S+ a decade, without an interval, 1900 to 1919$/,
  );
  const same = changeText(window, /** @type {any} */ ({ values: values.map(() => 0.5) }));
  assert.match(
    same,
    /^no change that can be told from chance \(the slope is 0, and so are those of resampled medians\)/,
  );
});

test("without a photograph, that is why there is no slope", () => {
  const none = changeText(/** @type {any} */ ({ periods: [], order: null }), /** @type {any} */ ({ values: [] }));
  assert.equal(none, "no slope: there is no photograph with a year and a value");
});

test("signs and decimals are those of the command", () => {
  assert.deepEqual(signed([0.0123, 0.0094, 0.0151]), ["+0.012", "+0.009", "+0.015"]);
  assert.deepEqual(signed([0.01697, 0.01694, 0.01699]), ["+0.01697", "+0.01694", "+0.01699"]);
  assert.deepEqual(signed([1e-9, -1.8e-8, 0]), ["+1.0e−9", "−1.8e−8", "+0"]);
  assert.deepEqual(signed([0.0123, -0.00003, 0]), ["+0.01230", "−0.00003", "+0.00000"]);
  assert.deepEqual(signed([0.0123, -1e-9]), ["+0.012300", "−1.0e−9"]);
});

test("a jump over years without photos is no line, and a rise over them is one", () => {
  const years = Array.from({ length: 40 }, (_, i) => (i < 20 ? 1900 : 1920) + i);
  const periods = years.map((number, i) => ({ number, first: i * 18, end: (i + 1) * 18 }));
  for (const jump of [0.2, 0]) {
    let lines = 0;
    for (let state = 7, seed = 0; seed < 20; seed++) {
      const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
      const values = Float64Array.from({ length: 720 }, (_, photo) => {
        const year = years[Math.floor(photo / 18)];
        const kind = random() < 0.2 + 0.01 * (year - 1900) ? 0.3 : 0;
        return 0.1 * random() + (jump ? kind + jump * Number(year > 1930) : 0.005 * (year - 1900));
      });
      const text = changeText(/** @type {any} */ ({ periods, order: null }), /** @type {any} */ ({ values }));
      lines += Number(!text.includes("don't follow a line"));
      assert.ok(text.endsWith("1900 to 1959 (20 years have no median)"), text);
    }
    assert.ok(jump ? lines <= 1 : lines >= 18, `${lines} of 20 with a jump of ${jump}`);
  }
});
