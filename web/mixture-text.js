// How much of a change is one of what was collected, as `photoparsl/trends/mixture_text.py` says it.

import { NO_LINE } from "./line-check.js";

const THREE_DIGITS = 99.95; // a number of at least so much has three digits before its point

/**
 * @param {Slope} free of the medians as collected
 * @param {Slope} held with the mixture held constant
 * @param {string} column whose mixture it is
 * @returns {string}
 */
export function mixtureText(free, held, column) {
  const collected = `change of what was collected (of ${column})`;
  if (held.lower === null) return `${NO_LINE}, so no slope says how much is a ${collected}`;
  const [rise, kept] = [free, held].map(({ decade }) => (decade * (free.last - free.first)) / 10);
  const [kind, rest] = [rise, kept].map((change) => (change >= 0 ? "rise" : "fall"));
  const [whole, left, part] = roundedTexts([rise, kept, rise - kept]);
  const span = `from ${free.first} to ${free.last}`;
  const change = `${kind} of ${whole} ${span}${free.lower === null ? " (by its slope)" : ""}`;
  const chance = "can be told from chance";
  if (isChance(free) && isChance(held)) return `no change ${chance}, with the ${collected} or without it`;
  if (isChance(held)) return `there is a ${change}; without the ${collected}, none ${chance}`;
  if (isChance(free)) return `no change ${chance}; without the ${collected}, there is a ${rest} of ${left} ${span}`;
  const unsure = free.lower === null ? ", without an interval" : "";
  if (rise * kept < 0 && left !== "0")
    return `the ${change} is a ${collected}: otherwise a ${rest} of ${left}${unsure}`;
  if (Math.abs(kept) > Math.abs(rise) && part !== "0")
    return `the ${change} would be one of ${left} without the ${collected}${unsure}`;
  return `of the ${change}, ${part === "0" ? "nothing" : part} is a ${collected}${unsure}`;
}

/**
 * Whether a slope's interval has 0.
 * @param {Slope} slope
 */
function isChance({ lower, upper }) {
  return lower !== null && upper !== null && lower <= 0 && upper >= 0;
}

/**
 * Numbers without their signs, with as many decimals as give the largest three digits.
 * @param {number[]} numbers
 */
export function roundedTexts(numbers) {
  const largest = Math.max(...numbers.map(Math.abs));
  let decimals = 0;
  while (largest && decimals < 12 && largest * 10 ** decimals < THREE_DIGITS) decimals++;
  return numbers.map((number) => {
    const text = Math.abs(number).toFixed(decimals);
    return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
  });
}
