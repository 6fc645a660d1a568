// Numbers are written as Intl.NumberFormat writes them, with and without it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { numberText } from "../../web/number-text.js";

/** @type {Intl.NumberFormatOptions[]} */
const formats = [
  {},
  { maximumFractionDigits: 1 },
  { minimumFractionDigits: 3, maximumFractionDigits: 3 },
  { maximumSignificantDigits: 2, notation: "standard" },
  { maximumSignificantDigits: 5 },
  { maximumSignificantDigits: 8 },
  { maximumSignificantDigits: 3, notation: "scientific" },
];
const odd = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  1e21,
  1e-7,
  5e-324,
  2 ** 53,
  999,
  1000,
  999999.5,
  0.0005,
  120000000,
  1.005,
];
const any = (/** @type {number} */ i) => Math.sin(i) * 10 ** (i % 13) * (i % 3 ? 1 : 1e-4);
const rounded = (/** @type {number} */ i) => Number(any(i).toPrecision(1 + (i % 7)));
const values = [...odd, ...Array.from({ length: 3000 }, (_, i) => (i % 2 ? any(i) : rounded(i)))];

test("a number is written as Intl.NumberFormat writes it", () => {
  for (const format of formats) {
    const intl = new Intl.NumberFormat("en", format);
    for (const value of values) assert.equal(numberText(value, format), intl.format(value));
  }
});
