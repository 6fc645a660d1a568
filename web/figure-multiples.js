// The small multiples of a figure: their plots in rows, each with its caption.

import { categoryTrends } from "./category-trends.js";
import { colouringOf } from "./colourings.js";
import { categoryChange, drawMultiple, MULTIPLE_HEIGHT, sentenceOf } from "./multiples.js";
import { ink, isolated } from "./text.js";
import { view } from "./view.js";
import { FONT, wrapped } from "./wrapped.js";

const COLUMNS = 3; // of plots in a figure
const PLOT_GAP = 16; // between them
const NAME_HEIGHT = 18;
const LINE = { size: 11, height: 15 }; // of a caption
const HEADING_HEIGHT = 30;

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
  const captions = trends.map((trend) => captionLines(archive, trend, cell));
  const captionHeight = NAME_HEIGHT + LINE.height * Math.max(...captions.map(({ length }) => length)) + 6;
  const row = captionHeight + MULTIPLE_HEIGHT;
  return {
    height: HEADING_HEIGHT + Math.ceil(trends.length / COLUMNS) * row,
    draw(surface, ratio) {
      const label = colouringOf(view.colour)?.label ?? "";
      const heading = `Each value of ${isolated(label)} by itself, all years on one scale; thin lines are the medians of all photographs`;
      surface.text(heading, 0, HEADING_HEIGHT / 2, { colour: ink("ink"), size: 13, most: width });
      trends.forEach((trend, i) => {
        const [x, y] = [(i % COLUMNS) * (cell + PLOT_GAP), HEADING_HEIGHT + Math.floor(i / COLUMNS) * row];
        surface.shifted(x, y, () => drawCaption(surface, trend, captions[i], cell));
        surface.shifted(x, y + captionHeight, () => drawMultiple(surface, cell, ratio, archive, trend));
      });
    },
  };
}

/**
 * What is said of a category, in lines that fit: squeezed, nobody could read it.
 * @param {Archive} archive
 * @param {CategoryTrend} of
 * @param {number} width
 */
function captionLines(archive, of, width) {
  const sentences = [sentenceOf(archive, of), categoryChange(archive, of, () => {})];
  return sentences.flatMap((sentence) => wrapped(sentence, `${LINE.size}px ${FONT}`, width));
}

/**
 * @param {Surface} surface
 * @param {CategoryTrend} of
 * @param {string[]} lines
 * @param {number} width
 */
function drawCaption(surface, { text, ink: colour }, lines, width) {
  const number = text.match(/ \(\d+\)$/)?.[0] ?? ""; // which tells it from one that begins alike
  const [line] = wrapped(text, `600 12px ${FONT}`, width - 34, 1);
  const name = line.endsWith(" …") ? line + number : line;
  surface.line([[5, 10], [5.01, 10]], { colour, width: 9 }); // prettier-ignore
  surface.text(isolated(name), 14, 10, { colour: ink("ink"), size: 12, weight: 600, most: width - 14 });
  lines.forEach((line, i) => {
    const y = NAME_HEIGHT + (i + 0.5) * LINE.height;
    surface.text(line, 0, y, { colour: ink("quiet"), size: LINE.size, most: width });
  });
}
