// Texts in lines, for figures, which don't wrap them by themselves.

import { penOf } from "./surface.js";

export const FONT = "system-ui, sans-serif";

const measuringPen = penOf(new OffscreenCanvas(1, 1));

/**
 * How wide a text is, in CSS pixels.
 * @param {string} text
 * @param {string} font with its size
 */
export function textWidth(text, font) {
  measuringPen.font = font;
  return measuringPen.measureText(text).width;
}

/**
 * A text cut into lines at its spaces, or where a word is too long.
 * @param {string} text
 * @param {string} font with its size
 * @param {number} width CSS pixels
 * @param {number} [most] lines; the last one ends with … if there would be more
 */
export function wrapped(text, font, width, most = 6) {
  const fits = (/** @type {string} */ line) => textWidth(line, font) <= width;
  const lines = [""];
  for (const piece of text.match(/\S{1,24}\s*/gu) ?? []) {
    if (fits(lines[lines.length - 1] + piece.trimEnd())) lines[lines.length - 1] += piece;
    else if (lines.push(piece) > most) return [...lines.slice(0, most - 1), `${lines[most - 1]} …`];
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}
