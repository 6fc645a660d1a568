// How fast a median changes: the slope of Theil and Sen, as in `photoparsl/trends/slope.py`.

const FEWEST_YEARS = 3; // of fewer, no slope is given
const FEWEST_PHOTOS = 6; // of a year whose median counts

/**
 * The slope of the yearly medians, a year; null if there are too few.
 * @param {ShownTrend} shown
 * @param {Measure} measure
 */
export function trendSlope({ window, trend }, { values }) {
  const known = (/** @type {Period} */ { first, end }) =>
    values.subarray(first, end).reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
  const years = window.periods
    .map((period, i) => ({ year: period.number, median: trend.median[i], n: trend.n?.[i] ?? known(period) }))
    .filter(({ median, n }) => n >= FEWEST_PHOTOS && !Number.isNaN(median));
  if (years.length < FEWEST_YEARS) return null;
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
