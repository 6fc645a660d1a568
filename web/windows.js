// The windows of time that a trend's numbers are of: of years, and of months where an archive is short and its photos'
// months are known.

import { GROUP_COLOUR } from "./group-link.js";
import { middleOf, monthOf } from "./time.js";

const MOST_YEARS = 10; // an archive of more has windows of years alone
const LEAST_KNOWN = 0.9; // of the photos with a year, those whose month is known
const ENOUGH = 6; // photos of an interval; a window with so many in three quarters of the periods may be shown at first
const MOST_PERIODS = 0.75; // of all
const MONTH_WINDOWS = [1, 3]; // months of a window

const usualWindows = new WeakMap(); // of a measure: the window that is shown until the reader chooses one, by group

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
  const found = windows.findIndex((window) => window.order && hasEnough(window, () => 0));
  return found < 0 ? usual : found;
}

/**
 * Which window is shown until the reader chooses one: that which `photoparsl trend` takes, by the photos with a value; where
 * they are coloured by a group, by those of each value of the group (`photoparsl/trends/windows.py`).  Of a large archive the
 * page has exact numbers of a group's values for single years alone, and its window stays.
 * @param {Archive} archive
 * @param {string} colour
 * @param {number} measure
 * @returns {number}
 */
export function usualWindowOf(archive, colour, measure) {
  const { usualWindow: usual, groups, sampled, all, clusters, noClusters } = archive;
  if (sampled || !archive.dated.length) return usual;
  const [, group = ""] = GROUP_COLOUR.exec(colour) ?? [];
  if (clusters && !noClusters && !group) {
    const found = windowOfIntervals(
      archive.windows,
      (archive.hidesDuplicates ? archive.single : all).measures[measure],
    );
    if (found >= 0) return found;
  }
  const key = all.measures[measure];
  if (!usualWindows.has(key)) usualWindows.set(key, new Map());
  const known = usualWindows.get(key);
  if (!known.has(group)) known.set(group, windowOf(archive, key, group ? groups[Number(group)] : null));
  return known.get(group);
}

/**
 * @param {Archive} archive
 * @param {Measure} measure with all values, whatever the filter
 * @param {Group | null} group
 */
function windowOf({ windows, hidesDuplicates, duplicate }, { values }, group) {
  const valueOf = (/** @type {number} */ photo) => {
    if (Number.isNaN(values[photo]) || (hidesDuplicates && duplicate?.[photo])) return -1;
    return group ? group.numbers[photo] : 0;
  };
  const found = windows.findIndex((window) => window.order && hasEnough(window, valueOf));
  if (found >= 0) return found;
  const ofYears = [...windows.keys()].filter((window) => !windows[window].order && !windows[window].photos);
  return ofYears.find((window) => hasEnough(windows[window], valueOf)) ?? ofYears[ofYears.length - 1];
}

/**
 * The narrowest window of years in which most medians have intervals of clusters, or -1 if there is none.
 * @param {TrendWindow[]} windows
 * @param {Measure} measure with all values, whatever the filter
 */
function windowOfIntervals(windows, { trends }) {
  return windows.findIndex(({ order, photos }, window) => {
    if (order || photos) return false;
    const { median, lower } = trends[window];
    const known = lower.filter((_, i) => !Number.isNaN(median[i]));
    return known.filter((end) => !Number.isNaN(end)).length >= MOST_PERIODS * known.length;
  });
}

/**
 * Whether most periods of each value have photos enough for an interval.
 * @param {TrendWindow} window
 * @param {(photo: number) => number} valueOf below 0 for a photo that doesn't count
 */
function hasEnough({ periods, order, width }, valueOf) {
  /** @type {Map<number, number[]>} */
  const counts = new Map(); // of each value: how many photos each period has
  periods.forEach(({ first, end }, i) => {
    for (let at = first; at < end; at++) {
      const value = valueOf(order ? order[at] : at);
      if (value < 0) continue;
      if (!counts.has(value)) counts.set(value, Array(periods.length).fill(0));
      (counts.get(value) ?? [])[i]++;
    }
  });
  let [cells, enough] = [0, 0];
  for (const of of counts.values()) {
    periods.forEach(({ number }, i) => {
      if (!of[i]) return;
      const isNear = (/** @type {Period} */ other) => Math.abs(other.number - number) <= (width - 1) / 2;
      const within = periods.reduce((sum, other, j) => sum + (isNear(other) ? of[j] : 0), 0);
      cells++;
      enough += Number(within >= ENOUGH);
    });
  }
  return cells > 0 && enough >= MOST_PERIODS * cells;
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
