// The photo that a pointer means.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PhotoGrid } from "../../web/nearest.js";

const SIZE = { width: 400, height: 300 };

test("the nearest photo is found wherever the borders of the grid lie", () => {
  const xs = Float32Array.from({ length: 500 }, (_, i) => (i * 151.7) % SIZE.width);
  const ys = Float32Array.from({ length: 500 }, (_, i) => (i * 87.3) % SIZE.height);
  const grid = new PhotoGrid(xs, ys, SIZE);
  for (let k = 0; k < 300; k++) {
    const [x, y] = [(k * 61.3) % SIZE.width, (k * 43.9) % SIZE.height];
    const apart = Array.from(xs, (at, i) => Math.hypot(at - x, ys[i] - y));
    const least = Math.min(...apart);
    assert.equal(grid.near(x, y).photo, least < 20 ? apart.indexOf(least) : -1);
  }
});

test("photos that aren't on the chart are never found", () => {
  const grid = new PhotoGrid(Float32Array.of(NaN, -5, 500), Float32Array.of(NaN, 10, 10), SIZE);
  for (const x of [0, 200, 399]) assert.equal(grid.near(x, 10).photo, -1);
});

test("a crowd is counted without the photo itself", () => {
  const grid = new PhotoGrid(Float32Array.of(100, 102, 104, 200), Float32Array.of(50, 50, 50, 50), SIZE);
  assert.deepEqual(grid.near(100, 51), { photo: 0, crowd: 2 });
});
