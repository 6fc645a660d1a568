// The archive: what `photoparsl/page/blocks.py` put into the page.  The chart's first measure is
// unpacked at once, the rest when somebody asks for it.

import { onceAsked, readBlock } from "./block.js";
import { readColours, readStamps } from "./stamps.js";
import { placesInTime } from "./time.js";

const AXIS_STEPS = 8000; // that the quantiles are kept in, from the low end of the axis to the high one
const NOWHERE = 65535; // the place of a quantile that there isn't

/**
 * The photos of the page: all of the archive's, or a sample.  They stand by year and then by row;
 * `years` says which of them are whose (its last entry has `year` null where some have none),
 * `time` is each one's place on the axis of years, and `measures` have their values.
 * @returns {Promise<Archive>}
 */
export async function readArchive() {
  const block = await readBlock("photos");
  const count = block.count("row");
  /** @type {YearEntry[]} */
  const years = [];
  let first = 0;
  for (const [year, all, kept] of block.years) {
    years.push({ year, all, first, end: first + kept });
    first += kept;
  }
  const dated = /** @type {DatedEntry[]} */ (years.filter((entry) => entry.year !== null));
  /** @type {any} what is asked for later comes below */
  const archive = {
    count,
    total: block.photos,
    sampled: count < block.photos,
    years,
    dated,
    undated: years.find((entry) => entry.year === null) ?? null,
    window: block.window,
    measures: block.measures.map((/** @type {object} */ measure) => measureOf(measure, block, years, dated)),
  };
  archive.entry = entryOfEach(archive);
  archive.time = placesInTime(archive);
  onceAsked(archive, "row", () => summedUp(block.column("row")));
  onceAsked(archive, "before", () => block.column("before"));
  onceAsked(archive, "after", () => block.column("after"));
  onceAsked(archive, "stamps", () => readStamps(block, count));
  onceAsked(archive, "colours", () => readColours(block, archive.stamps, count));
  return archive;
}

/**
 * Each photo's address; decoded once somebody asks.
 * @returns {Promise<string[]>}
 */
export function readAddresses() {
  addresses ??= readBlock("addresses").then(({ texts, column }) => {
    const alike = column("alike");
    let before = "";
    return texts.map(
      (/** @type {string} */ text, /** @type {number} */ i) => (before = before.slice(0, alike[i]) + text),
    );
  });
  return addresses;
}
/** @type {Promise<string[]> | null} */
let addresses = null;

/**
 * A measure: each photo's value (NaN: none), quantiles by year, and exact counts where there are any.
 * @param {any} described
 * @param {Block} block
 * @param {YearEntry[]} years
 * @param {DatedEntry[]} dated
 */
function measureOf(described, block, years, dated) {
  /** @type {Measure} */
  const measure = { ...described };
  onceAsked(measure, "values", () => decoded(block.column(`value ${measure.name}`), measure));
  onceAsked(measure, "quantiles", () => {
    const trend = alongAxis(block.column(`trend ${measure.name}`), measure);
    return [0, 1, 2, 3, 4].map((q) => trend.subarray(q * dated.length, (q + 1) * dated.length));
  });
  onceAsked(measure, "counts", () => {
    const histogram = block.column(`histogram ${measure.name}`);
    return histogram && years.map((_, i) => histogram.subarray(i * 256, (i + 1) * 256));
  });
  return measure;
}

/**
 * The photos' values from their codes; the greatest number that a code can be stands for none.
 * @param {Column} codes
 * @param {Measure} measure
 */
function decoded(codes, { first, step }) {
  const missing = 2 ** (8 * codes.BYTES_PER_ELEMENT) - 1;
  const parts = Math.round(1 / step); // a division gives 0.525, where 525 times 0.001 may not
  const values = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] === missing) values[i] = NaN;
    else values[i] = step < 1 ? (first + codes[i]) / parts : (first + codes[i]) * step;
  }
  return values;
}

/**
 * Values from their places on the measure's axis.
 * @param {Column} places
 * @param {Measure} measure
 */
function alongAxis(places, { low, high, logarithmic }) {
  const [from, to] = logarithmic ? [Math.log(low), Math.log(high)] : [low, high];
  const values = new Float64Array(places.length).fill(NaN);
  for (let i = 0; i < places.length; i++) {
    if (places[i] === NOWHERE) continue;
    const part = places[i] / AXIS_STEPS;
    const number = from * (1 - part) + to * part;
    values[i] = logarithmic ? Math.exp(number) : number;
  }
  return values;
}

/**
 * Which entry of the years each photo belongs to.
 * @param {Archive} archive
 */
function entryOfEach({ years, count }) {
  const entry = new Uint16Array(count);
  years.forEach(({ first, end }, i) => entry.fill(i, first, end));
  return entry;
}

/** @param {Uint32Array} differences */
function summedUp(differences) {
  let sum = 0;
  return differences.map((difference) => (sum = (sum + difference) >>> 0));
}
