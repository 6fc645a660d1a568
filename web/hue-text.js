// How many photographs have no hue, as `hue_notes` in `photoparsl/trends/circular.py` says it.

import { photosText } from "./text.js";

const COLOURS = ["saturation", "colourfulness"]; // measures that are 0 of photographs without colour

/**
 * Sentences on the photographs without colour, of those that are shown.
 * @param {Archive} archive
 * @param {Measure} measure
 * @returns {string[]}
 */
export function hueSentences(archive, measure) {
  const { kept, duplicate, dated, all, measures, sampled } = archive;
  const shown = kept ?? (measures === all.measures ? null : duplicate?.map((one) => 1 - one));
  if (!shown) return measure.notes.map((note) => `${note}.`);
  const { values } = all.measures[measures.indexOf(measure)];
  const colours = all.measures.filter(({ name }) => COLOURS.includes(name));
  let [colourless, unclear] = [0, 0];
  for (let photo = 0; photo < (dated[dated.length - 1]?.end ?? 0); photo++) {
    if (!shown[photo]) continue;
    colourless += Number(Number.isNaN(values[photo]) && colours.some((colour) => colour.values[photo] === 0));
    unclear += Number(values[photo] === 0);
  }
  return measure.notes.flatMap((note) => {
    const [, rest] = note.split(/ (?=a hue of)/);
    const count = rest ? unclear : colourless;
    const [have, are] = count === 1 ? ["has", "is"] : ["have", "are"];
    const said = rest ? `${have} ${rest}` : `without colour, which ${have} no hue, ${are} left out`;
    return count ? [`${sampled ? "In the page’s sample, " : ""}${photosText(count)} ${said}.`] : [];
  });
}
