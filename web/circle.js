// Lines and bands of angles, which go on at the other end of the axis: 359 degrees is next to 1.

const BELOW = /** @type {const} */ (["q10", "q25", "lower"]);
const ABOVE = /** @type {const} */ (["q75", "q90", "upper"]);

/**
 * The trend as it is drawn.  That of angles is drawn three times, a turn apart, and each median is near the one before.
 * @param {Measure} measure
 * @param {Trend} trend
 * @returns {Trend[]}
 */
export function turnsOf({ circular }, trend) {
  if (!circular) return [trend];
  const near = { ...trend };
  for (const name of /** @type {const} */ ([...BELOW, ...ABOVE, "median"])) near[name] = Float64Array.from(trend[name]);
  const turn = (/** @type {number} */ angle) => ((angle % 360) + 360) % 360;
  let before = 180;
  trend.median.forEach((median, i) => {
    if (Number.isNaN(median)) return;
    const at = before + (turn(median - before + 180) - 180);
    for (const name of BELOW) near[name][i] = at - turn(median - trend[name][i]);
    for (const name of ABOVE) near[name][i] = at + turn(trend[name][i] - median);
    near.median[i] = at;
    before = at;
  });
  const [lowest, highest] = [near.q10, near.median, near.q90].reduce(
    ([low, high], numbers) => {
      const known = numbers.filter((number) => !Number.isNaN(number));
      return [Math.min(low, ...known), Math.max(high, ...known)];
    },
    [Infinity, -Infinity],
  );
  const found = [];
  for (let turns = -Math.floor(highest / 360); turns <= 1 - Math.ceil(lowest / 360); turns++)
    found.push(shifted(near, 360 * turns));
  return found;
}

/**
 * @param {Trend} trend
 * @param {number} shift
 */
function shifted(trend, shift) {
  const found = { ...trend };
  for (const name of /** @type {const} */ ([...BELOW, ...ABOVE, "median"]))
    found[name] = trend[name].map((number) => number + shift);
  return found;
}
