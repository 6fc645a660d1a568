// The table of photos that a reader saves: what the page holds of each, as numbers and texts.

import { readTexts } from "./archive.js";
import { groupText, NO_VALUE, UNLISTED } from "./groups.js";
import { isoDate, yearsOf } from "./time.js";
import { view } from "./view.js";

const FIRST = ["row", "year", "earliest", "latest", "date", "url"];
const CUT = "cut where it ends with …";

/**
 * The rows of the table, the first with the columns' names.
 * @param {Archive} archive
 * @param {number[] | null} photos null for all
 * @returns {Promise<(string | number)[][]>}
 */
export async function photoTable(archive, photos) {
  const texts = await readTexts();
  const measures = archive.measures.map(columnOf);
  const shown = (/** @type {number} */ i) =>
    archive.kept ? archive.kept[i] : view.duplicates || !archive.duplicate?.[i];
  const all = photos ?? Array.from({ length: archive.count }, (_, i) => i).filter(shown);
  const captions = captionColumns(texts, [...FIRST, ...measures]);
  const groups = groupColumns(archive, [...FIRST, ...measures, ...captions.map(({ name }) => name)]);
  const named = (/** @type {TextColumn[]} */ columns) => columns.map(({ name, detail }) => name + detail);
  const rows = all.map((i) => {
    const { year, earliest, latest } = yearsOf(archive, i);
    const date = texts.dates[i] || isoDate(archive, i);
    return [
      ...[archive.row[i], year ?? "", earliest ?? "", latest ?? "", date, texts.addresses[i]],
      ...captions.map(({ textOf }) => textOf(i)),
      ...archive.measures.map(({ values }) => (Number.isNaN(values[i]) ? "" : values[i])),
      ...groups.map(({ textOf }) => textOf(i)),
    ];
  });
  return [[...FIRST, ...named(captions), ...measures, ...named(groups)], ...rows];
}

/**
 * The name of a measure's column; it tells what the values are rounded to.
 * @param {Measure} measure
 */
function columnOf({ name, step, exact }) {
  return exact ? name : `${name} (rounded to ${step})`;
}

/**
 * The columns of titles, identifiers and records that the page has.
 * @param {PhotoTexts} texts
 * @param {string[]} taken
 * @returns {TextColumn[]}
 */
function captionColumns({ titles, identifiers, records }, taken) {
  const found = Object.entries({ title: titles, identifier: identifiers, record: records }).filter(
    ([, texts]) => texts.length,
  );
  const names = uniqueNames(
    found.map(([name]) => name),
    taken,
  );
  return found.map(([, texts], n) => ({
    name: names[n],
    detail: texts.some(isCut) ? ` (${CUT})` : "",
    textOf: (i) => texts[i],
  }));
}

/**
 * The columns that photos are grouped by.  A name tells where texts are cut, and what stands for the rarest values.
 * @param {Archive} archive
 * @param {string[]} taken
 * @returns {TextColumn[]}
 */
function groupColumns({ groups }, taken) {
  const names = uniqueNames(
    groups.map(({ name }) => name),
    taken,
  );
  return groups.map((group, n) => {
    const others = group.entries.some(({ number }) => number === UNLISTED);
    const details = [
      group.entries.some(({ text }) => isCut(text)) && CUT,
      others && "“another value” is one of the rarest",
    ].filter(Boolean);
    return {
      name: names[n],
      detail: details.length ? ` (${details.join(", ")})` : "",
      textOf: (i) => (group.numbers[i] === NO_VALUE ? "" : groupText(group, i)),
    };
  });
}

/**
 * Each name; with `manifest_` before it, or a number after it, where it is taken, in whatever case.
 * `photoparsl/reports/column_names.py` does the same.
 * @param {string[]} names
 * @param {string[]} taken
 */
function uniqueNames(names, taken) {
  const ours = new Set(taken.map((name) => name.toLowerCase()));
  const used = new Set(ours);
  return names.map((name) => {
    const free = ours.has(name.toLowerCase()) ? `manifest_${name}` : name;
    let unique = free;
    for (let n = 2; used.has(unique.toLowerCase()); n++) unique = `${free}_${n}`;
    used.add(unique.toLowerCase());
    return unique;
  });
}

/** @param {string} text */
function isCut(text) {
  return text.endsWith("…");
}

const SIGN = "[=+\\-@＝＋－＠﹦﹢﹣﹫−]"; // a formula begins with one
const FORMULA = new RegExp(`^[\\s\\ufffd"]*${SIGN}`, "u");
const BELOW_ZERO = /^-\d+(?:[.,]\d+)?(?:e[+-]?\d+)?$/i; // no formula, though it has a sign
const AFTER_SEPARATOR = new RegExp(`([;|\\t\\r\\n][\\s\\ufffd"]*)(?=${SIGN})`, "gu");

/**
 * A cell that a spreadsheet doesn't take for a formula, whatever it splits lines at.  `photoparsl/redact/cells.py` does the same.
 * @param {number | string} value
 */
export function cell(value) {
  if (typeof value === "number") return String(value);
  if (BELOW_ZERO.test(value)) return value.includes(",") ? `"${value}"` : value;
  const text = (FORMULA.test(value) ? `'${value}` : value).replace(AFTER_SEPARATOR, "$1'");
  return /[",;|\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
