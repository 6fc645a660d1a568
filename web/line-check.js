// Whether a straight line describes yearly medians, by the rule of `photoparsl/trends/line_check.py`.

export const NO_LINE = "the yearly medians don't follow a line";
const MOST_NEARER = 0.9; // of the resampled medians: if the medians are farther from a line than so many, they don't follow one
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
  const farthest = farthestSum(x, row);
  let farther = 0;
  for (let i = 0; i < columns[0].length; i++)
    farther += Number(farthest > farthestSum(x, columns.map((column, year) => column[i] / largest - row[year])) + ROUNDING); // prettier-ignore
  return farther <= MOST_NEARER * columns[0].length;
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
