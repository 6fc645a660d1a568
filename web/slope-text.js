// A slope as a sentence, as `photoparsl/trends/slope_text.py` writes it.

import { NO_LINE } from "./line-check.js";
import { FEWEST_PHOTOS, FEWEST_YEARS } from "./slope.js";
import { countText, withMinus } from "./text.js";

const SAME = "the slope is 0, and so are those of resampled medians";
const SMALL = 1e-5; // numbers that are all smaller are written with a power of ten
const MORE_DECIMALS = 3;

/**
 * @param {Slope} slope
 * @returns {string}
 */
export function slopeText({ decade, lower, upper, years, first, last }) {
  const empty = last - first + 1 - years;
  const without = empty && ` (${countText(empty)} ${empty === 1 ? "year has" : "years have"} no median)`;
  const span = `${first} to ${last}${without || ""}`;
  if (lower === null || upper === null) return `${NO_LINE}: slope ${signed([decade])[0]} a decade, without an interval, ${span}`; // prettier-ignore
  const [change, ...ends] = signed([decade, lower, upper]);
  if (lower > 0 || upper < 0) return `${change} a decade (95 %: ${ends.join(" to ")}), ${span}`;
  if (lower === upper) return `no change that can be told from chance (${SAME}), ${span}`;
  return `no change that can be told from chance (95 %: ${ends.join(" to ")} a decade), ${span}`;
}

/**
 * Say why there is no slope, as `why_no_slope` in `photoparsl/trends/slope.py` does.
 * @param {NoSlope} found
 */
export function noSlopeText({ counted, years, leftOut = 0 }) {
  if (!years) return "no slope: there is no photograph with a year and a value";
  if (years < FEWEST_YEARS) return `no slope: the photographs are of fewer than ${FEWEST_YEARS} years`;
  const have = counted === 1 ? "has" : "have";
  if (counted + leftOut >= FEWEST_YEARS)
    return (
      `no slope: ${leftOut} of ${years} single years lack entries of the mixture that is held constant, and ` +
      `${counted} ${have} a median, of ${FEWEST_YEARS} that are needed; hold another column’s mixture constant, or none`
    );
  return (
    `no slope: ${counted} of ${years} single years ${have} a median of ${FEWEST_PHOTOS} photographs or more, ` +
    `and ${FEWEST_YEARS} are needed; compare medians of several years instead`
  );
}

/**
 * Numbers with their signs and as many decimals as they need, as `signed` in `photoparsl/trends/slope_text.py` writes them.
 * @param {number[]} numbers
 */
export function signed(numbers) {
  const largest = Math.max(...numbers.map(Math.abs));
  const sign = (/** @type {number} */ number) => (number < 0 ? "−" : "+");
  if (!largest) return numbers.map(() => "+0");
  const withPower = (/** @type {number} */ number) =>
    number ? sign(number) + withMinus(Math.abs(number).toExponential(1)) : "+0";
  if (largest < SMALL) return numbers.map(withPower);
  let least = 0;
  while (largest * 10 ** least < 9.995) least++;
  /** @type {string[]} */
  let texts = [];
  const isZero = (/** @type {number} */ number, /** @type {number} */ i) => number && !Number(texts[i].slice(1));
  for (let decimals = least; decimals <= least + MORE_DECIMALS; decimals++) {
    texts = numbers.map((number) => sign(number) + Math.abs(number).toFixed(decimals));
    if (new Set(texts).size >= new Set(numbers).size && !numbers.some(isZero)) break;
  }
  return numbers.map((number, i) => (isZero(number, i) ? withPower(number) : texts[i]));
}
