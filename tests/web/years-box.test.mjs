import assert from "node:assert/strict";
import { test } from "node:test";

import { yearsIn } from "../../web/years-box.js";

test("years are read in the ways that people write them", () => {
  const ways = {
    1930: [1930, 1930],
    " 1930-1939 ": [1930, 1939],
    "1939 – 1930": [1930, 1939],
    "1930 to 1939": [1930, 1939],
    "1930s": [1930, 1939],
    "1914-18": [1914, 1918],
    "1914–8": [1914, 1918],
    "1998–2003": [1998, 2003],
    "2013-06": null,
    "": null,
    "1935s": null,
    "about 1930": null,
  };
  for (const [text, years] of Object.entries(ways)) assert.deepEqual(yearsIn(text), years);
});
