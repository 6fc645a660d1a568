// How many photos each year has, and how many of them have a value of exactly 0.  A photo of a vague date counts in each
// year that it may be of, with an equal share, where photos are drawn over these years.

const spread = new WeakMap(); // the counts, of a list of years
const zero = new WeakMap(); // the counts of zeros, of a measure

/**
 * The years with photos, those without a year last, and how many photos each has.
 * @param {Archive} archive
 * @returns {YearCount[]}
 */
export function yearCounts(archive) {
  const { years, spans, kept, duplicate, all } = archive;
  if (!spans) return years;
  const shown = kept ?? (years === all.years ? null : duplicate?.map((one) => 1 - one));
  if (!spread.has(years))
    spread.set(
      years,
      countsOf(archive, (photo) => !shown || shown[photo] === 1),
    );
  return spread.get(years);
}

/**
 * The years, and how many photos with a value of exactly 0 each has; empty if there are few such photos.
 * @param {Archive} archive
 * @param {Measure} measure
 * @returns {YearCount[]}
 */
export function zeroCounts(archive, measure) {
  if (!measure.has_zeros) return [];
  const { zeros, values } = measure;
  if (zeros) return archive.years.map(({ year }, i) => ({ year, all: zeros[i] }));
  if (!zero.has(measure))
    zero.set(
      measure,
      countsOf(archive, (photo) => values[photo] === 0),
    );
  return zero.get(measure);
}

/**
 * @param {Archive} archive
 * @param {(photo: number) => boolean} counts whether a photo is counted
 * @returns {YearCount[]}
 */
function countsOf({ years, spans }, counts) {
  /** @type {Map<number | null, number>} */
  const found = new Map();
  const add = (/** @type {number | null} */ year, /** @type {number} */ share) =>
    found.set(year, (found.get(year) ?? 0) + share);
  for (const { year, first, end } of years) {
    for (let photo = first; photo < end; photo++) {
      if (!counts(photo)) continue;
      const [before, after] = spans && year !== null ? [spans.before[photo], spans.after[photo]] : [0, 0];
      if (year === null) add(null, 1);
      else for (let at = year - before; at <= year + after; at++) add(at, 1 / (before + after + 1));
    }
  }
  const rounded = [...found].map(([year, sum]) => ({ year, all: Math.round(100 * sum) / 100 }));
  return rounded.sort((a, b) => (a.year ?? Infinity) - (b.year ?? Infinity));
}
