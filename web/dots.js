// The photos on the chart: as their density, as dots of a colour, or as marks where there is room.

import { penOf } from "./surface.js";
import { colouringOf } from "./colourings.js";
import { addDot, discOf, emptyCover, paletteOf, toned } from "./density.js";
import { isBehindLines, opacityOf } from "./dimmed.js";
import { MARK_SHAPE, markSize, stampSheet } from "./marks.js";
import { ink } from "./text.js";
import { drawCut, mayBeSaved, thumbnailOf } from "./thumbnails.js";
import { spanOf } from "./time.js";

const MOST_DOTS = 500000; // drawn for the counts of a large archive

const sheets = new WeakMap();

/**
 * Where each photo is on the chart, in CSS pixels; NaN for photos that aren't in view.
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 */
export function positionsOf(archive, view, layout) {
  const { values } = archive.measures[view.measure];
  const { frame, x, y, range } = layout;
  const xs = new Float32Array(archive.count).fill(NaN);
  const ys = new Float32Array(archive.count).fill(NaN);
  let shown = 0;
  const { time } = archive;
  const [t0, t1, v0, v1] = range;
  for (let i = 0; i < archive.count; i++) {
    if (!(time[i] >= t0 && time[i] <= t1 && values[i] >= v0 && values[i] <= v1)) continue;
    xs[i] = x(time[i]);
    ys[i] = Math.min(Math.max(y(values[i]), frame.top), frame.bottom);
    shown++;
  }
  return { xs, ys, shown };
}

/**
 * A canvas of the frame's size with the photos, the height of their marks in CSS pixels (0: they are dots), and how many
 * photos the colours of the density stand for.
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 * @param {Positions} positions
 * @param {DrawSettings} settings
 */
export function drawPhotos(archive, view, layout, positions, { lit, ratio }) {
  const { frame } = layout;
  const [width, height] = [
    Math.round((frame.right - frame.left) * ratio),
    Math.round((frame.bottom - frame.top) * ratio),
  ];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = penOf(canvas);
  const shown = view.colour === "density" ? photosInView(archive, view, layout, positions) : positions.shown;
  const area = (frame.right - frame.left) * (frame.bottom - frame.top);
  const size = markSize(shown, area, isBehindLines(archive, view));
  if (size) {
    const opacity = lit ? 0.15 : opacityOf(archive, view, false);
    drawMarks(pen, archive, positions, frame, size, { lit, ratio, opacity }, colouringOf(view.colour));
    return { canvas, mark: size, radius: 0, ramp: [] };
  }
  const radius = Math.min(4, Math.max(0.75, 0.19 * Math.sqrt(area / Math.max(1, shown)))) * ratio;
  const plot = { archive, view, layout, positions, lit, ratio, disc: discOf(radius), width, height };
  const palette = paletteOf(["few", "some", "many"].map(ink));
  const { image, ramp } = toned(coverOf(plot, null), palette, opacityOf(archive, view, lit !== null));
  pen.putImageData(image, 0, 0);
  if (lit) {
    const above = document.createElement("canvas");
    Object.assign(above, { width, height });
    const accent = paletteOf(["lit-few", "lit-many"].map(ink));
    penOf(above).putImageData(toned(coverOf(plot, lit), accent).image, 0, 0);
    pen.drawImage(above, 0, 0);
  }
  return { canvas, mark: 0, radius: radius / ratio, ramp };
}

/**
 * How many photos of the whole archive are in view.
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 * @param {Positions} positions
 */
export function photosInView(archive, view, layout, positions) {
  const { counts } = archive.measures[view.measure];
  if (!counts) return positions.shown;
  let sum = 0;
  eachCell(archive, view, layout, (count) => (sum += count));
  return sum;
}

/**
 * The sum of the photos' dots, in the view's colouring, or of those that are lit.
 * @param {Plot} plot
 * @param {Uint8Array | null} lit
 */
function coverOf(plot, lit) {
  const { archive, view, width, height, disc, positions, layout, ratio } = plot;
  const colour = colouringOf(view.colour)?.colours(archive); // also of what stands out: another would read as a group's
  const cover = emptyCover(width, height, Boolean(colour));
  if (!colour && !lit && archive.measures[view.measure].counts) {
    addCounts(cover, plot);
    return cover;
  }
  const { left, top } = layout.frame;
  for (let i = 0; i < archive.count; i++) {
    if (Number.isNaN(positions.xs[i]) || (lit && !lit[i])) continue;
    const x = (positions.xs[i] - left) * ratio;
    const y = (positions.ys[i] - top) * ratio;
    if (colour) addDot(cover, disc, x, y, 1, ...colour(i));
    else addDot(cover, disc, x, y);
  }
  return cover;
}

