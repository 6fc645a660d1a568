// What the chart is drawn on: a canvas for the screen, an SVG for paper and files.

const SVG = "http://www.w3.org/2000/svg";

/**
 * The 2D context of a canvas.
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @returns {any} a CanvasRenderingContext2D, or that of an OffscreenCanvas
 */
export function penOf(canvas) {
  return canvas.getContext("2d");
}

/** @implements {Surface} */
export class CanvasSurface {
  /**
   * @param {CanvasRenderingContext2D} pen scaled to CSS pixels
   * @param {string} fontFamily
   */
  constructor(pen, fontFamily) {
    this.pen = pen;
    this.fontFamily = fontFamily;
  }

  /**
   * @param {Point[]} points
   * @param {LineStyle} style
   */
  line(points, { colour, width = 1, dash = [], opacity = 1 }) {
    Object.assign(this.pen, {
      strokeStyle: colour,
      lineWidth: width,
      lineJoin: "round",
      lineCap: dash.length ? "butt" : "round",
      globalAlpha: opacity,
    });
    this.pen.setLineDash(dash);
    this.#trace(points);
    this.pen.stroke();
    this.pen.setLineDash([]);
    this.pen.globalAlpha = 1;
  }

  /**
   * @param {Point[]} points
   * @param {{ colour: string, opacity?: number }} style
   */
  area(points, { colour, opacity = 1 }) {
    Object.assign(this.pen, { fillStyle: colour, globalAlpha: opacity });
    this.#trace(points);
    this.pen.fill();
    this.pen.globalAlpha = 1;
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {TextStyle} style
   */
  text(text, x, y, { colour, align = "start", size = 12, turned = false, most }) {
    this.pen.save();
    Object.assign(this.pen, {
      fillStyle: colour,
      font: `${size}px ${this.fontFamily}`,
      textAlign: align,
      textBaseline: "middle",
    });
    this.pen.translate(x, y);
    if (turned) this.pen.rotate(-Math.PI / 2);
    this.pen.fillText(text, 0, 0, most);
    this.pen.restore();
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   */
  image(canvas, x, y, width, height) {
    this.pen.drawImage(canvas, x, y, width, height);
  }

  /**
   * @param {Frame} frame
   * @param {() => void} draw
   */
  within({ left, top, right, bottom }, draw) {
    this.pen.save();
    this.pen.beginPath();
    this.pen.rect(left, top, right - left, bottom - top);
    this.pen.clip();
    draw();
    this.pen.restore();
  }

  /** @param {Point[]} points */
  #trace(points) {
    this.pen.beginPath();
    for (const [x, y] of points) this.pen.lineTo(x, y);
  }
}

/** @implements {Surface} */
export class SvgSurface {
  #group;
  #clips = 0;

  /**
   * @param {number} width
   * @param {number} height
   * @param {string} fontFamily
   */
  constructor(width, height, fontFamily) {
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
  text(text, x, y, { colour, align = "start", size = 12, turned = false }) {
    const anchor = { start: "start", center: "middle", right: "end" }[align];
    /** @type {Record<string, string>} */
    const turn = turned ? { transform: `rotate(-90 ${x} ${y})` } : {};
    const node = this.#add("text", {
      x,
      y,
      fill: colour,
      "font-size": size,
      "text-anchor": anchor,
      "dominant-baseline": "central",
      ...turn,
    });
    node.textContent = text;
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
    const id = `frame-${++this.#clips}`;
    const clip = this.#add("clipPath", { id });
    clip.append(svgElement("rect", { x: left, y: top, width: right - left, height: bottom - top }));
    this.#group = this.#add("g", { "clip-path": `url(#${id})` });
    draw();
    this.#group = this.node;
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
