// The figure: the chart with its title, what is drawn, its legend, its source and its citation, on a light ground.

import { shownTrends } from "./category-trends.js";
import { drawLegend, legendEntries, legendHeight } from "./figure-legend.js";
import { multiplesOfFigure } from "./figure-multiples.js";
import { filterText } from "./filter.js";
import { CanvasSurface, penOf } from "./surface.js";
import { SvgSurface } from "./svg-surface.js";
import { axisText, byId, countText, ink, photosText, valueText } from "./text.js";
import { inLight } from "./theme.js";
import { view } from "./view.js";
import { FONT, wrapped } from "./wrapped.js";
import { yearsText } from "./years-box.js";

const WIDTH = 960; // CSS pixels, whatever the screen's size
const CHART = { width: WIDTH, height: 520 };
const MARGIN = 24;
const RATIO = 3; // pixels of a picture a CSS pixel: 300 a printed inch, at a width of 24 cm

/**
 * The figure as SVG.
 * @param {Archive} archive
 * @param {Chart} chart
 * @returns {SVGElement}
 */
export function figureSvg(archive, chart) {
  return inLight(() => drawFigure(archive, chart, (height) => new SvgSurface(WIDTH, height, FONT)).node);
}

/**
 * The figure on a canvas.
 * @param {Archive} archive
 * @param {Chart} chart
 * @returns {HTMLCanvasElement}
 */
export function figureCanvas(archive, chart) {
  const canvas = document.createElement("canvas");
  inLight(() =>
    drawFigure(archive, chart, (height) => {
      Object.assign(canvas, { width: WIDTH * RATIO, height: Math.round(height * RATIO) });
      penOf(canvas).scale(RATIO, RATIO);
      return new CanvasSurface(penOf(canvas), FONT);
    }),
  );
  return canvas;
}

/**
 * The chart and its legend as SVG, for a printed page that has the rest as text.
 * @param {Archive} archive
 * @param {Chart} chart
 * @returns {SVGElement}
 */
export function chartSvg(archive, chart) {
  return inLight(() => {
    const legend = legendOf(archive, chart, CHART);
    const surface = new SvgSurface(WIDTH, CHART.height + legendHeight(legend, WIDTH), FONT);
    chart.drawOn(surface, CHART, RATIO);
    surface.shifted(0, CHART.height, () => drawLegend(surface, legend, WIDTH));
    return surface.node;
  });
}

/**
 * The legend of what a chart of this size draws, which isn't what the screen's draws.
 * @param {Archive} archive
 * @param {Chart} chart
 * @param {{ width: number, height: number }} size
 */
function legendOf(archive, chart, size) {
  const scratch = new CanvasSurface(penOf(document.createElement("canvas")), FONT);
  return legendEntries(archive, chart.drawOn(scratch, size, RATIO));
}

/**
 * @template {Surface} T
 * @param {Archive} archive
 * @param {Chart} chart
 * @param {(height: number) => T} surfaceOf a surface of that height
 * @returns {T}
 */
function drawFigure(archive, chart, surfaceOf) {
  const above = [...block([byId("title").textContent], 20, 26, 600), ...block(drawnTexts(archive, chart), 13, 19)];
  const below = block(noteTexts(archive), 11, 16);
  const top = MARGIN + sum(above);
  const size = { ...CHART, width: WIDTH - 2 * MARGIN };
  const legend = legendOf(archive, chart, size);
  const legendTop = top + CHART.height + 8;
  const multiplesTop = legendTop + legendHeight(legend, WIDTH - 2 * MARGIN) + 10;
  const multiples = multiplesOfFigure(archive, WIDTH - 2 * MARGIN);
  const notesTop = multiplesTop + (multiples ? multiples.height + 10 : 0);
  const height = notesTop + sum(below) + MARGIN;
  const surface = surfaceOf(height);
  surface.area([[0, 0], [WIDTH, 0], [WIDTH, height], [0, height]], { colour: ink("card") }); // prettier-ignore
  drawTexts(surface, above, MARGIN, ink("ink"));
  surface.shifted(MARGIN, top, () => chart.drawOn(surface, size, RATIO));
  surface.shifted(MARGIN, legendTop, () => drawLegend(surface, legend, WIDTH - 2 * MARGIN));
  if (multiples) surface.shifted(MARGIN, multiplesTop, () => multiples.draw(surface, RATIO));
  drawTexts(surface, below, notesTop, ink("quiet"));
  return surface;
}

