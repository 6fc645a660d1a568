// The legend of a figure: a swatch and a text for each thing that is drawn.

import { shownTrends } from "./category-trends.js";
import { colouringOf } from "./colourings.js";
import { rampTexts } from "./legend.js";
import { penOf } from "./surface.js";
import { byId, ink, isolated } from "./text.js";
import { view } from "./view.js";

const ROW = 20; // CSS pixels from row to row
const SWATCH = 24;
const RAMP = 96;
const SIZE = 12;
const LONGEST = 60; // letters of a text

/**
 * What the figure's legend has.
 * @param {Archive} archive
 * @param {Drawn} drawn how the figure's photos are drawn
 * @returns {LegendEntry[]}
 */
export function legendEntries(archive, { mark, ramp }) {
  /** @type {LegendEntry[]} */
  const entries = [];
  if (view.trend && !archive.measures[view.measure].codes.length) {
    const over = archive.windows[view.window].label;
    const isByCategory = Boolean(shownTrends(archive, view)); // whose colours the lines have
    const colour = ink(isByCategory ? "quiet" : "median");
    entries.push({ kind: "line", text: `median over ${over}`, colour });
    if (!archive.measures[view.measure].chosen) entries.push({ kind: "interval", text: "its 95 % interval", colour });
    if (!isByCategory) entries.push({ kind: "band", text: "middle half" }, { kind: "dashes", text: "10 and 90 %" });
  }
  if (mark && !colouringOf(view.colour)?.fills)
    entries.push({ kind: "none", text: byId("mark-legend").textContent.replace("each picture", "pictures") });
  else if (view.colour === "density") entries.push({ kind: "ramp", text: rampText(rampTexts(ramp)) });
  if (!byId("zero-legend").hidden) entries.push({ kind: "dot", text: "exactly 0", colour: ink("zero") });
  const colouring = colouringOf(view.colour);
  if (colouring) entries.push({ kind: "none", text: `colour: ${isolated(cut(colouring.label))}` });
  for (const { text, colour } of colouring?.legend?.(archive) ?? [])
    entries.push({ kind: "dot", text: isolated(cut(text)), colour });
  if (!view.selection && !view.highlighted) return entries;
  if (!mark && !colouring) return [...entries, { kind: "dot", text: "highlighted", colour: ink("lit-many") }];
  return [...entries, { kind: "none", text: "faint: not highlighted" }];
}

/** @param {string} text of strangers */
function cut(text) {
  const number = text.match(/(?:… \(\d+\))?$/)?.[0] ?? ""; // which tells it from one that begins alike
  return text.length > LONGEST + number.length ? `${text.slice(0, LONGEST)}${number || "…"}` : text;
}

/**
 * How many photos the ramp's colours stand for, in words.
 * @param {string[]} numbers those of its first, middle and last colour, without repetitions
 */
function rampText(numbers) {
  if (numbers.length === 1) return `${numbers[0]} ${numbers[0] === "1" ? "photograph" : "photographs"} in one place`;
  const middle = numbers.length === 3 ? ` (in the middle ${numbers[1]})` : "";
  return `${numbers[0]} to ${numbers[numbers.length - 1]} photographs in one place${middle}`;
}

/**
 * @param {LegendEntry[]} entries
 * @param {number} width
 */
export function legendHeight(entries, width) {
  return ROW * (1 + Math.max(0, ...placed(entries, width).map(({ row }) => row)));
}

/**
 * @param {Surface} surface
 * @param {LegendEntry[]} entries
 * @param {number} width
 */
export function drawLegend(surface, entries, width) {
  for (const { entry, x, row } of placed(entries, width)) {
    const y = row * ROW + ROW / 2;
    drawSwatch(surface, entry, x, y);
    surface.text(entry.text, x + swatchWidth(entry), y, { colour: ink("quiet"), size: SIZE });
  }
}

/** @param {LegendEntry} entry */
function swatchWidth({ kind }) {
  return { none: 0, ramp: RAMP + 6, dot: 14 }[/** @type {"none"} */ (kind)] ?? SWATCH + 6;
}

/**
 * Where each entry stands: in rows that fit.
 * @param {LegendEntry[]} entries
 * @param {number} width
 */
function placed(entries, width) {
  const pen = penOf(new OffscreenCanvas(1, 1));
  pen.font = `${SIZE}px system-ui, sans-serif`;
  let [x, row] = [0, 0];
  return entries.map((entry) => {
    const wide = swatchWidth(entry) + pen.measureText(entry.text).width;
    if (x > 0 && x + wide > width) [x, row] = [0, row + 1];
    const at = { entry, x, row };
    x += wide + 20;
    return at;
  });
}

/**
 * @param {Surface} surface
 * @param {LegendEntry} entry
 * @param {number} x
 * @param {number} y
 */
function drawSwatch(surface, { kind, colour = ink("median") }, x, y) {
  const box = (/** @type {number} */ half, /** @type {number} */ from = x, /** @type {number} */ to = x + SWATCH) =>
    /** @type {Point[]} */ ([[from, y - half], [to, y - half], [to, y + half], [from, y + half]]); // prettier-ignore
  /** @type {[Point, Point]} */
  const line = [[x, y], [x + SWATCH, y]]; // prettier-ignore
  if (kind === "line") surface.line(line, { colour, width: 2.5 });
  else if (kind === "dashes") surface.line(line, { colour, width: 1.25, dash: [4, 3] });
  else if (kind === "interval") surface.area(box(4), { colour, opacity: 0.4 });
  else if (kind === "band") {
    surface.area(box(6), { colour, opacity: 0.14 });
    for (const edge of [-6, 6]) surface.line([[x, y + edge], [x + SWATCH, y + edge]], { colour, width: 0.9 }); // prettier-ignore
  } else if (kind === "dot")
    surface.line([[x + 5, y], [x + 5.01, y]], { colour, width: 9 }); // prettier-ignore
  else if (kind === "ramp") drawRamp(surface, x, y);
}

/**
 * @param {Surface} surface
 * @param {number} x
 * @param {number} y
 */
function drawRamp(surface, x, y) {
  const stops = ["few", "some", "many"]
    .map(ink)
    .map((stop) => [1, 3, 5].map((at) => parseInt(stop.slice(at, at + 2), 16)));
  for (let i = 0; i < 24; i++) {
    const part = (i / 23) * (stops.length - 1);
    const [from, to] = [stops[Math.floor(part)], stops[Math.ceil(part)]];
    const parts = from.map((part, band) => Math.round(part + (to[band] - part) * (part % 1)));
    const colour = `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
    const [left, right] = [x + (RAMP / 24) * i, x + (RAMP / 24) * (i + 1) + 0.3];
    surface.area([[left, y - 5], [right, y - 5], [right, y + 5], [left, y + 5]], { colour }); // prettier-ignore
  }
}
