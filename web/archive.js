// The archive: the blocks that `photoparsl/page/blocks.py` wrote.  Columns are unpacked when they are first used.

import { lazy, readBlock, summedUp } from "./block.js";
import { groupsOf } from "./groups.js";
import { readColours, readStamps } from "./stamps.js";
import { storedTrends } from "./stored-trends.js";
import { readThumbnails } from "./thumbnails.js";
import { timesOf } from "./time.js";
import { trendOf } from "./trend.js";
import { usualWindow, windowsOf } from "./windows.js";

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
  for (const [year, all, kept, duplicates] of block.years) {
    years.push({ year, all, duplicates, first, end: first + kept });
    first += kept;
  }
  const windows = windowsOf(block, datedOf(years));
  const all = photosOf(
    years,
    block.measures.map((/** @type {object} */ measure) => measureOf(measure, block, years, windows)),
  );
  /** @type {any} some properties are added below */
  const archive = {
    count,
    ...all,
    all,
    sampled: count < block.photos,
    windows,
    usualWindow: block.clusters && !block.no_clusters ? block.window : usualWindow(windows, block.window),
    column: block.column,
    hidesDuplicates: block.hides_duplicates,
    hasArchives: block.has_archives,
    notes: block.notes,
    groups: groupsOf(block),
  };
  archive.entry = entryOfEach(archive);
  addFacts(archive, block);
  Object.assign(archive, timesOf(archive, block));
  lazy(archive, "row", () => summedUp(block.column("row")));
  for (const name of ["duplicate", "alike", "drawn", "before", "after"]) lazy(archive, name, () => block.column(name));
  lazy(archive, "single", () => singlePhotos(all, archive, block));
  addPictures(archive, block);
  return archive;
}

/**
 * @param {any} archive
 * @param {any} block
 */
function addFacts(archive, block) {
  for (const name of ["day", "days"]) archive[name] = block.column(name);
  archive.intervalNote = block.interval_note;
  [archive.clusters, archive.noClusters] = [block.clusters, block.no_clusters];
  archive.knownWindows = block.known_windows;
}

/**
 * @param {Archive} archive
 * @param {Block} block
 */
function addPictures(archive, block) {
  lazy(archive, "thumbnails", () => readThumbnails(block));
  lazy(archive, "stamps", () => readStamps(block, archive.count));
  lazy(archive, "colours", () => readColours(block, archive.stamps, archive.count));
}

/**
 * The photos' addresses, titles and records, decoded at the first call.
 * @returns {Promise<PhotoTexts>}
 */
export function readTexts() {
  photoTexts ??= readBlock("addresses").then(
    ({ texts, titles = [], identifiers = [], records = [], dates = [], files = [], column }) => {
      const alike = column("alike");
      let before = "";
      const addresses = texts.map(
        (/** @type {string} */ text, /** @type {number} */ i) => (before = before.slice(0, alike[i]) + text),
      );
      return { addresses, titles, identifiers, records, dates, files };
    },
  );
  return photoTexts;
}
/** @type {Promise<PhotoTexts> | null} */
let photoTexts = null;

/**
 * Show all photos, or those without duplicates.
 * @param {Archive} archive
 * @param {boolean} duplicates
 */
export function showDuplicates(archive, duplicates) {
  Object.assign(archive, duplicates || !archive.duplicate ? archive.all : archive.single);
}

/**
 * @param {YearEntry[]} years
 * @param {Measure[]} measures
 * @returns {Photos}
 */
function photosOf(years, measures) {
  return {
    total: years.reduce((sum, { all }) => sum + all, 0),
    years,
    dated: datedOf(years),
    undated: years.find(({ year }) => year === null) ?? null,
    measures,
  };
}

/**
 * @param {YearEntry[]} years
 * @returns {DatedEntry[]}
 */
function datedOf(years) {
  return /** @type {DatedEntry[]} */ (years.filter(({ year }) => year !== null));
}

/**
 * The photos without duplicates: these have no values, and no counts.
 * @param {Photos} all
 * @param {Archive} archive
 * @param {Block} block
 */
function singlePhotos({ years, measures }, { duplicate, windows }, block) {
  const single = measures.map((measure) => {
    const other = Object.create(measure); // its label, its limits, …
    lazy(other, "values", () => measure.values.map((value, i) => (duplicate?.[i] ? NaN : value)));
    lazy(other, "trends", () => trendsOf(block, `single trend ${measure.name}`, other, windows));
    lazy(other, "zeros", () => {
      const left = block.column(`duplicate zeros ${measure.name}`);
      return measure.zeros?.map((count, i) => count - left[i]) ?? null;
    });
    lazy(other, "counts", () => {
      const left = block.column(`duplicates ${measure.name}`);
      return measure.counts?.map((counts, i) => counts.map((count, bin) => count - left[256 * i + bin])) ?? null;
    });
    return other;
  });
  return photosOf(
    years.map((entry) => ({ ...entry, all: entry.all - entry.duplicates })),
    single,
  );
}

/**
 * A measure with its values, trends and counts, which are unpacked when they are first read.
 * @param {any} description
 * @param {Block} block
 * @param {YearEntry[]} years
 * @param {TrendWindow[]} windows
 */
function measureOf(description, block, years, windows) {
  /** @type {Measure} */
  const measure = { ...description };
  lazy(measure, "values", () => decoded(block.column(`value ${measure.name}`), measure));
  lazy(measure, "trends", () => trendsOf(block, `trend ${measure.name}`, measure, windows));
  lazy(measure, "weights", () => (block.weights ??= block.column("weight")));
  lazy(measure, "zeros", () => block.column(`zeros ${measure.name}`));
  lazy(measure, "counts", () => {
    const histogram = block.column(`histogram ${measure.name}`);
    return histogram && years.map((_, i) => histogram.subarray(i * 256, (i + 1) * 256));
  });
  return measure;
}

/**
 * The numbers of each window's periods.
 * @param {Block} block
 * @param {string} column
 * @param {Measure} measure
 * @param {TrendWindow[]} windows
 * @returns {Trend[]}
 */
function trendsOf(block, column, measure, windows) {
  /** @type {Trend[]} */
  const trends = [];
  const stored = storedTrends(block.column(column), measure, block.known_windows.length);
  block.known_windows.forEach((/** @type {number} */ window, /** @type {number} */ i) => (trends[window] = stored[i]));
  windows.forEach((window, i) => {
    if (!trends[i]) lazy(trends, String(i), () => trendOf(window, measure));
  });
  return trends;
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
 * Each photo's entry in `years`.
 * @param {Archive} archive
 */
function entryOfEach({ years, count }) {
  const entry = new Uint16Array(count);
  years.forEach(({ first, end }, i) => entry.fill(i, first, end));
  return entry;
}
