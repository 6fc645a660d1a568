// The axis of time: years, and beyond them a strip for photos without one.

const GOLDEN = 0.6180339887498949; // multiples of it, modulo 1, fill an interval evenly

/**
 * The limits of the axis of time: all years, and the strip for photos without a year if it is shown.
 * @param {Archive} archive
 * @param {View} view
 * @returns {[number, number]}
 */
export function wholeTime({ limits, undated }, view) {
  if (!limits.length) return undatedStrip(limits);
  const [first, last] = [limits[0], limits[limits.length - 1]];
  const margin = (last - first) * 0.008;
  return [first - margin, undated && view.undated ? undatedStrip(limits)[1] : last + margin];
}

/**
 * Where a year (or null: no year) begins and ends on the axis of time.
 * @param {Archive} archive
 * @param {number | null} year
 */
export function spanOf({ limits }, year) {
  return year === null ? undatedStrip(limits) : [year, year + 1];
}

/**
 * The limits of the axis of time, the years that vague dates are drawn over (null if the density is
 * of counts by the manifest's year), and each photo's position.
 * @param {Archive} archive
 * @param {Block} block
 */
export function timesOf(archive, block) {
  const isCounted = block.measures.some((/** @type {{ bins?: number[] }} */ { bins }) => bins);
  const before = isCounted ? null : block.column("before");
  const spans = before && { before, after: block.column("after") };
  const limits = limitsOf(archive.dated, spans);
  return { spans, limits, time: positionsInTime(archive, limits, spans) };
}

/**
 * Each photo's position on the axis of time.  It is arbitrary within the time that the photo may be of: several years, its
 * year, or some days of its year.
 * @param {Archive} archive
 * @param {number[]} limits
 * @param {YearSpans | null} spans
 */
export function positionsInTime({ dated, undated, count, day, days }, limits, spans) {
  const time = new Float64Array(count);
  for (const { year, first, end } of dated) {
    for (let i = first; i < end; i++) {
      const part = (0.5 + (i - first) * GOLDEN) % 1;
      const [before, after] = [spans?.before[i] ?? 0, spans?.after[i] ?? 0];
      if (before || after) time[i] = year - before + 0.06 + (before + after + 0.88) * part;
      else time[i] = positionInYear(year, part, day?.[i] ?? 0, days?.[i] ?? 0);
    }
  }
  if (undated) {
    const [from, to] = undatedStrip(limits);
    for (let i = undated.first; i < undated.end; i++) {
      time[i] = from + (to - from) * (0.03 + 0.94 * ((0.5 + (i - undated.first) * GOLDEN) % 1));
    }
  }
  return time;
}

/**
 * Where the archive's first year begins, and where its last one ends; empty without years.
 * @param {DatedEntry[]} dated
 * @param {YearSpans | null} spans
 */
function limitsOf(dated, spans) {
  if (!dated.length) return [];
  let [first, last] = [dated[0].year, dated[dated.length - 1].year + 1];
  for (const { year, first: from, end } of dated) {
    for (let i = from; i < end && spans; i++) {
      first = Math.min(first, year - spans.before[i]);
      last = Math.max(last, year + 1 + spans.after[i]);
    }
  }
  return [first, last];
}

/**
 * A photo's position on the axis of time.
 * @param {number} year
 * @param {number} part where the photo is within the days that it may be of, from 0 to 1
 * @param {number} day
 * @param {number} days
 */
function positionInYear(year, part, day, days) {
  return days ? year + (day + part * days) / lengthOf(year) : year + 0.06 + 0.88 * part;
}

/**
 * How many days a year has.
 * @param {number} year
 */
export function lengthOf(year) {
  return dayOf(year + 1, 0) - dayOf(year, 0);
}

/**
 * The beginning of a day near a time, in years.
 * @param {number} time
 * @param {(days: number) => number} rounded
 */
export function atDay(time, rounded) {
  const year = Math.floor(time);
  return year + rounded((time - year) * lengthOf(year)) / lengthOf(year);
}

/**
 * The number since 1970 of the day that begins near a time; or in which it is, if `rounded` is Math.floor.
 * @param {number} time in years
 * @param {(days: number) => number} [rounded]
 */
export function dayAt(time, rounded = Math.round) {
  const year = Math.floor(time);
  return dayOf(year, 0) + rounded((time - year) * lengthOf(year) + 1e-6);
}

/**
 * The number of a month's first day since 1970; months count from 0.
 * @param {number} year
 * @param {number} month
 */
function dayOf(year, month) {
  return new Date(0).setUTCFullYear(year, month, 1) / 86400000;
}

/**
 * The month that a photo is of, from 0; null if it may be of several.
 * @param {number} year
 * @param {number} day the first day of the year that it may be of, from 0
 * @param {number} days how many days it may be of; 0 if the year alone is known
 */
export function monthOf(year, day, days) {
  if (!days) return null;
  const [first, last] = [day, day + days - 1].map((number) => new Date((dayOf(year, 0) + number) * 86400000));
  const isOne = first.getUTCMonth() === last.getUTCMonth() && last.getUTCFullYear() === year;
  return isOne && days <= 31 ? first.getUTCMonth() : null;
}

/**
 * The middle of a month on the axis of time; months count from 0.
 * @param {number} year
 * @param {number} month
 */
export function middleOf(year, month) {
  const days = (dayOf(year, month) + dayOf(year, month + 1)) / 2 - dayOf(year, 0);
  return year + days / lengthOf(year);
}

/**
 * The days that a photo may be of as its date in ISO 8601; "" if no more than its year is known.
 * @param {Archive} archive
 * @param {number} photo
 */
export function isoDate({ years, entry, day, days }, photo) {
  const { year } = years[entry[photo]];
  if (!days?.[photo] || !day || year === null) return "";
  const from = dayOf(year, 0) + day[photo];
  const [first, last, after] = [from, from + days[photo] - 1, from + days[photo]].map((number) =>
    new Date(number * 86400000).toISOString().slice(0, 10),
  );
  if (days[photo] === 1) return first;
  const isMonth = first.endsWith("-01") && after.endsWith("-01") && first.slice(0, 7) === last.slice(0, 7);
  return isMonth ? first.slice(0, 7) : `${first}/${last}`;
}

/**
 * Where the strip for photos without a year begins and ends: after the last year.
 * @param {number[]} limits
 * @returns {[number, number]}
 */
export function undatedStrip(limits) {
  if (!limits.length) return [0, 1];
  const [first, last] = limits;
  const span = last - first;
  return [last + Math.max(0.3, span * 0.02), last + Math.max(0.6, span * 0.1)];
}

/**
 * A photo's year, and the earliest and the latest that it may be of; null if unknown.
 * @param {Archive} archive
 * @param {number} photo
 */
export function yearsOf(archive, photo) {
  const { year } = archive.years[archive.entry[photo]];
  const [before, after] = [archive.before?.[photo] ?? 0, archive.after?.[photo] ?? 0];
  if (year !== null) return { year, earliest: year - before, latest: year + after };
  return { year, earliest: before || null, latest: after || null };
}
