// The weights of photos of a sample: how many photos of the archive each stands for, as in
// `photoparsl/trends/sample_weights.py`.  They are whole numbers whose sums a float holds exactly.

/**
 * Weights; null if all are the same.
 * @param {ArrayLike<number> | null | undefined} weights
 * @returns {Float64Array | null}
 */
export function differing(weights) {
  if (!weights) return null;
  for (let i = 1; i < weights.length; i++) if (weights[i] !== weights[0]) return Float64Array.from(weights);
  return null;
}

/**
 * How many photos of equal weight these are worth: (sum of w)² / sum of w².
 * @param {number} sum
 * @param {number} squares
 */
export function worth(sum, squares) {
  return squares ? Math.floor(((sum * sum) / squares) * (1 + 1e-12)) : 0;
}

/**
 * Quantiles of values with weights.
 * @param {Float64Array} values
 * @param {Float64Array} weights
 * @returns {Quantiles}
 */
export function weightedQuantiles(values, weights) {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  let [sum, squares] = [0, 0];
  const sums = order.map((index) => {
    squares += weights[index] ** 2;
    return (sum += weights[index]);
  });
  const reached = (/** @type {number} */ part, /** @type {number} */ whole, /** @type {boolean} */ beyond) => {
    const at = sums.findIndex((found) => (beyond ? found * whole > part * sum : found * whole >= part * sum));
    return values[order[at < 0 ? order.length - 1 : at]];
  };
  const percent = (/** @type {number} */ level) => Math.round(100 * level);
  const count = worth(sum, squares);
  return {
    count,
    quantile: (level) => (reached(percent(level), 100, false) + reached(percent(level), 100, true)) / 2,
    ranked: (rank) => reached(rank + 1, count, false),
  };
}
