// Numbers and texts for readers.  Texts from a manifest are only ever shown as text, never as HTML.

import { numberText } from "./number-text.js";
import { isoDate, yearsOf } from "./time.js";

const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const NO_MARK = String.raw`[^\p{Script=Latin},;:()"'“”‘’/\\]*`; // that stands between two names
const FROM_RIGHT_PARTS = new RegExp(`${FROM_RIGHT.source}(?:${NO_MARK}${FROM_RIGHT.source})?`, "gu");

/**
 * The page's element of that id.
 * @param {string} id
 * @returns {any}
 */
export const byId = (id) => document.getElementById(id);

/** @param {number} number */
export function countText(number) {
  return numberText(number);
}

/**
 * A share in whole percent; "100 %" only of all, and "0 %" only of none.
 * @param {number} part
 * @param {number} whole
 */
export function shareText(part, whole) {
  const share = (100 * part) / whole;
  if (share > 0 && share < 0.5) return "less than 1 %";
  return share >= 99.5 && share < 100 ? "more than 99 %" : `${Math.round(share)} %`;
}

/**
 * A stranger's name, ready to stand in a sentence: letters that are written from right to left take neither the words
 * beside it nor their order.
 * @param {string} name
 */
export function isolated(name) {
  return FROM_RIGHT.test(name) ? `\u2068${name}\u2069` : name;
}

/**
 * A sentence with strangers' names of which it isn't known where they begin: each part from right to left by itself.
 * @param {string} sentence
 */
export function withIsolated(sentence) {
  return sentence.replace(FROM_RIGHT_PARTS, isolated);
}

/**
 * A number of photos in words.
 * @param {number} number
 */
export function photosText(number) {
  return `${countText(number)} ${number === 1 ? "photograph" : "photographs"}`;
}

/**
 * A measure's value with its unit, to the step that the page stores.
 * @param {Measure} measure
 * @param {number} value
 */
export function valueText(measure, value) {
  if (!Number.isFinite(value)) return "–";
  const code = nameOfCode(measure, value);
  if (code) return isolated(code);
  const { unit } = measure;
  const number = withMinus(numberText(value, digitsOf(measure, value)));
  return unit === "°" ? `${number}°` : unit ? `${number} ${unit}` : number;
}

/**
 * How many digits a value gets: those that the page stores, and no value but 0 is shown as 0.
 * @param {Measure} measure
 * @param {number} value
 * @returns {Intl.NumberFormatOptions}
 */
function digitsOf(measure, value) {
  if (!value) return {};
  if (Math.abs(value) < (measure.step < 1 ? measure.step / 2 : 0.05))
    return { maximumSignificantDigits: 2, notation: Math.abs(value) < 1e-4 ? "scientific" : "standard" };
  return measure.step >= 1 && Math.abs(value) < 1e16
    ? { maximumFractionDigits: 1 } // a median of whole numbers may lie between two
    : measure.step >= 1e-6 && measure.step < 1 && Math.abs(value) < 1e6
      ? { minimumFractionDigits: decimalsOf(measure.step), maximumFractionDigits: decimalsOf(measure.step) }
      : {
          maximumSignificantDigits: 5,
          notation: Math.abs(value) >= 1e10 || Math.abs(value) < 1e-4 ? "scientific" : "standard",
        };
}

/**
 * The text of a number, and of nothing else, with minus signs instead of hyphens.
 * @param {string} text
 */
export function withMinus(text) {
  return text.replaceAll("-", "−");
}

/**
 * The label of a tick: a plain number, with a power of ten only where it would have too many digits.
 * @param {number} value
 */
export function tickText(value) {
  const size = Math.abs(value);
  const extreme = size && (size < 1e-4 || size >= 1e10);
  /** @type {Intl.NumberFormatOptions} */
  const options = extreme ? { notation: "scientific", maximumSignificantDigits: 3 } : { maximumSignificantDigits: 8 };
  return withMinus(numberText(value, options));
}

/**
 * The label of a tick of the measure's axis: a code's name, or a number.
 * @param {Measure} measure
 * @param {number} value
 */
export function axisTickText(measure, value) {
  return nameOfCode(measure, value) ?? tickText(value);
}

/**
 * The name of a code; undefined if the measure's numbers aren't codes.
 * @param {Measure} measure
 * @param {number} value
 */
function nameOfCode({ codes }, value) {
  return codes?.find(([code]) => code === value)?.[1];
}

/**
 * The title of a measure's axis: its name, its unit, what its ends mean, and whether it is logarithmic.
 * @param {Measure} measure
 */
export function axisText({ label, unit, ends, logarithmic }) {
  const meaning = ends[0] && `${ends[0]} to ${ends[1]}`;
  const details = [unit, meaning, logarithmic && "logarithmic scale"].filter(Boolean).join(", ");
  return details ? `${isolated(label)} (${details})` : isolated(label);
}

/**
 * A photo's date or year, and the years that it may be of if its date isn't exact.
 * @param {Archive} archive
 * @param {number} photo
 */
export function yearText(archive, photo) {
  const { year, earliest, latest } = yearsOf(archive, photo);
  const own = isoDate(archive, photo) || (year === null ? "no year" : String(year));
  return earliest !== latest || (year === null && earliest !== null) ? `${own} (${earliest}–${latest})` : own;
}

const OSDF_DIRECTOR = "https://osdf-director.osg-htc.org/"; // redirects to a cache of the federation

/**
 * An address that a browser can open; null if it isn't http(s) or osdf, or if characters were replaced or cut.
 * @param {string} text
 */
export function webAddress(text) {
  try {
    const url = new URL(text.replace(/^osdf:\/\/\/+/i, OSDF_DIRECTOR));
    const web = url.protocol === "https:" || url.protocol === "http:";
    return web && !/[\ufffd…]/u.test(text) ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * The address of a file that the page links to, beside the page or served together with it; null if it isn't one.
 * @param {string} path
 */
export function fileAddress(path) {
  if (!/^(?:\.|photos)/.test(path)) return null;
  const { href, protocol, host } = new URL(path, location.href);
  return protocol === location.protocol && host === location.host ? href : null;
}

/**
 * A new element with these properties and contents; strings are added as text.
 * @param {string} name
 * @param {object} properties
 * @param {(string | Node)[]} contents
 * @returns {any} an element of that name
 */
export function element(name, properties = {}, ...contents) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...contents);
  return node;
}

/**
 * A colour of the page's style, by its name there (`--name`).
 * @param {string} name
 */
export function ink(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** @param {number} step */
function decimalsOf(step) {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}
