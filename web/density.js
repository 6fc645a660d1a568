// The density of photos as an image that stays readable with any number of them.  Every dot adds to each pixel the
// share that it covers; a pixel's tone is half the logarithm of its sum and half the sum's rank.  The logarithm keeps
// single photos visible, the rank uses the whole palette.

const LEVELS = 1024;

/**
 * An empty sum of dots; if `coloured`, with sums of their colours.
 * @param {number} width
 * @param {number} height
 * @param {boolean} [coloured]
 */
export function emptyCover(width, height, coloured = false) {
  const plane = () => new Float32Array(width * height);
  return { width, height, sum: plane(), bands: coloured ? [plane(), plane(), plane()] : null };
}

/**
 * Add a dot of `weight` photos at (x, y), in pixels.
 * @param {Cover} cover
 * @param {Disc} disc
 * @param {number} x
 * @param {number} y
 * @param {number} [weight]
 * @param {number} [red]
 * @param {number} [green]
 * @param {number} [blue]
 */
export function addDot(cover, disc, x, y, weight = 1, red = 0, green = 0, blue = 0) {
  const { width, height, sum, bands } = cover;
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const shares = disc.at[((y - y0) * 4) | 0][((x - x0) * 4) | 0];
  const { reach } = disc;
  if (!bands && x0 >= reach && y0 >= reach && x0 + reach < width && y0 + reach < height)
    return addWhole(sum, width, shares, reach, x0, y0, weight);
  let k = 0;
  for (let row = y0 - disc.reach; row <= y0 + disc.reach; row++) {
    for (let column = x0 - disc.reach; column <= x0 + disc.reach; column++, k++) {
      const share = shares[k] * weight;
      if (share === 0 || row < 0 || column < 0 || row >= height || column >= width) continue;
      const at = row * width + column;
      sum[at] += share;
      if (bands) {
        bands[0][at] += share * red;
        bands[1][at] += share * green;
        bands[2][at] += share * blue;
      }
    }
  }
}

/**
 * Add a dot that no edge cuts.
 * @param {Float32Array} sum
 * @param {number} width
 * @param {Float32Array} shares
 * @param {number} reach
 * @param {number} x
 * @param {number} y
 * @param {number} weight
 */
function addWhole(sum, width, shares, reach, x, y, weight) {
  const side = 2 * reach + 1;
  let at = (y - reach) * width + x - reach;
  for (let k = 0; k < shares.length; at += width - side) {
    for (const end = k + side; k < end; k++, at++) sum[at] += shares[k] * weight;
  }
}

/**
 * The share of each pixel about its centre that a disc covers, for centres at quarters of a pixel.
 * @param {number} radius
 */
export function discOf(radius) {
  const reach = Math.ceil(radius + 0.875) - 1; // pixels further away have no share
  const quarters = [0.125, 0.375, 0.625, 0.875];
  const shares = (/** @type {number} */ dx, /** @type {number} */ dy) => {
    const all = [];
    for (let row = -reach; row <= reach; row++) {
      for (let column = -reach; column <= reach; column++) {
        const distance = Math.hypot(column + 0.5 - dx, row + 0.5 - dy);
        all.push(Math.min(1, Math.max(0, radius + 0.5 - distance)));
      }
    }
    return Float32Array.from(all);
  };
  return { reach, at: quarters.map((dy) => quarters.map((dx) => shares(dx, dy))) };
}

/**
 * The sum as an image: in the dots' own colours, or in the 256 colours of `palette` from few to many; and how many photos
 * the first, the middle and the last of these stand for.
 * @param {Cover} cover
 * @param {number[][]} palette
 * @param {number} [opacity]
 */
export function toned({ width, height, sum, bands }, palette, opacity = 1) {
  const image = new ImageData(width, height);
  const pixels = image.data;
  const none = { levels: new Uint16Array(), tones: new Uint8Array(), ramp: [] };
  const { levels, tones, ramp } = bands ? none : levelsOf(sum);
  const flat = Uint8ClampedArray.from(palette.flat()); // three numbers a colour
  for (let at = 0, p = 0; at < sum.length; at++, p += 4) {
    const share = sum[at];
    if (share === 0) continue;
    if (bands) {
      for (let band = 0; band < 3; band++) pixels[p + band] = bands[band][at] / share;
    } else {
      const colour = 3 * tones[levels[at]];
      pixels[p] = flat[colour];
      pixels[p + 1] = flat[colour + 1];
      pixels[p + 2] = flat[colour + 2];
    }
    pixels[p + 3] = 255 * opacity * Math.min(1, share);
  }
  return { image, ramp };
}

/**
 * Each pixel's level (the logarithm of its sum; 0 for an empty one, up to LEVELS), and each level's tone from 0 to 255
 * (half the level, half the rank of the pixels that have it); and the sums at the first, the middle and the last tone.
 * @param {Float32Array} sum
 */
function levelsOf(sum) {
  let most = 0;
  for (let at = 0; at < sum.length; at++) if (sum[at] > most) most = sum[at];
  const scale = (LEVELS - 1) / Math.log1p(Math.max(most, 1e-9));
  const levels = new Uint16Array(sum.length);
  const below = new Float64Array(LEVELS + 1);
  for (let at = 0; at < sum.length; at++) {
    if (sum[at] > 0) {
      levels[at] = 1 + Math.log1p(sum[at]) * scale;
      below[levels[at]]++;
    }
  }
  for (let level = 1; level <= LEVELS; level++) below[level] += below[level - 1];
  const inked = Math.max(1, below[LEVELS]);
  const tones = Uint8Array.from(below, (rank, level) =>
    Math.min(255, (127.5 * (level - 1)) / (LEVELS - 1) + (127.5 * rank) / inked),
  );
  const middle = tones.findIndex((tone) => tone >= 128);
  return { levels, tones, ramp: [Math.min(1, most), Math.expm1((middle - 1) / scale), most] };
}

/**
 * 256 colours interpolated between these (`#rrggbb`).
 * @param {string[]} stops
 */
export function paletteOf(stops) {
  const colours = stops.map((stop) => [1, 3, 5].map((at) => parseInt(stop.slice(at, at + 2), 16)));
  return Array.from({ length: 256 }, (_, i) => {
    const part = (i / 255) * (colours.length - 1);
    const [from, to] = [colours[Math.floor(part)], colours[Math.ceil(part)]];
    return from.map((part, band) => part + (to[band] - part) * (part % 1));
  });
}
