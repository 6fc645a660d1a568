// Vague dates: a line over the years that each photo may be of, below its dot, which is anywhere among them.

import { ink } from "./text.js";

const MOST_SPANS = 400; // photos of vague dates in view; of more, their lines would hide what is drawn
const MOST_SPREAD_SPANS = 4000; // where the reader wants vague dates in every year

/**
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 * @param {Positions} positions
 */
export function drawSpans(surface, { dated, spans }, view, { x, frame }, { xs, ys }) {
  if (!spans) return;
  /** @type {[Point, Point][]} */
  const lines = [];
  const most = view.spread ? MOST_SPREAD_SPANS : MOST_SPANS;
  for (const { year, first, end } of dated) {
    for (let photo = first; photo < end; photo++) {
      const [before, after] = [spans.before[photo], spans.after[photo]];
      if (Number.isNaN(xs[photo]) || !(before || after)) continue;
      if (lines.length === most) return;
      lines.push([
        [Math.max(frame.left, x(year - before)), ys[photo]],
        [Math.min(frame.right, x(year + after + 1)), ys[photo]],
      ]);
    }
  }
  for (const line of lines) surface.line(line, { colour: ink("quiet"), width: 1.5, opacity: 0.5 });
}
