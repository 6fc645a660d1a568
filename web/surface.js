// What the chart is drawn on: a canvas, for the screen and for pictures.

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
  text(text, x, y, { colour, align = "start", size = 12, turned = false, most, weight = 400 }) {
    this.pen.save();
    Object.assign(this.pen, {
      fillStyle: colour,
      font: `${weight} ${size}px ${this.fontFamily}`,
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

  /**
   * @param {number} dx
   * @param {number} dy
   * @param {() => void} draw
   */
  shifted(dx, dy, draw) {
    this.pen.save();
    this.pen.translate(dx, dy);
    draw();
    this.pen.restore();
  }

  /** @param {Point[]} points */
  #trace(points) {
    this.pen.beginPath();
    for (const [x, y] of points) this.pen.lineTo(x, y);
  }
}
