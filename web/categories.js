// Categories: the photos by their value in a column of the manifest, or by the resource where they were measured.  Each of
// the eight that have most photos has an ink of its own; all others share one.

export const INKS = ["#3f7cc0", "#d97b29", "#3f9d6b", "#b8508e", "#8a6fc9", "#a98a1f", "#4aa3a8", "#9a5b45"];
export const OTHERS = INKS.length; // the code of all other categories
const OTHERS_INK = "#8c8c8c";

/**
 * A way to colour photos: by their category.
 * @param {string} name
 * @param {string} label
 * @param {(archive: Archive) => Categories | null} categories null while they aren't known
 * @returns {Colouring}
 */
export function byCategory(name, label, categories) {
  return {
    name,
    label,
    categories,
    colours(archive) {
      const rgb = [...INKS, OTHERS_INK].map(rgbOf);
      const codes = categories(archive)?.codes;
      return (photo) => rgb[codes ? codes[photo] : OTHERS];
    },
    legend: (archive) => categories(archive)?.entries.map(({ text, ink }) => ({ text, colour: ink })) ?? [],
  };
}

/**
 * Categories from the names of those that have inks, and a name for the others ("" if there are none).
 * @param {string[]} texts at most as many as there are inks
 * @param {string} others
 * @param {Uint8Array} codes each photo's category: the index of its name, or OTHERS
 * @returns {Categories}
 */
export function categoriesOf(texts, others, codes) {
  const entries = texts.map((text, code) => ({ code, text, ink: INKS[code] }));
  if (others) entries.push({ code: OTHERS, text: others, ink: OTHERS_INK });
  return { entries, codes };
}

/**
 * Red, green and blue (0 to 255) of a colour `#rrggbb`.
 * @param {string} colour
 */
export function rgbOf(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}
