// Numbers as people read them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { shareText, valueText, withMinus } from "../../web/text.js";

test("a share is 100 % only of all, and 0 % only of none", () => {
  const parts = [0, 1, 499, 500, 50000, 99499, 99500, 99999, 100000];
  assert.deepEqual(
    parts.map((part) => shareText(part, 100000)),
    ["0 %", "less than 1 %", "less than 1 %", "1 %", "50 %", "99 %", "more than 99 %", "more than 99 %", "100 %"],
  );
});

test("a median between two whole numbers isn't shown as one of them", () => {
  /** @type {any} */
  const measure = { step: 1, unit: "px" };
  assert.deepEqual(
    [2.5, 0.25, 600, 1048576.5, -1.5].map((value) => valueText(measure, value)),
    ["2.5 px", "0.3 px", "600 px", "1,048,576.5 px", "−1.5 px"],
  );
});

test("no value but 0 is shown as 0", () => {
  /** @type {any} */
  const measure = { step: 0.001, unit: "" };
  assert.deepEqual(
    [0, 0.0004, -0.00041, 0.00000123, 0.0006, 0.4].map((value) => valueText(measure, value)),
    ["0", "0.0004", "−0.00041", "1.2E−6", "0.001", "0.400"],
  );
  assert.equal(withMinus("-1.5E-7"), "−1.5E−7");
});
