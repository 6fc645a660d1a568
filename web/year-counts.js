// How many photos each year has.  A photo of a vague date counts in each year that it may be of, with an equal share,
// where photos are drawn over these years.

const spread = new WeakMap(); // the counts, of a list of years

/**
 * The years with photos, those without a year last, and how many photos each has.
 * @param {Archive} archive
 * @returns {{ year: number | null, all: number }[]}
 */
export function yearCounts(archive) {
  const { years, spans } = archive;
  if (!spans) return years;
  if (!spread.has(years)) spread.set(years, spreadCounts(archive, spans));
  return spread.get(years);
}

/**
 * @param {Archive} archive
 * @param {YearSpans} spans
 */
function spreadCounts({ years, undated, kept, duplicate, all, years: shown }, { before, after }) {
  const hidden = kept ?? (shown === all.years ? null : duplicate?.map((one) => 1 - one));
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { year, first, end } of years) {
    for (let photo = first; photo < end && year !== null; photo++) {
      if (hidden && !hidden[photo]) continue;
      const share = 1 / (before[photo] + after[photo] + 1);
      for (let at = year - before[photo]; at <= year + after[photo]; at++)
        counts.set(at, (counts.get(at) ?? 0) + share);
    }
  }
  const found = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([year, sum]) => ({ year, all: Math.round(100 * sum) / 100 }));
  return undated ? [...found, undated] : found;
}
