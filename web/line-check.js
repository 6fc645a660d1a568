// Whether a straight line describes yearly medians, by the rule of `photoparsl/trends/line_check.py`.

export const NO_LINE = "the yearly medians don't follow a line";
const MOST_NEARER = 0.9; // of the resampled medians: if the medians are farther from a line than so many, they don't follow one
const MOST_SMALLER = 0.95; // of the resampled ones: how many may be smaller than a jump
const GAP = 5; // years from a median to the next: over more, a jump is looked for
const FEWEST = 3; // medians before a gap, and after it
const ROUNDING = 1e-9; // of the largest number: what rounding adds to a distance is less

/**
 * Whether medians are about a line, as far as chance lets one tell.
 * @param {{ year: number, median: number }[]} medians
 * @param {Float64Array[]} columns the resampled medians of each year
 */
export function followsLine(medians, columns) {
  const years = medians.map(({ year }) => year);
  const mean = years.reduce((sum, year) => sum + year, 0) / years.length;
  const x = years.map((year) => year - mean);
  const largest = columns.reduce((most, column) => column.reduce((m, v) => Math.max(m, Math.abs(v)), most), 0) || 1;
  const row = medians.map(({ median }) => median / largest);
  const side = sidesOfGap(years, x);
  const jumpOf = (/** @type {number[]} */ row) => Math.abs(row.reduce((sum, y, i) => sum + y * side[i], 0));
  const [farthest, jump] = [farthestSum(x, row), jumpOf(row)];
  let [farther, larger] = [0, 0];
  for (let i = 0; i < columns[0].length; i++) {
    const changes = columns.map((column, year) => column[i] / largest - row[year]);
    farther += Number(farthest > farthestSum(x, changes) + ROUNDING);
    larger += Number(jump > jumpOf(changes) + ROUNDING);
  }
  return farther <= MOST_NEARER * columns[0].length && larger <= MOST_SMALLER * columns[0].length;
}

/**
 * What a jump over the widest gap adds to each median, apart from a line; zeros if no gap is wide.
 * @param {number[]} years
 * @param {number[]} x the same, with a mean of 0
 */
function sidesOfGap(years, x) {
  const gaps = years.slice(1).map((year, i) => year - years[i]);
  const gap = gaps.indexOf(Math.max(...gaps)) + 1;
  if (gaps[gap - 1] <= GAP || gap < FEWEST || gap > years.length - FEWEST) return x.map(() => 0);
  const side = x.map((_, i) => Number(i >= gap) - 1 + gap / x.length);
  const slope = side.reduce((sum, s, i) => sum + s * x[i], 0) / x.reduce((sum, one) => sum + one * one, 0);
  return side.map((s, i) => s - slope * x[i]);
}

/**
 * How far from 0 the running sum of the numbers' distances from their line of least squares goes.
 * @param {number[]} x whose mean is 0
 * @param {number[]} row
 */
function farthestSum(x, row) {
  const mean = row.reduce((sum, y) => sum + y, 0) / row.length;
  const slope = row.reduce((sum, y, i) => sum + x[i] * y, 0) / x.reduce((sum, one) => sum + one * one, 0);
  let [sum, farthest] = [0, 0];
  row.forEach((y, i) => {
    sum += y - mean - slope * x[i];
    farthest = Math.max(farthest, Math.abs(sum));
  });
  return farthest;
}
