// The archive: the blocks that `photoparsl/page/blocks.py` wrote.  Columns are unpacked when they are first used.

import { lazy, readBlock } from "./block.js";
import { groupsOf } from "./groups.js";
import { readColours, readStamps } from "./stamps.js";
import { placesInTime } from "./time.js";

const AXIS_STEPS = 8000; // a quantile is stored as a place on the axis: 0 is its low limit, this its high one
const NO_QUANTILE = 65535;

/**
 * The page's photos, all of the archive's or a sample of them, sorted by year and then by row.
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
  /** @type {any} some properties are added below */
  const archive = {
    count,
    total: block.photos,
    sampled: count < block.photos,
    years,
    dated,
    undated: years.find((entry) => entry.year === null) ?? null,
    window: block.window,
    column: block.column,
    measures: block.measures.map((/** @type {object} */ measure) => measureOf(measure, block, years, dated)),
    groups: groupsOf(block),
  };
  archive.entry = entryOfEach(archive);
  archive.time = placesInTime(archive);
  lazy(archive, "row", () => summedUp(block.column("row")));
  lazy(archive, "before", () => block.column("before"));
  lazy(archive, "after", () => block.column("after"));
  lazy(archive, "stamps", () => readStamps(block, count));
  lazy(archive, "colours", () => readColours(block, archive.stamps, count));
  return archive;
}

/**
 * The photos' addresses, titles and records, decoded at the first call.
 * @returns {Promise<PhotoTexts>}
 */
export function readTexts() {
  photoTexts ??= readBlock("addresses").then(({ texts, titles = [], records = [], column }) => {
    const alike = column("alike");
    let before = "";
    const addresses = texts.map(
      (/** @type {string} */ text, /** @type {number} */ i) => (before = before.slice(0, alike[i]) + text),
    );
    return { addresses, titles, records };
  });
  return photoTexts;
}
/** @type {Promise<PhotoTexts> | null} */
let photoTexts = null;

/**
 * A measure with its values, quantiles and counts, which are unpacked when they are first read.
 * @param {any} description
 * @param {Block} block
 * @param {YearEntry[]} years
 * @param {DatedEntry[]} dated
 */
function measureOf(description, block, years, dated) {
  /** @type {Measure} */
  const measure = { ...description };
  lazy(measure, "values", () => decoded(block.column(`value ${measure.name}`), measure));
  lazy(measure, "quantiles", () => {
    const trend = alongAxis(block.column(`trend ${measure.name}`), measure);
    return [0, 1, 2, 3, 4].map((q) => trend.subarray(q * dated.length, (q + 1) * dated.length));
  });
  lazy(measure, "counts", () => {
    const histogram = block.column(`histogram ${measure.name}`);
    return histogram && years.map((_, i) => histogram.subarray(i * 256, (i + 1) * 256));
  });
  return measure;
}

/**
 * Values from the numbers that stand for them (see `NumberCode` in `photoparsl/page/encode.py`).
 * @param {Column} codes
 * @param {Measure} measure
 */
function decoded(codes, { first, step }) {
  const missing = 2 ** (8 * codes.BYTES_PER_ELEMENT) - 1;
  const parts = Math.round(1 / step); // 525 / 1000 is 0.525, 525 * 0.001 isn't
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
    if (places[i] === NO_QUANTILE) continue;
    const part = places[i] / AXIS_STEPS;
    const number = from * (1 - part) + to * part;
    values[i] = logarithmic ? Math.exp(number) : number;
  }
  return values;
}

/**
 * Each photo's entry in `years`.
 * @param {Archive} archive
 */
function entryOfEach({ years, count }) {
  const entry = new Uint16Array(count);
  years.forEach(({ first, end }, i) => entry.fill(i, first, end));
  return entry;
}

/**
 * Numbers from their differences.
 * @param {Uint32Array} differences
 */
function summedUp(differences) {
  let sum = 0;
  return differences.map((difference) => (sum = (sum + difference) >>> 0));
}
