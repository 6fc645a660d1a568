// Groups: the photos by their value in a column of the manifest.  Each group is a way to colour photos, and a list of
// values; press a value to highlight its photos.

import { lazy } from "./block.js";
import { byCategory, categoriesOf, INKS, OTHERS } from "./categories.js";
import { addColouring } from "./colourings.js";
import { subsetButton } from "./run.js";
import { byId, element } from "./text.js";
import { view } from "./view.js";

export const UNLISTED = 254; // the number of all values that aren't listed
export const NO_VALUE = 255;

/**
 * The groups of the photos' block.
 * @param {Block} block
 * @returns {Group[]}
 */
export function groupsOf(block) {
  return (block.groups ?? []).map((/** @type {any} */ { name, values }, /** @type {number} */ i) => {
    const entries = values.map((/** @type {any[]} */ [number, text, photos, duplicates]) => ({
      number,
      text,
      photos,
      duplicates,
    }));
    const group = lazy({ name, entries }, "numbers", () => block.column(`group ${i}`));
    return lazy(group, "categories", () => byValue(group));
  });
}

/**
 * Add the groups to the ways to colour photos, and list their values.
 * @param {Archive} archive
 */
export function offerGroups(archive) {
  archive.groups.forEach(({ name }, i) => {
    addColouring(byCategory(`group${i}`, name, ({ groups }) => groups[i].categories));
  });
  showGroups(archive);
}

/**
 * List the values of each group, with how many of the shown photos have each.
 * @param {Archive} archive
 */
export function showGroups({ groups }) {
  groups.forEach(({ entries }, i) => {
    const shown = entries.map(({ photos, duplicates }) => (view.duplicates ? photos : photos - duplicates));
    const most = Math.max(1, ...shown);
    const buttons = entries.map(({ number, text }, n) => subsetButton(`group ${i} ${number}`, text, shown[n], most));
    const list = byId("groups").children[i].querySelector("ul");
    list.replaceChildren(...buttons.map((button) => element("li", {}, button)));
  });
}

/**
 * Whether a photo has the pressed value, by its index; null if no value of a group is pressed.
 * @param {Archive} archive
 * @param {string} pressed
 * @returns {((photo: number) => boolean) | null}
 */
export function inGroup({ groups }, pressed) {
  const [, i, number] = /^group (\d+) (\d+)$/.exec(pressed) ?? [];
  const group = groups[Number(i)];
  return group ? (photo) => group.numbers[photo] === Number(number) : null;
}

/**
 * The lines of the photo's panel: the name of each group, and the photo's value.
 * @param {Archive} archive
 * @param {number} photo
 */
export function groupRows({ groups }, photo) {
  return groups.map((group) => {
    const text = groupText(group, photo);
    const name = group.name;
    return element("div", {}, element("dt", {}, element("bdi", {}, name)), element("dd", {}, element("bdi", {}, text)));
  });
}

/**
 * A photo's value in a group, if it isn't one of the others.
 * @param {Group} group
 * @param {number} photo
 */
export function groupText({ entries, numbers }, photo) {
  const value = entries.find(({ number }) => number === numbers[photo]);
  return numbers[photo] === UNLISTED ? "another value" : (value?.text ?? "");
}

/**
 * The values as categories: the most frequent ones, and all others with none.
 * @param {Group} group
 */
function byValue({ entries, numbers }) {
  const shown = entries.filter(({ number }) => number < INKS.length);
  const others = entries.filter(({ number }) => number >= INKS.length && number !== NO_VALUE).length;
  const words = [others && "others", entries.some(({ number }) => number === NO_VALUE) && "no value"];
  return categoriesOf(
    shown.map(({ text }) => text),
    words.filter(Boolean).join(", or "),
    numbers.map((number) => Math.min(number, OTHERS)),
  );
}
