// Numbers as people read them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { shareText } from "../../web/text.js";

test("a share is 100 % only of all, and 0 % only of none", () => {
  const parts = [0, 1, 499, 500, 50000, 99499, 99500, 99999, 100000];
  assert.deepEqual(
    parts.map((part) => shareText(part, 100000)),
    ["0 %", "under 1 %", "under 1 %", "1 %", "50 %", "99 %", "over 99 %", "over 99 %", "100 %"],
  );
});
