// The photos' dots as shapes, for an SVG: up to so many, each in the colour that it has on the canvas.

import { colouringOf } from "./colourings.js";
import { opacityOf } from "./dimmed.js";
import { penOf } from "./surface.js";

const MOST = 20000;

/**
 * The dots by colour, those below first; null if the photos are too many, or marks, or a sample of which all are counted.
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 * @param {Positions} positions
 * @param {DrawSettings} settings
 * @param {Drawn} drawn
 * @param {HTMLCanvasElement} canvas with the photos, of the frame's size
 * @returns {(DotStyle & { points: Point[] })[] | null}
 */
export function vectorDots(archive, view, { frame }, { xs, ys, shown }, { lit, ratio }, { mark, radius }, canvas) {
  const isOfAll = view.colour === "density" && archive.measures[view.measure].counts;
  if (mark || isOfAll || !shown || shown > MOST) return null;
  const colour = colouringOf(view.colour)?.colours(archive);
  const { data } = penOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
  const colourAt = (/** @type {number} */ i) => {
    const column = Math.min(canvas.width - 1, Math.floor((xs[i] - frame.left) * ratio));
    const row = Math.min(canvas.height - 1, Math.floor((ys[i] - frame.top) * ratio));
    return [...data.subarray(4 * (row * canvas.width + column), 4 * (row * canvas.width + column) + 3)];
  };
  const dim = opacityOf(archive, view, lit !== null);
  /** @type {Map<string, DotStyle & { points: Point[], light: number }>} */
  const groups = new Map();
  for (let i = 0; i < archive.count; i++) {
    if (Number.isNaN(xs[i])) continue;
    const opacity = lit?.[i] ? 1 : dim;
    const own = colour ? colour(i) : colourAt(i);
    const name = `#${own.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
    const key = `${opacity} ${name}`;
    const group = groups.get(key) ?? { colour: name, opacity, radius, points: [], light: own[0] + own[1] + own[2] };
    groups.set(key, group);
    group.points.push([xs[i], ys[i]]);
  }
  const order = colour
    ? () => 0
    : (/** @type {{ light: number }} */ a, /** @type {{ light: number }} */ b) => b.light - a.light;
  return [...groups.values()].sort((a, b) => a.opacity - b.opacity || order(a, b));
}
