// How fast a median changes: the slope of Theil and Sen, as in `photoparsl/trends/slope.py`.

export const FEWEST_YEARS = 3; // of fewer, no slope is given
export const FEWEST_PHOTOS = 6; // of a year whose median counts

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
