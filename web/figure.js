// The figure: the chart with its title, what is drawn, its legend, its source and its citation, on a light ground.

import { drawLegend, legendEntries, legendHeight } from "./figure-legend.js";
import { multiplesOfFigure } from "./figure-multiples.js";
import { drawnTexts, noteTexts } from "./figure-texts.js";
import { CanvasSurface, penOf } from "./surface.js";
import { SvgSurface } from "./svg-surface.js";
import { byId, ink } from "./text.js";
import { inLight } from "./theme.js";
import { FONT, wrapped } from "./wrapped.js";

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
