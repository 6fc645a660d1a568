// The photo nearest to a place on the chart, found in a grid of small lists.

const CELL = 24; // CSS pixels, and no less than the furthest a pointer may be from its photo

/**
 * `xs` and `ys` are the photos' places in CSS pixels; those outside the frame aren't found.
 * @param {Float32Array} xs
 * @param {Float32Array} ys
 * @param {{ width: number, height: number }} given
 */
export function gridOf(xs, ys, { width, height }) {
  const columns = Math.ceil(width / CELL);
  const rows = Math.ceil(height / CELL);
  const first = new Int32Array(columns * rows).fill(-1);
  const next = new Int32Array(xs.length).fill(-1);
  for (let i = xs.length - 1; i >= 0; i--) {
    const column = Math.floor(xs[i] / CELL);
    const row = Math.floor(ys[i] / CELL);
    if (!(column >= 0 && row >= 0 && column < columns && row < rows)) continue;
    next[i] = first[row * columns + column];
    first[row * columns + column] = i;
  }
  return {
    /**
     * The nearest photo within reach, or -1, and how many are within 6 pixels of it.
     * @param {number} x
     * @param {number} y
     */
    near(x, y) {
      let [best, least, crowd] = [-1, 20 ** 2, 0];
      visit(x, y, (i) => {
        const distance = (xs[i] - x) ** 2 + (ys[i] - y) ** 2;
        if (distance < least) [best, least] = [i, distance];
      });
      if (best >= 0)
        visit(xs[best], ys[best], (i) => (crowd += Number((xs[i] - xs[best]) ** 2 + (ys[i] - ys[best]) ** 2 < 36)));
      return { photo: best, crowd: Math.max(0, crowd - 1) };
    },
  };

  /**
   * @param {number} x
   * @param {number} y
   * @param {(photo: number) => void} see
   */
  function visit(x, y, see) {
    const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
        for (let i = first[r * columns + c]; i >= 0; i = next[i]) see(i);
      }
    }
  }
}
