// The reader's notes on years: a rule and a number on the chart for each, which the list below explains.

import { ink } from "./text.js";

/**
 * Draw the notes that are in view.
 * @param {Surface} surface
 * @param {Archive} archive
 * @param {Layout} layout
 */
export function drawNotes(surface, { notes }, { x, frame, range }) {
  const [colour, card] = [ink("ink"), ink("card")];
  let row = 0;
  let before = -Infinity; // where the last number is
  notes.forEach(([first, last], i) => {
    if (last + 1 < range[0] || first > range[1]) return;
    const isSpan = last > first;
    const [from, to] = isSpan ? [x(first), x(last + 1)] : [x(first + 0.5), x(first + 0.5)];
    for (const at of new Set([from, to])) {
      surface.line([[at, frame.top], [at, frame.bottom]], { colour: card, width: 3, opacity: 0.7 }); // prettier-ignore
      surface.line([[at, frame.top], [at, frame.bottom]], { colour, width: 1, dash: [2, 3] }); // prettier-ignore
    }
    const at = Math.min(Math.max(from, frame.left), frame.right) + 3;
    row = at - before < 22 ? (row + 1) % 5 : 0; // numbers that are close stand below each other
    before = at;
    const y = frame.top + 9 + 16 * row;
    if (isSpan) surface.line([[from, y + 7], [to, y + 7]], { colour, width: 1 }); // prettier-ignore
    surface.area([[at - 2, y - 7], [at + 17, y - 7], [at + 17, y + 7], [at - 2, y + 7]], { colour: card, opacity: 0.85 }); // prettier-ignore
    surface.text(String(i + 1), at + 7.5, y, { colour, align: "center", size: 11 });
  });
}