/**
 * What is drawn: the measure with its unit, how many photos, of which years, and which are left out.
 * @param {Archive} archive
 * @param {Chart} chart
 */
function drawnTexts(archive, chart) {
  const measure = archive.measures[view.measure];
  const [t0, t1] = view.range ?? [-Infinity, Infinity];
  const years = archive.dated.filter(({ year, all }) => all && year + 1 > t0 && year < t1).map(({ year }) => year);
  const span = years.length ? `, ${years[0]}${years.length > 1 ? `–${years[years.length - 1]}` : ""}` : "";
  const filter = filterText(archive);
  return [
    `${axisText(measure)}, ${photosText(chart.inView())}${span}`,
    filter && `Only photographs with ${filter}`,
    ...trendTexts(archive),
    !view.duplicates && archive.duplicate && "Without duplicates: of photographs with the same bytes, the first",
    view.range && "A part of the archive’s chart",
    ...highlightTexts(measure),
  ].filter(Boolean);
}

/**
 * How the trend's photos are weighted, and how the medians change, with the interval of that.
 * @param {Archive} archive
 */
function trendTexts(archive) {
  if (!view.trend) return [];
  const { groups, before } = archive;
  const held = shownTrends(archive, view) ? "The change is" : "Medians"; // the lines of a group's values aren't weighted
  const change = (byId("change").textContent ?? "").replace(/^[. ]+/, "").trim();
  return [
    groups[view.constant] && `${held} with the mixture of ${groups[view.constant].name} held constant`,
    view.spread && before && "Medians with vague dates in every year that they may be of",
    change.includes(" a decade") && change,
  ];
}

/**
 * Which photos stand out: the selected ones, and those of the value that is pressed.
 * @param {Measure} measure
 * @returns {string[]}
 */
function highlightTexts(measure) {
  const pressed = /** @type {HTMLElement | null} */ (document.querySelector("[data-place][aria-pressed=true]"));
  const texts = pressed ? [`Highlighted: photographs of ${pressed.title}`] : [];
  if (!view.selection) return texts;
  const [t0, t1, v0, v1] = view.selection;
  const years = yearsText(Math.floor(t0), Math.max(Math.floor(t0), Math.ceil(t1) - 1));
  const values = v0 === null || v1 === null ? "" : `, from ${valueText(measure, v0)} to ${valueText(measure, v1)}`;
  return [...texts, `Highlighted: the selection of ${years}${values}: ${byId("selection-count").textContent}`];
}

/**
 * How many photos there are, where they are from, and how to cite them.
 * @param {Archive} archive
 */
function noteTexts(archive) {
  const { total, undated, sampled, count } = archive;
  const hidden = undated && !view.undated && archive.dated.length ? undated.all : 0;
  return [
    `n = ${countText(total)}${hidden ? `, of which ${countText(hidden)} without a year aren’t drawn` : ""}` +
      (sampled ? `; single photographs are of a sample of ${countText(count)}` : ""),
    view.trend ? byId("trend-note").textContent : "",
    "Where only a photograph’s year or month is known, its place within it is arbitrary.",
    byId("cite-sentence").textContent,
  ].filter(Boolean);
}

/**
 * Texts in lines that fit.
 * @param {string[]} texts
 * @param {number} size
 * @param {number} step from line to line
 * @param {number} [weight]
 */
function block(texts, size, step, weight = 400) {
  return texts.flatMap((text) =>
    wrapped(text, `${weight} ${size}px ${FONT}`, WIDTH - 2 * MARGIN).map((text) => ({
      text,
      size,
      step,
      weight,
    })),
  );
}

/** @param {{ step: number }[]} lines */
function sum(lines) {
  return lines.reduce((height, { step }) => height + step, 0);
}

/**
 * @param {Surface} surface
 * @param {{ text: string, size: number, step: number, weight: number }[]} lines
 * @param {number} top
 * @param {string} colour
 */
function drawTexts(surface, lines, top, colour) {
  let y = top;
  for (const { text, size, step, weight } of lines) {
    surface.text(text, MARGIN, y + step / 2, { colour, size, weight, most: WIDTH - 2 * MARGIN });
    y += step;
  }
}