/**
 * Add the counts of a large archive as dots, spread evenly over each cell.
 * @param {Cover} cover
 * @param {Plot} plot
 */
function addCounts(cover, { archive, view, layout, ratio, disc }) {
  let cells = 0;
  eachCell(archive, view, layout, () => cells++);
  const most = Math.max(1, Math.floor(MOST_DOTS / Math.max(1, cells)));
  const { left, top } = layout.frame;
  eachCell(archive, view, layout, (count, t0, t1, v0, v1, seed) => {
    const dots = Math.min(count, most);
    const x0 = (layout.x(t0) - left) * ratio;
    const y0 = (layout.y(v1) - top) * ratio;
    const [wide, high] = [(layout.x(t1) - left) * ratio - x0, (layout.y(v0) - top) * ratio - y0];
    for (let k = 0; k < dots; k++) {
      // The R2 sequence: two numbers whose multiples fill a rectangle evenly.
      const across = (seed * 0.618 + k * 0.7548776662466927) % 1;
      const down = (seed * 0.382 + k * 0.5698402909980532) % 1;
      addDot(cover, disc, x0 + across * wide, y0 + down * high, count / dots);
    }
  });
}

/**
 * Visit the cells (a bin of a year) of the counts that are in view and not empty.
 * @param {Archive} archive
 * @param {View} view
 * @param {Layout} layout
 * @param {(count: number, t0: number, t1: number, v0: number, v1: number, seed: number) => void} see
 */
export function eachCell(archive, view, layout, see) {
  const measure = archive.measures[view.measure];
  const [low, high] = measure.bins.map(layout.scaled);
  const [t0, t1, v0, v1] = layout.range;
  const [from, to] = [v0, v1].map((value) => ((layout.scaled(value) - low) / (high - low)) * 256);
  const edges = Float64Array.from({ length: 257 }, (_, bin) => layout.unscaled(low + (bin / 256) * (high - low)));
  const { counts } = measure;
  if (!counts) return;
  archive.years.forEach(({ year }, i) => {
    const [start, end] = spanOf(archive, year);
    if (!(end > t0 && start < t1) || (year === null && !view.undated)) return;
    const margin = 0.04 * (end - start);
    for (let bin = Math.max(0, Math.floor(from)); bin < Math.min(256, to); bin++) {
      const count = counts[i][bin];
      if (count) see(count, start + margin, end - margin, edges[bin], edges[bin + 1], i * 256 + bin);
    }
  });
}

/**
 * Draw the photos in view as marks.
 * @param {CanvasRenderingContext2D} pen
 * @param {Archive} archive
 * @param {Positions} positions
 * @param {Frame} frame
 * @param {number} size
 * @param {DrawSettings & { opacity: number }} settings with the opacity of marks that don't stand out
 * @param {Colouring} [colouring] of the marks' frames, or of the marks
 */
function drawMarks(pen, archive, { xs, ys }, frame, size, { lit, ratio, opacity }, colouring) {
  if (!sheets.has(archive)) sheets.set(archive, stampSheet(archive));
  const sheet = sheets.get(archive);
  const colour = colouring?.colours(archive);
  const [width, height] = [size * MARK_SHAPE * ratio, size * ratio];
  const edge = ink("mark-edge");
  const hasPictures = mayBeSaved(archive);
  for (let i = 0; i < archive.count; i++) {
    if (Number.isNaN(xs[i])) continue;
    pen.globalAlpha = lit?.[i] ? 1 : opacity;
    const [x, y] = [(xs[i] - frame.left) * ratio - width / 2, (ys[i] - frame.top) * ratio - height / 2];
    const own = colour && `rgb(${colour(i).join(" ")})`;
    if (own && colouring?.fills) {
      pen.fillStyle = own;
      pen.fillRect(x, y, width, height);
    } else if (!hasPictures || !drawCut(pen, thumbnailOf(archive, i), x, y, width, height))
      sheet.draw(pen, i, x, y, width, height);
    Object.assign(pen, { strokeStyle: edge, lineWidth: ratio });
    pen.strokeRect(x, y, width, height); // so that a black photo is seen on a black ground
    if (!own || colouring?.fills) continue;
    Object.assign(pen, { strokeStyle: own, lineWidth: 2.5 * ratio });
    pen.strokeRect(x + 1.25 * ratio, y + 1.25 * ratio, width - 2.5 * ratio, height - 2.5 * ratio);
  }
  pen.globalAlpha = 1;
}
