// Tables to take along: nothing in them is a formula.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cell } from "../../web/photo-table.js";

for (const [text, expected] of [
  ["=1+1", "'=1+1"],
  [" ＝1", "' ＝1"],
  ["\ufffd-1", "'\ufffd-1"],
  ["a;=1+1;b", '"a;\'=1+1;b"'],
  ["a|+1", '"a|\'+1"'],
  ['say "=1"', '"say ""=1"""'],
  ["https://photos.example/a,b.jpg", '"https://photos.example/a,b.jpg"'],
  ["a=1", "a=1"],
]) {
  test(`the cell of ${JSON.stringify(text)} is no formula, and whole`, () => {
    assert.equal(cell(text), expected);
  });
}

test("numbers are as they are", () => {
  assert.equal(cell(-1.5), "-1.5");
  assert.equal(cell("-73.98"), "-73.98");
  assert.equal(cell("-0,5"), '"-0,5"');
});
