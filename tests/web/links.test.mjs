import assert from "node:assert/strict";
import { test } from "node:test";

import { parametersOf, unreadParts } from "../../web/link-ranges.js";

test("a link of an earlier version, which called a resource a site, shows the same", () => {
  const links = {
    "#site=site+Wisconsin&only=site+Nebraska": "#highlighted=resource+Wisconsin&only=resource+Nebraska",
    "#site=host+node7": "#highlighted=host+node7",
    "#site=column+Kind%3Asite+plan": "#highlighted=column+Kind%3Asite+plan",
    "#colour=site&trend=off": "#colour=resource&trend=off",
  };
  for (const [old, link] of Object.entries(links)) {
    assert.equal(parametersOf(old).toString(), link.slice(1));
    assert.deepEqual(unreadParts(parametersOf(old), 5), []);
  }
});
