// An SVG that the chart is drawn on, for paper and files.

import { textWidth } from "./wrapped.js";

const SVG = "http://www.w3.org/2000/svg";

/** @implements {Surface} */
export class SvgSurface {
  #group;
  #clips = 0;
  #prefix;

  /**
   * @param {number} width
   * @param {number} height
   * @param {string} fontFamily
   * @param {string} [prefix] what its ids begin with, unlike those of others in the same document
   */
  constructor(width, height, fontFamily, prefix = "") {
    this.#prefix = prefix;
    const viewBox = `0 0 ${width} ${height}`;
    this.node = svgElement("svg", { xmlns: SVG, viewBox, width, height, "font-family": fontFamily });
    this.#group = this.node;
  }

  /**
   * @param {Point[]} points
   * @param {LineStyle} style
   */
  line(points, { colour, width = 1, dash = [], opacity = 1 }) {
    if (!points.length) return;
    /** @type {Record<string, string>} */
    const dashes = dash.length ? { "stroke-dasharray": dash.join(" ") } : { "stroke-linecap": "round" };
    this.#add("path", {
      d: pathOf(points),
      fill: "none",
      stroke: colour,
      "stroke-width": width,
      "stroke-linejoin": "round",
      opacity,
      ...dashes,
    });
  }

  /**
   * @param {Point[]} points
   * @param {{ colour: string, opacity?: number }} style
   */
  area(points, { colour, opacity = 1 }) {
    if (points.length) this.#add("path", { d: pathOf(points) + "Z", fill: colour, opacity });
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {TextStyle} style
   */
  text(text, x, y, { colour, align = "start", size = 12, turned = false, most = Infinity, weight = 400 }) {
    const anchor = { start: "start", center: "middle", right: "end" }[align];
    /** @type {Record<string, string>} */
    const turn = turned ? { transform: `rotate(-90 ${x} ${y})` } : {};
    /** @type {Record<string, string | number>} */
    const squeezed = size * 0.6 * text.length > most ? { textLength: this.#length(text, size, weight, most), lengthAdjust: "spacingAndGlyphs" } : {}; // prettier-ignore
    const node = this.#add("text", {
      x,
      y,
      fill: colour,
      "font-size": size,
      "text-anchor": anchor,
      "dominant-baseline": "central",
      ...(weight === 400 ? {} : { "font-weight": weight }),
      ...turn,
      ...squeezed,
    });
    node.textContent = text;
  }

  /**
   * How wide a text is to be, whatever font draws it: as wide as here, but no wider than there is room.
   * @param {string} text
   * @param {number} size
   * @param {number} weight
   * @param {number} most
   */
  #length(text, size, weight, most) {
    const font = `${weight} ${size}px ${this.node.getAttribute("font-family")}`;
    return Math.min(most, Math.round(10 * textWidth(text, font)) / 10);
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   */
  image(canvas, x, y, width, height) {
    this.#add("image", { href: canvas.toDataURL(), x, y, width, height, preserveAspectRatio: "none" });
  }

  /**
   * @param {Frame} frame
   * @param {() => void} draw
   */
  within({ left, top, right, bottom }, draw) {
    const id = `${this.#prefix}frame-${++this.#clips}`;
    const clip = this.#add("clipPath", { id });
    clip.append(svgElement("rect", { x: left, y: top, width: right - left, height: bottom - top }));
    this.#inGroup({ "clip-path": `url(#${id})` }, draw);
  }

  /**
   * @param {number} dx
   * @param {number} dy
   * @param {() => void} draw
   */
  shifted(dx, dy, draw) {
    this.#inGroup({ transform: `translate(${dx} ${dy})` }, draw);
  }

  /**
   * Draw dots: lines without length, whose ends are round.
   * @param {Point[]} points
   * @param {{ colour: string, opacity: number, radius: number }} style
   */
  dots(points, { colour, opacity, radius }) {
    this.#add("path", {
      d: points.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h.01`).join(""),
      stroke: colour,
      "stroke-width": 2 * radius,
      "stroke-linecap": "round",
      ...(opacity < 1 ? { opacity } : {}),
    });
  }

  /**
   * @param {Record<string, string>} attributes
   * @param {() => void} draw
   */
  #inGroup(attributes, draw) {
    const outer = this.#group;
    this.#group = this.#add("g", attributes);
    draw();
    this.#group = outer;
  }

  /**
   * @param {string} name
   * @param {Record<string, string | number>} attributes
   */
  #add(name, attributes) {
    return this.#group.appendChild(svgElement(name, attributes));
  }
}

/** @param {Point[]} points */
function pathOf(points) {
  return "M" + points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function svgElement(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
