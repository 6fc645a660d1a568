// Two things to draw the same chart on: a canvas for the screen, an SVG for paper and files.

const SVG = "http://www.w3.org/2000/svg";

/**
 * What draws on a canvas.
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @returns {any} a CanvasRenderingContext2D, or its like of an OffscreenCanvas
 */
export function penOf(canvas) {
  return canvas.getContext("2d");
}

/**
 * Draws on a canvas's pen, in CSS pixels.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} fontFamily
 * @returns {Surface}
 */
export function canvasSurface(pen, fontFamily) {
  const trace = (/** @type {Point[]} */ points) => {
    pen.beginPath();
    for (const [x, y] of points) pen.lineTo(x, y);
  };
  return {
    line(points, { colour, width = 1, dash = [], opacity = 1 }) {
      Object.assign(pen, {
        strokeStyle: colour,
        lineWidth: width,
        lineJoin: "round",
        lineCap: dash.length ? "butt" : "round",
        globalAlpha: opacity,
      });
      pen.setLineDash(dash);
      trace(points);
      pen.stroke();
      pen.setLineDash([]);
      pen.globalAlpha = 1;
    },
    area(points, { colour, opacity = 1 }) {
      Object.assign(pen, { fillStyle: colour, globalAlpha: opacity });
      trace(points);
      pen.fill();
      pen.globalAlpha = 1;
    },
    text(words, x, y, { colour, align = "start", size = 12, turned = false, most }) {
      pen.save();
      Object.assign(pen, {
        fillStyle: colour,
        font: `${size}px ${fontFamily}`,
        textAlign: align,
        textBaseline: "middle",
      });
      pen.translate(x, y);
      if (turned) pen.rotate(-Math.PI / 2);
      pen.fillText(words, 0, 0, most);
      pen.restore();
    },
    image(canvas, x, y, width, height) {
      pen.drawImage(canvas, x, y, width, height);
    },
    within({ left, top, right, bottom }, draw) {
      pen.save();
      pen.beginPath();
      pen.rect(left, top, right - left, bottom - top);
      pen.clip();
      draw();
      pen.restore();
    },
  };
}

/**
 * Draws into a new SVG element, its `node`.
 * @param {number} width
 * @param {number} height
 * @param {string} fontFamily
 */
export function svgSurface(width, height, fontFamily) {
  const node = svgElement("svg", {
    xmlns: SVG,
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "font-family": fontFamily,
  });
  let group = node;
  let clips = 0;
  const add = (/** @type {string} */ name, /** @type {Record<string, string | number>} */ attributes) =>
    group.appendChild(svgElement(name, attributes));
  const path = (/** @type {Point[]} */ points) =>
    "M" + points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
  /** @type {Surface} */
  const surface = {
    line(points, { colour, width = 1, dash = [], opacity = 1 }) {
      if (!points.length) return;
      /** @type {Record<string, string>} */
      const dashes = dash.length ? { "stroke-dasharray": dash.join(" ") } : { "stroke-linecap": "round" };
      add("path", {
        d: path(points),
        fill: "none",
        stroke: colour,
        "stroke-width": width,
        "stroke-linejoin": "round",
        opacity,
        ...dashes,
      });
    },
    area(points, { colour, opacity = 1 }) {
      if (points.length) add("path", { d: path(points) + "Z", fill: colour, opacity });
    },
    text(words, x, y, { colour, align = "start", size = 12, turned = false }) {
      const anchor = { start: "start", center: "middle", right: "end" }[align];
      /** @type {Record<string, string>} */
      const turn = turned ? { transform: `rotate(-90 ${x} ${y})` } : {};
      add("text", {
        x,
        y,
        fill: colour,
        "font-size": size,
        "text-anchor": anchor,
        "dominant-baseline": "central",
        ...turn,
      }).textContent = words;
    },
    image(canvas, x, y, width, height) {
      add("image", { href: canvas.toDataURL(), x, y, width, height, preserveAspectRatio: "none" });
    },
    within({ left, top, right, bottom }, draw) {
      const id = `frame-${++clips}`;
      const clip = add("clipPath", { id });
      clip.append(svgElement("rect", { x: left, y: top, width: right - left, height: bottom - top }));
      group = add("g", { "clip-path": `url(#${id})` });
      draw();
      group = node;
    },
  };
  return { ...surface, node };
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function svgElement(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
