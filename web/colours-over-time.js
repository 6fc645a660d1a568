// Colours over time: the shares of hues and of lightness by year, stacked, from the photos' stamps.

import { CLASSES, coloursByYear, HUES, LIGHTNESSES } from "./stamp-classes.js";
import { ticks } from "./layout.js";
import { drawPlot } from "./plots.js";
import { byId, countText, element, ink } from "./text.js";
import { wholeTime } from "./time.js";
import { view } from "./view.js";

const COLOURS_HEIGHT = 220; // CSS pixels
const HUE_ANGLES = [0, 32, 56, 120, 180, 222, 300]; // degrees, of the colours that stand for hues
const STEPS = LIGHTNESSES.length;
const STAMP_COLOURS = 16; // of each photo
const SHADES = `Of each hue, shades from the ${LIGHTNESSES[0]} to the ${LIGHTNESSES[STEPS - 1]} are drawn one above the other, each a fifth of the lightness.`;

/**
 * Make the choice and the table work.
 * @param {Archive} archive
 */
export function startColours(archive) {
  byId("colours").addEventListener("toggle", () => showColours(archive));
  byId("colours-by").addEventListener("change", () => showColours(archive));
}

/**
 * Draw the shares if their card is open.
 * @param {Archive} archive
 */
export function showColours(archive) {
  if (!byId("colours").open) return;
  const bands = bandsOf(byId("colours-by").value);
  const years = coloursByYear(archive);
  drawPlot(byId("colours-chart"), COLOURS_HEIGHT, (surface, width) =>
    drawColours(surface, width, archive, bands, years),
  );
  const [names, inks] = [bands.map(({ text }) => text), bands.map(({ colour }) => colour)];
  const shown = bands.filter(({ text }, i) => names.indexOf(text) === i);
  byId("colours-legend").replaceChildren(
    ...shown.map(({ text }) => {
      const dot = element("i", { className: "dot" });
      dot.style.background = inks[names.lastIndexOf(text) - (names.length === CLASSES ? 2 : 0)];
      return element("li", {}, dot, text);
    }),
  );
  fillTable(archive, bands, years);
  const notes = byId("colours-by").value === "both" ? [SHADES] : [];
  if (!archive.stamps && archive.measures !== archive.all.measures) notes.push("These shares are of all photographs.");
  byId("colours-note").textContent = notes.join(" ");
}

/**
 * The bands that are stacked, from below: which classes each has, and its colour.
 * @param {string} by "hue", "lightness" or "both"
 * @returns {{ text: string, colour: string, classes: number[] }[]}
 */
function bandsOf(by) {
  const all = [...Array(CLASSES).keys()];
  if (by === "lightness")
    return LIGHTNESSES.map((text, step) => ({
      text,
      colour: colourOf(HUES.length - 1, step),
      classes: all.filter((one) => one % STEPS === step),
    }));
  const grey = HUES.length - 1;
  const hues = [grey, ...HUES.keys()].slice(0, HUES.length); // grey is below
  if (by === "both")
    return hues.flatMap((hue) =>
      LIGHTNESSES.map((_, step) => ({ text: HUES[hue], colour: colourOf(hue, step), classes: [hue * STEPS + step] })),
    );
  return hues.map((hue) => ({
    text: HUES[hue],
    colour: colourOf(hue, 2),
    classes: all.filter((one) => Math.floor(one / STEPS) === hue),
  }));
}

/**
 * @param {number} hue its number
 * @param {number} step of lightness
 */
function colourOf(hue, step) {
  const saturation = hue === HUES.length - 1 ? 0 : 55;
  return `hsl(${HUE_ANGLES[hue] ?? 0} ${saturation}% ${[10, 30, 50, 70, 90][step]}%)`;
}

/**
 * @param {Surface} surface
 * @param {number} width
 * @param {Archive} archive
 * @param {{ colour: string, classes: number[] }[]} bands
 * @param {Uint32Array[]} years
 */
function drawColours(surface, width, archive, bands, years) {
  const [left, right, top, bottom] = [60, width - 8, 8, COLOURS_HEIGHT - 22];
  const [t0, t1] = wholeTime(archive, { ...view, undated: false });
  const x = (/** @type {number} */ time) => left + ((time - t0) / (t1 - t0)) * (right - left);
  archive.years.forEach(({ year }, i) => {
    const sum = years[i].reduce((all, count) => all + count, 0);
    if (year === null || !sum) return;
    let y = bottom;
    for (const { colour, classes } of bands) {
      const height = (classes.reduce((all, one) => all + years[i][one], 0) / sum) * (bottom - top);
      const [from, to] = [x(year), x(year + 1) + 0.3];
      surface.area([[from, y], [from, y - height], [to, y - height], [to, y]], { colour }); // prettier-ignore
      y -= height;
    }
  });
  const quiet = ink("quiet");
  for (const share of [0, 50, 100])
    surface.text(`${share} %`, left - 8, bottom - (share / 100) * (bottom - top), { colour: quiet, align: "right" });
  for (const year of ticks(t0 - 0.5, t1 - 0.5, Math.max(2, (right - left) / 80), 1))
    surface.text(String(year), x(year + 0.5), bottom + 13, { colour: quiet, align: "center" });
}

/**
 * List the shares by decade, and of how many photos they are; those of a short archive by year.
 * @param {Archive} archive
 * @param {{ text: string, classes: number[] }[]} bands
 * @param {Uint32Array[]} years
 */
function fillTable({ dated }, bands, years) {
  const names = [...new Set(bands.map(({ text }) => text))];
  const length = dated.length && dated[dated.length - 1].year - dated[0].year >= 20 ? 10 : 1;
  /** @type {Map<number, Float64Array>} */
  const sums = new Map();
  dated.forEach(({ year }, i) => {
    const start = Math.floor(year / length) * length;
    const sum = sums.get(start) ?? new Float64Array(names.length);
    sums.set(start, sum);
    for (const { text, classes } of bands) for (const one of classes) sum[names.indexOf(text)] += years[i][one];
  });
  const head = element(
    "tr",
    {},
    ...["Years", "Photographs", ...names].map((text) => element("th", { scope: "col" }, text)),
  );
  const rows = [...sums].flatMap(([start, sum]) => {
    const all = sum.reduce((a, b) => a + b, 0);
    if (!all) return [];
    const shares = Array.from(sum, (count) => `${((100 * count) / all).toFixed(1)} %`);
    const cells = [countText(all / STAMP_COLOURS), ...shares].map((text) => element("td", {}, text));
    const text = length === 1 ? String(start) : `${start}–${start + length - 1}`;
    return [element("tr", {}, element("th", { scope: "row" }, text), ...cells)];
  });
  byId("colours-table").replaceChildren(element("thead", {}, head), element("tbody", {}, ...rows));
}
