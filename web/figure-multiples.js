// The small multiples of a figure: their plots in rows, each with its caption.

import { categoryTrends } from "./category-trends.js";
import { colouringOf } from "./colourings.js";
import { categoryChange, drawMultiple, MULTIPLE_HEIGHT, sentenceOf } from "./multiples.js";
import { ink } from "./text.js";
import { view } from "./view.js";

const COLUMNS = 3; // of plots in a figure
const PLOT_GAP = 16; // between them
const CAPTION_HEIGHT = 54;
const HEADING_HEIGHT = 30;
const LONGEST_NAME = 42; // letters of a category's name in a figure

/**
 * The small multiples of a figure; null if they aren't shown.
 * @param {Archive} archive
 * @param {number} width CSS pixels
 * @returns {{ height: number, draw: (surface: Surface, ratio: number) => void } | null}
 */
export function multiplesOfFigure(archive, width) {
  const trends = view.multiples ? categoryTrends(archive, view) : null;
  if (!trends) return null;
  const cell = (width - (COLUMNS - 1) * PLOT_GAP) / COLUMNS;
  const row = CAPTION_HEIGHT + MULTIPLE_HEIGHT;
  return {
    height: HEADING_HEIGHT + Math.ceil(trends.length / COLUMNS) * row,
    draw(surface, ratio) {
      const label = colouringOf(view.colour)?.label ?? "";
      const heading = `Each value of ${label} by itself, all years on one scale; thin lines are the medians of all photographs`;
      surface.text(heading, 0, HEADING_HEIGHT / 2, { colour: ink("ink"), size: 13, most: width });
      trends.forEach((trend, i) => {
        const [x, y] = [(i % COLUMNS) * (cell + PLOT_GAP), HEADING_HEIGHT + Math.floor(i / COLUMNS) * row];
        surface.shifted(x, y, () => drawCaption(surface, archive, trend, cell));
        surface.shifted(x, y + CAPTION_HEIGHT, () => drawMultiple(surface, cell, ratio, archive, trend));
      });
    },
  };
}

/**
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {CategoryTrend} of
 * @param {number} width
 */
function drawCaption(surface, archive, of, width) {
  const { text, ink: colour } = of;
  const name = text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text;
  surface.line([[5, 10], [5.01, 10]], { colour, width: 9 }); // prettier-ignore
  surface.text(name, 14, 10, { colour: ink("ink"), size: 12, weight: 600, most: width - 14 });
  const style = { colour: ink("quiet"), size: 11, most: width };
  surface.text(sentenceOf(archive, of), 0, 26, style);
  const change = categoryChange(archive, of, () => {});
  if (change) surface.text(change, 0, 41, style);
}
