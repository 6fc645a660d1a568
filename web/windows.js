// The windows of time that a trend's numbers are of: of years, and of months where an archive is short and its photos'
// months are known.

import { middleOf, monthOf } from "./time.js";

const MOST_YEARS = 10; // an archive of more has windows of years alone
const LEAST_KNOWN = 0.9; // of the photos with a year, those whose month is known
const ENOUGH = 6; // photos of an interval; a window with so many in three quarters of the periods may be shown at first
const MONTH_WINDOWS = [1, 3]; // months of a window

/**
 * @param {Block} block
 * @param {DatedEntry[]} dated
 * @returns {TrendWindow[]} the block's, whose numbers it may have, and those of months
 */
export function windowsOf(block, dated) {
  const years = dated.map(({ year, first, end }) => ({ number: year, first, end, time: year + 0.5 }));
  const windows = block.windows.map((/** @type {[number, number, string]} */ [width, photos, label]) => ({
    label,
    width,
    photos,
    length: 1,
    periods: years,
    order: null,
  }));
  const months = monthsOf(block, dated);
  if (!months) return windows;
  const ofMonths = MONTH_WINDOWS.map((width) => ({
    label: width === 1 ? "one month" : `${width} months`,
    width,
    photos: 0,
    length: 1 / 12,
    ...months,
  }));
  return [...windows, ...ofMonths];
}

/**
 * Which window is shown at first: the narrowest with enough photos.
 * @param {TrendWindow[]} windows
 * @param {number} usual the window of years with enough photos
 */
export function usualWindow(windows, usual) {
  const found = windows.findIndex(({ order, periods, width }) => {
    if (!order) return false;
    const counts = periods.map(({ number }) =>
      periods
        .filter((other) => Math.abs(other.number - number) <= (width - 1) / 2)
        .reduce((sum, { first, end }) => sum + end - first, 0),
    );
    return counts.filter((count) => count >= ENOUGH).length >= 0.75 * counts.length;
  });
  return found < 0 ? usual : found;
}

/**
 * The months with photos, and the photos by month; null if windows of months aren't offered.
 * @param {Block} block
 * @param {DatedEntry[]} dated
 * @returns {{ periods: Period[], order: Uint32Array } | null}
 */
function monthsOf(block, dated) {
  const [day, days] = [block.column("day"), block.column("days")];
  const isSample = block.count("row") < block.photos;
  if (!day || !days || isSample || dated[dated.length - 1].year - dated[0].year >= MOST_YEARS) return null;
  /** @type {Map<number, number[]>} */
  const photosOf = new Map();
  let known = 0;
  for (const { year, first, end } of dated) {
    for (let photo = first; photo < end; photo++) {
      const month = monthOf(year, day[photo], days[photo]);
      if (month === null) continue;
      const number = 12 * year + month;
      const photos = photosOf.get(number) ?? [];
      photosOf.set(number, photos);
      photos.push(photo);
      known++;
    }
  }
  if (known < LEAST_KNOWN * dated.reduce((sum, { first, end }) => sum + end - first, 0)) return null;
  let at = 0;
  const numbers = [...photosOf.keys()].sort((a, b) => a - b);
  const periods = numbers.map((number) => ({
    number,
    first: at,
    end: (at += photosOf.get(number)?.length ?? 0),
    time: middleOf(Math.floor(number / 12), number % 12),
  }));
  return { periods, order: Uint32Array.from(numbers.flatMap((number) => photosOf.get(number) ?? [])) };
}
