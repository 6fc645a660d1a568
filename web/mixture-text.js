// How much of a change is one of what was collected, as `photoparsl/trends/mixture_text.py` says it of slopes without an
// interval: those that the page computes itself.

const THREE_DIGITS = 99.95; // a number of at least so much has three digits before its point

/**
 * @param {{ rise: number, mixed: number, first: number, last: number }} change
 * @param {string} column
 */
export function mixtureText({ rise, mixed, first, last }, column) {
  const kept = rise - mixed;
  const [kind, rest] = [rise, kept].map((change) => (change >= 0 ? "rise" : "fall"));
  const [whole, left, part] = roundedTexts([rise, kept, mixed]);
  const change = `${kind} of ${whole} from ${first} to ${last}`;
  const collected = `change of what was collected (of ${column})`;
  const unsure = ", without an interval";
  if (rise * kept < 0 && left !== "0")
    return `The ${change} is a ${collected}: otherwise a ${rest} of ${left}${unsure}.`;
  if (Math.abs(kept) > Math.abs(rise) && part !== "0")
    return `The ${change} would be one of ${left} without the ${collected}${unsure}.`;
  return `Of the ${change}, ${part === "0" ? "nothing" : part} is a ${collected}${unsure}.`;
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
