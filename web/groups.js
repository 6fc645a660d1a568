// Groups: the photos by their value in a column of the manifest.  Each group is a way to colour photos, and a list of
// values; press a value to highlight its photos.

import { lazy } from "./block.js";
import { addColouring } from "./colourings.js";
import { placeButton } from "./run.js";
import { byId, element } from "./text.js";
import { view } from "./view.js";

const GROUP_COLOURS = ["#3f7cc0", "#d97b29", "#3f9d6b", "#b8508e", "#8a6fc9", "#a98a1f", "#4aa3a8", "#9a5b45"];
const OTHER_VALUES = "#8c8c8c"; // the colour of all other values
const OTHERS = 254; // the number of all values that aren't listed

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
    return lazy({ name, entries }, "numbers", () => block.column(`group ${i}`));
  });
}

/**
 * Add the groups to the ways to colour photos, and list their values.
 * @param {Archive} archive
 */
export function offerGroups(archive) {
  archive.groups.forEach(({ name }, i) => {
    addColouring({
      name: `group${i}`,
      label: name,
      colours: ({ groups }) => colourIn(groups[i]),
      legend: ({ groups }) => legendOf(groups[i]),
    });
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
    const buttons = entries.map(({ number, text }, n) => placeButton(`group ${i} ${number}`, text, shown[n], most));
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
  return numbers[photo] === OTHERS ? "another value" : (value?.text ?? "");
}

/** @param {Group} group */
function colourIn({ numbers }) {
  const rgb = [...GROUP_COLOURS, OTHER_VALUES].map((colour) =>
    [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)),
  );
  return (/** @type {number} */ photo) => rgb[Math.min(numbers[photo], GROUP_COLOURS.length)];
}

/** @param {Group} group */
function legendOf({ entries }) {
  const shown = entries.filter(({ number }) => number < GROUP_COLOURS.length);
  const legend = shown.map(({ number, text }) => ({ text, colour: GROUP_COLOURS[number] }));
  return shown.length < entries.length ? [...legend, { text: "all others", colour: OTHER_VALUES }] : legend;
}
