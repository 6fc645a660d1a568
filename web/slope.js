// How fast a median changes: the slope of Theil and Sen, as in `photoparsl/trends/slope.py`.

export const FEWEST_YEARS = 3; // of fewer, no slope is given
export const FEWEST_PHOTOS = 6; // of a year whose median counts

/**
 * The slope of the yearly medians, a year; if there are too few, how many years have one, and how many have photos.
 * @param {ShownTrend} shown
 * @param {Measure} measure
 * @returns {{ slope: number, first: number, last: number } | { counted: number, years: number }}
 */
export function trendSlope({ window, trend }, { values }) {
  const known = (/** @type {Period} */ { first, end }) =>
    values.subarray(first, end).reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
  const all = window.periods
    .map((period, i) => ({ year: period.number, median: trend.median[i], n: trend.n?.[i] ?? known(period) }))
    .filter(({ n }) => n > 0);
  const years = all.filter(({ median, n }) => n >= FEWEST_PHOTOS && !Number.isNaN(median));
  if (years.length < FEWEST_YEARS) return { counted: years.length, years: all.length };
  return { slope: theilSen(years), first: years[0].year, last: years[years.length - 1].year };
}

/**
 * The median of the slopes between each two points.
 * @param {{ year: number, median: number }[]} years
 */
export function theilSen(years) {
  const slopes = new Float64Array((years.length * (years.length - 1)) / 2);
  let at = 0;
  for (let i = 0; i < years.length; i++) {
    for (let j = 0; j < i; j++) slopes[at++] = (years[i].median - years[j].median) / (years[i].year - years[j].year);
  }
  slopes.sort();
  const half = slopes.length >> 1;
  return slopes.length % 2 ? slopes[half] : (slopes[half - 1] + slopes[half]) / 2;
}
