// Groups: the photos by their value in a column of the manifest.  Each group is a way to colour photos, and a list of
// values; press a value to highlight its photos.

import { lazy } from "./block.js";
import { addColouring } from "./colourings.js";
import { placeButton } from "./run.js";
import { byId, countText, element } from "./text.js";

const GROUP_COLOURS = ["#3f7cc0", "#d97b29", "#3f9d6b", "#b8508e", "#8a6fc9", "#a98a1f", "#4aa3a8", "#9a5b45"];
const OTHER_VALUES = "#8c8c8c"; // the colour of all other values
const OTHERS = 254; // stands for the number of any other value
const NO_VALUE = 255;

/**
 * The groups of the photos' block.
 * @param {Block} block
 * @returns {Group[]}
 */
export function groupsOf(block) {
  return (block.groups ?? []).map((/** @type {any} */ { name, values, others, none }, /** @type {number} */ i) => {
    const entries = values.map((/** @type {[string, number]} */ [text, photos], /** @type {number} */ number) => ({
      number,
      text,
      photos,
    }));
    if (others[0]) entries.push({ number: OTHERS, text: `${countText(others[0])} others`, photos: others[1] });
    if (none) entries.push({ number: NO_VALUE, text: "no value", photos: none });
    return lazy({ name, entries }, "numbers", () => block.column(`group ${i}`));
  });
}

/**
 * Add the groups to the ways to colour photos, and list their values.
 * @param {Archive} archive
 */
export function offerGroups(archive) {
  archive.groups.forEach((group, i) => {
    addColouring({
      name: `group${i}`,
      label: group.name,
      colours: ({ groups }) => colourIn(groups[i]),
      legend: ({ groups }) => legendOf(groups[i]),
    });
    const most = Math.max(...group.entries.map(({ photos }) => photos));
    const list = byId("groups").children[i].querySelector("ul");
    list.replaceChildren(
      ...group.entries.map(({ number, text, photos }) =>
        element("li", {}, placeButton(`group ${i} ${number}`, text, photos, most)),
      ),
    );
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
  return groups.map(({ name, entries, numbers }) => {
    const value = entries.find(({ number }) => number === numbers[photo]);
    const text = numbers[photo] === OTHERS ? "another value" : (value?.text ?? "");
    return element("div", {}, element("dt", {}, element("bdi", {}, name)), element("dd", {}, element("bdi", {}, text)));
  });
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
