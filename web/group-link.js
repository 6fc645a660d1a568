// Groups and their values in links, by their names: their numbers change with the manifest.  Within the page, a value is
// `group NUMBER NUMBER`; in a link it is `column NAME:TEXT`, with `:2` after the second of two values with the same text.

import { colouringOf } from "./colourings.js";
import { isolated } from "./text.js";

export const GROUP_COLOUR = /^group(\d+)$/; // the name of the colouring by a group
const GROUP_VALUE = /^group (\d+) (\d+)$/;
const COLUMN = "column ";
const UNNAMED = 254; // from here on, numbers stand for all others and for no value

/**
 * The column's name in a link.
 * @param {Group[]} groups
 * @param {number} group
 */
export function columnName(groups, group) {
  return COLUMN + encodeURIComponent(groups[group].name);
}

/**
 * The index of the group that a link names; -1 if the page hasn't got it.
 * @param {Group[]} groups
 * @param {string} name
 */
function columnNamed(groups, name) {
  return groups.findIndex((_, group) => columnName(groups, group) === name);
}

/**
 * What a filter or a highlight names, for a link.
 * @param {Group[]} groups
 * @param {string} subset
 */
export function subsetName(groups, subset) {
  const [, group, number] = GROUP_VALUE.exec(subset) ?? [];
  if (!groups[Number(group)]) return subset;
  const { entries } = groups[Number(group)];
  const { text } = entries.find((entry) => entry.number === Number(number)) ?? { text: "" };
  const same = entries.filter((entry) => entry.text === text && entry.number < UNNAMED);
  const again = same.findIndex((entry) => entry.number === Number(number));
  const value = Number(number) < UNNAMED ? encodeURIComponent(text) + (again > 0 ? `:${again + 1}` : "") : `:${number}`;
  return `${columnName(groups, Number(group))}:${value}`;
}

/**
 * What a link's filter or highlight names, within the page; null if the page hasn't got it.
 * @param {Group[]} groups
 * @param {string} name
 * @returns {string | null}
 */
function subsetNamed(groups, name) {
  if (!name.startsWith(COLUMN)) return !name || /^(?:resource|host) /.test(name) ? name : null;
  for (const [group, { entries }] of groups.entries()) {
    for (const { number } of entries) {
      const subset = `group ${group} ${number}`;
      if (subsetName(groups, subset) === name) return subset;
    }
  }
  return null;
}

/**
 * A name of a link for people: `collection: views`.
 * @param {string} name
 */
function nameText(name) {
  if (!name.startsWith(COLUMN)) return isolated(name);
  const [column, ...value] = name.slice(COLUMN.length).split(":").map(unescapedText);
  return [column, ...value.slice(0, 1)].map(isolated).join(": ");
}

/** @param {string} text */
function unescapedText(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The index of the group that a link names; -1 if it names none, or one that the page hasn't got, which is added to `lost`.
 * @param {Group[]} groups
 * @param {string} name
 * @param {string[]} lost
 */
export function groupFound(groups, name, lost) {
  const group = columnNamed(groups, name);
  if (name && group < 0) lost.push(`“${nameText(name)}”`);
  return group;
}

/**
 * The name of the colouring that a link names; "density" if it names none that the page has.
 * @param {Group[]} groups
 * @param {string} name
 * @param {string[]} lost
 */
export function colourFound(groups, name, lost) {
  if (!name || name === "density" || (colouringOf(name) && !GROUP_COLOUR.test(name))) return name || "density";
  const group = groupFound(groups, name, lost);
  return group < 0 ? "density" : `group${group}`;
}

/**
 * The subset that a link names; none if the page hasn't got it, which is added to `lost`.
 * @param {Group[]} groups
 * @param {string} name
 * @param {string[]} lost
 */
export function subsetsFound(groups, name, lost) {
  const subset = subsetNamed(groups, name);
  if (subset === null) lost.push(`“${nameText(name)}”`);
  return subset === null ? [] : [subset];
}
