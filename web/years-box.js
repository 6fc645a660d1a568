// The box for years: what is typed there is selected, with all values.

import { byId } from "./text.js";
import { dayAt } from "./time.js";
import { change, view } from "./view.js";

/** Select the years that are typed; no text selects nothing. */
export function startYearsBox() {
  const box = byId("years");
  box?.addEventListener("change", () => {
    const years = yearsIn(box.value);
    box.setCustomValidity(
      years || !box.value.trim() ? "" : "Type a year, or years such as 1930–1939, 1914–18 or 1930s",
    );
    if (!box.reportValidity()) return;
    change({ selection: years && [years[0], years[1] + 1, null, null], pointed: -1 });
  });
}

/** Show the years that are selected with all values. */
export function showYearsBox() {
  const box = byId("years");
  if (!box || document.activeElement === box) return;
  const whole = wholeYears();
  box.value = whole ? yearsText(whole[0], whole[1] - 1) : "";
  box.setCustomValidity("");
}

/**
 * The selection if it is one of whole years with all values; else null.  It means the same whatever else is chosen.
 * @returns {ChartSelection | null}
 */
export function wholeYears() {
  const { selection } = view;
  return selection && selection[2] === null && selection.slice(0, 2).every(Number.isInteger) ? selection : null;
}

/**
 * @param {number} first
 * @param {number} last
 */
export function yearsText(first, last) {
  return first === last ? String(first) : `${first}–${last}`;
}

/**
 * A selected span of time in words: its years; or its first and last day, where it isn't one of whole years.
 * @param {number} from
 * @param {number} to
 */
export function spanText(from, to) {
  if (Number.isInteger(from) && Number.isInteger(to)) return yearsText(from, Math.max(from, to - 1));
  const [first, last] = [dayAt(from), Math.max(dayAt(from), dayAt(to) - 1)];
  const [begin, end] = [first, last].map((day) => new Date(day * 86400000).toISOString().slice(0, 10));
  return begin === end ? begin : `${begin} to ${end}`;
}

/**
 * The first and the last of typed years: 1930, 1930-1939, 1930 to 1939, 1914-18, 1930s; null if they are none.
 * A month, as in 2013-06, is none.
 * @param {string} text
 * @returns {Point | null}
 */
export function yearsIn(text) {
  const decade = /^\s*(\d{1,3}0)s\s*$/.exec(text);
  if (decade) return [Number(decade[1]), Number(decade[1]) + 9];
  const [, first, last = first] = /^\s*(-?\d{1,5})(?:\s*(?:[-–—]|to)\s*(-?\d{1,5}))?\s*$/.exec(text) ?? [];
  if (first === undefined) return null;
  if (/^\d+$/.test(first + last) && last.length < first.length) {
    const whole = first.slice(0, -last.length) + last;
    return Number(whole) > Number(first) ? [Number(first), Number(whole)] : null;
  }
  return [Math.min(Number(first), Number(last)), Math.max(Number(first), Number(last))];
}
