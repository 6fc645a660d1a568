// Weights as whole numbers, so that no rounding decides which photo is in the middle, as in `photoparsl/trends/weights.py`.

const MOST_LACKING = 0.05; // of the archive: a year that lacks a value with a larger share is left out
const NEAR = 1e-9; // of all weights: sums that are nearer to a level are computed exactly
const FLOAT_BITS = 1000; // of a whole number that fits into a float

/**
 * How many photos these are; a photo that is shared by ten years counts as a tenth.
 * @param {PhotoKind[]} kinds
 */
export function sharedPhotos(kinds) {
  const unit = kinds.reduce((unit, { years }) => leastCommon(unit, BigInt(years)), 1n);
  const sum = kinds.reduce((sum, kind) => sum + BigInt(kind.photos) * shareWithin(kind, unit), 0n);
  return ratio(sum, unit);
}

/**
 * The weights of the kinds of photos; null if they lack a frequent value of the column whose mixture is held constant.
 * @param {PhotoKind[]} kinds
 * @param {Float64Array | null} archive how many photos of the whole archive have each value; null for no such column
 * @returns {ExactWeights | null}
 */
export function exactWeights(kinds, archive) {
  const unit = kinds.reduce((unit, { years }) => leastCommon(unit, BigInt(years)), 1n);
  let whole = kinds.map((kind) => BigInt(kind.weight) * shareWithin(kind, unit));
  if (archive) {
    const factors = mixtureFactors(kinds, whole, archive);
    if (!factors) return null;
    whole = whole.map((weight, kind) => weight * factors[kinds[kind].code]);
  }
  const sumOf = (/** @type {bigint[]} */ weights) =>
    kinds.reduce((sum, { photos }, kind) => sum + BigInt(photos) * weights[kind], 0n);
  const total = sumOf(whole);
  const shares = whole.map((weight) => ratio(weight, total));
  const squares = sumOf(whole.map((weight) => weight * weight));
  return {
    effective: squares ? Number((total * total) / squares) : 0,
    share: (kind) => shares[kind],
    indexAt: (of) => levelIndex(of, whole, total, shares),
  };
}

/**
 * Where the sum of sorted photos' weights first reaches a level, or is beyond it.
 * @param {Uint32Array} of each photo's kind
 * @param {bigint[]} whole each kind's weight
 * @param {bigint} total
 * @param {number[]} shares each kind's weight as a share of all
 */
function levelIndex(of, whole, total, shares) {
  const sums = runningSums(of, (kind) => shares[kind]);
  const exactSum = (/** @type {number} */ end) => {
    const counts = new Uint32Array(whole.length);
    for (let at = 0; at < end; at++) counts[of[at]]++;
    return counts.reduce((sum, count, kind) => sum + BigInt(count) * whole[kind], 0n);
  };
  return (/** @type {number} */ numerator, /** @type {number} */ denominator, /** @type {boolean} */ beyond) => {
    const [level, wanted] = [numerator / denominator, BigInt(numerator) * total];
    const isThere = (/** @type {number} */ index) => {
      if (Math.abs(sums[index] - level) > NEAR) return sums[index] > level;
      const found = BigInt(denominator) * exactSum(index + 1);
      return beyond ? found > wanted : found >= wanted;
    };
    return Math.min(firstWhere(of.length, isThere), of.length - 1);
  };
}

/**
 * The sums of sorted photos' weights up to each of them.
 * @param {Uint32Array} of each photo's kind
 * @param {(kind: number) => number} share
 */
export function runningSums(of, share) {
  const sums = new Float64Array(of.length);
  let sum = 0;
  for (let photo = 0; photo < of.length; photo++) sums[photo] = sum += share(of[photo]);
  return sums;
}

/**
 * What each value's weights are multiplied by, so that a window has the archive's mixture.
 * @param {PhotoKind[]} kinds
 * @param {bigint[]} whole
 * @param {Float64Array} archive
 */
function mixtureFactors(kinds, whole, archive) {
  const sums = Array.from(archive, () => 0n);
  kinds.forEach(({ code, photos }, kind) => (sums[code] += BigInt(photos) * whole[kind]));
  if (lacksValue(sums, archive)) return null;
  const common = sums.reduce((common, sum) => (sum ? leastCommon(common, sum) : common), 1n);
  return sums.map((sum, code) => (sum ? BigInt(archive[code]) * (common / sum) : 0n));
}

/**
 * Whether a year, or a window, lacks a value that more than 5 % of the archive have.
 * @param {ArrayLike<number | bigint>} sums of each value's weights there
 * @param {Float64Array} archive how many photos of the whole archive have each value
 */
export function lacksValue(sums, archive) {
  const most = MOST_LACKING * archive.reduce((sum, photos) => sum + photos, 0);
  return archive.some((photos, code) => photos > most && !sums[code]);
}

/**
 * @param {PhotoKind} kind
 * @param {bigint} unit the weight of a whole photo
 */
function shareWithin({ within, years }, unit) {
  return (BigInt(within) * unit) / BigInt(years);
}

/**
 * @param {bigint} a
 * @param {bigint} b
 */
function leastCommon(a, b) {
  let [x, y] = [a, b];
  while (y) [x, y] = [y, x % y];
  return (a / x) * b;
}

/**
 * A whole number divided by another; a float may be unable to hold either.
 * @param {bigint} part
 * @param {bigint} whole
 */
function ratio(part, whole) {
  const bits = BigInt(Math.max(0, 4 * whole.toString(16).length - FLOAT_BITS));
  return Number(part >> bits) / Number(whole >> bits);
}

/**
 * The first of `count` indices for which `isTrue` is true; it is true for all indices from there on.
 * @param {number} count
 * @param {(index: number) => boolean} isTrue
 */
export function firstWhere(count, isTrue) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
