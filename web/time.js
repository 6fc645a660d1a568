// The axis of time: years, and beyond them a strip for photos without one.

const GOLDEN = 0.6180339887498949; // multiples of it, modulo 1, fill an interval evenly

/**
 * All the time there is: the years, and beyond them those without one, where they are shown.
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
 * From when to when a year is on the axis of time, or what has none.
 * @param {Archive} archive
 * @param {number | null} year
 */
export function spanOf({ dated }, year) {
  return year === null ? undatedStrip(dated) : [year, year + 1];
}

/**
 * Only years are known: within its year each photo has a place of its own that says nothing.
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
 * Where photos without a year are shown: beyond the last year, as wide as a part of all years.
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
 * The photo's year, and the years that it may be of: null where nobody knows.
 * @param {Archive} archive
 * @param {number} photo
 */
export function yearsOf(archive, photo) {
  const { year } = archive.years[archive.entry[photo]];
  const [before, after] = [archive.before?.[photo] ?? 0, archive.after?.[photo] ?? 0];
  if (year !== null) return { year, earliest: year - before, latest: year + after };
  return { year, earliest: before || null, latest: after || null };
}
