// The axis of time: years, and beyond them a strip for photos without one.

const GOLDEN = 0.6180339887498949; // multiples of it, modulo 1, fill an interval evenly

/**
 * The limits of the axis of time: all years, and the strip for photos without a year if it is shown.
 * @param {Archive} archive
 * @param {View} view
 * @returns {[number, number]}
 */
export function wholeTime({ dated, undated }, view) {
  if (!dated.length) return undatedStrip(dated);
  const [first, last] = [dated[0].year, dated[dated.length - 1].year + 1];
  const margin = (last - first) * 0.008;
  return [first - margin, undated && view.undated ? undatedStrip(dated)[1] : last + margin];
}

/**
 * Where a year (or null: no year) begins and ends on the axis of time.
 * @param {Archive} archive
 * @param {number | null} year
 */
export function spanOf({ dated }, year) {
  return year === null ? undatedStrip(dated) : [year, year + 1];
}

/**
 * Each photo's place on the axis of time.  Within its year it is arbitrary, because only the year is known.
 * @param {Archive} archive
 */
export function placesInTime({ dated, undated, count }) {
  const time = new Float64Array(count);
  for (const { year, first, end } of dated) {
    for (let i = first; i < end; i++) time[i] = year + 0.06 + 0.88 * ((0.5 + (i - first) * GOLDEN) % 1);
  }
  if (undated) {
    const [from, to] = undatedStrip(dated);
    for (let i = undated.first; i < undated.end; i++) {
      time[i] = from + (to - from) * (0.03 + 0.94 * ((0.5 + (i - undated.first) * GOLDEN) % 1));
    }
  }
  return time;
}

/**
 * Where the strip for photos without a year begins and ends: after the last year.
 * @param {DatedEntry[]} dated
 * @returns {[number, number]}
 */
export function undatedStrip(dated) {
  if (!dated.length) return [0, 1];
  const [first, last] = [dated[0].year, dated[dated.length - 1].year + 1];
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
