import assert from "node:assert/strict";
import { test } from "node:test";

import { atDay, dayAt } from "../../web/time.js";
import { spanText } from "../../web/years-box.js";

test("a span of days says its first and last day, and one of years its years", () => {
  const [from, to] = [atDay(2017.4972, Math.floor), atDay(2017.81, Math.ceil)];
  assert.equal(spanText(from, to), "2017-07-01 to 2017-10-23");
  const short = (/** @type {number} */ time) => +time.toPrecision(9); // as the address has it
  assert.equal(spanText(short(from), short(to)), "2017-07-01 to 2017-10-23");
  assert.equal(spanText(2017, 2018), "2017");
  assert.equal(spanText(2017, 2020), "2017–2019");
  assert.equal(spanText(2016 + 59 / 366, 2016 + 60 / 366), "2016-02-29");
});

test("a photo at the beginning of a day is of that day, whatever the address rounds", () => {
  for (const year of [1916, 2016, 2017]) {
    const length = year % 4 ? 365 : 366;
    for (let day = 0; day < length; day++) {
      const time = year + day / length;
      assert.equal(dayAt(+time.toPrecision(9)), dayAt(time, Math.floor));
    }
  }
});
