// Stamps: 4 x 4 colours of each photo, or in large archives their mean.

/**
 * A photo's 4 x 4 colours as RGBA; 16 times its mean colour if the page has no stamps.
 * @param {Archive} archive
 * @param {number} photo
 */
export function stampOf({ stamps, colours, count }, photo) {
  const pixels = new Uint8ClampedArray(64).fill(255);
  for (let k = 0; k < 16; k++) {
    for (let band = 0; band < 3; band++)
      pixels[4 * k + band] = stamps ? stamps[band][k * count + photo] : colours[band][photo];
  }
  return pixels;
}

/**
 * The stamps' red, green and blue (0 to 255): every photo's first colour, then every second one, …; null if there are none.
 * @param {Block} block
 * @param {number} count
 */
export function readStamps(block, count) {
  const differences = block.column("stamp");
  if (!differences) return null;
  const stamps = [0, 1, 2].map(() => new Uint8ClampedArray(16 * count));
  const sums = [0, 1, 2].map(() => new Int8Array(count)); // green, red minus half of green, blue minus half of green
  for (let at = 0; at < 16 * count; at++) {
    const photo = at % count;
    sums.forEach((sum, band) => (sum[photo] += differences[band * 16 * count + at]));
    const half = sums[0][photo] >> 1;
    stamps[0][at] = ((sums[1][photo] + half) * 255) / 31;
    stamps[1][at] = (sums[0][photo] * 255) / 63;
    stamps[2][at] = ((sums[2][photo] + half) * 255) / 31;
  }
  return stamps;
}

/**
 * Each photo's mean colour: red, green and blue (0 to 255).
 * @param {Block} block
 * @param {Bands | null} stamps
 * @param {number} count
 */
export function readColours(block, stamps, count) {
  return stamps ? meanColours(stamps, count) : unpacked(block.column("colour"));
}

/**
 * @param {Bands} stamps
 * @param {number} count
 */
function meanColours(stamps, count) {
  return stamps.map((band) => {
    const means = new Uint8ClampedArray(count);
    for (let photo = 0; photo < count; photo++) {
      let sum = 0;
      for (let k = 0; k < 16; k++) sum += band[k * count + photo];
      means[photo] = sum / 16;
    }
    return means;
  });
}

/**
 * Red, green and blue (0 to 255) of colours in RGB565.
 * @param {Uint16Array} packed
 */
function unpacked(packed) {
  const part = (/** @type {number} */ shift, /** @type {number} */ most) =>
    Uint8ClampedArray.from(packed, (colour) => (((colour >> shift) & most) * 255) / most);
  return [part(11, 31), part(5, 63), part(0, 31)];
}
