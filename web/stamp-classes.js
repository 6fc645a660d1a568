// Classes of the stamps' colours, by hue and lightness, as in `photoparsl/page/colour_classes.py`.

export const HUES = ["red", "orange", "yellow", "green", "cyan", "blue", "purple", "grey"];
export const LIGHTNESSES = ["darkest", "dark", "middle", "light", "lightest"];
export const CLASSES = HUES.length * LIGHTNESSES.length;

const LIMITS = [15, 45, 75, 165, 195, 255, 345]; // degrees: where each hue ends, red's at both ends
const GREY = 0.08; // colours whose red, green and blue differ by less have no hue

/** @type {Uint8Array | null} */
let classes = null; // of each colour in RGB565; null until it is needed

/**
 * How many colours of each class each year has.
 * @param {Archive} archive
 * @returns {Uint32Array[]} one a year
 */
export function coloursByYear(archive) {
  const { stamps, years, column, count } = archive;
  if (!stamps) {
    const counts = column("colours");
    return years.map((_, i) => counts.subarray(i * CLASSES, (i + 1) * CLASSES));
  }
  const shown = archive.kept ?? (archive.measures === archive.all.measures ? null : archive.duplicate?.map((one) => 1 - one)); // prettier-ignore
  classes ??= Uint8Array.from({ length: 65536 }, (_, colour) => classOf(colour >> 11, (colour >> 5) & 63, colour & 31));
  const [red, green, blue] = stamps;
  return years.map(({ first, end }) => {
    const counts = new Uint32Array(CLASSES);
    for (let photo = first; photo < end; photo++) {
      if (shown && !shown[photo]) continue;
      for (let at = photo; at < 16 * count; at += count) {
        const parts = [(red[at] * 31) / 255, (green[at] * 63) / 255, (blue[at] * 31) / 255].map(Math.round);
        counts[/** @type {Uint8Array} */ (classes)[(parts[0] << 11) | (parts[1] << 5) | parts[2]]]++;
      }
    }
    return counts;
  });
}

/**
 * The class of a colour: its hue's number times 5, plus its lightness's.
 * @param {number} r red, 0 to 31
 * @param {number} g green, 0 to 63
 * @param {number} b blue, 0 to 31
 */
export function classOf(r, g, b) {
  const [red, green, blue] = [r / 31, g / 63, b / 31];
  const most = Math.max(red, green, blue);
  const chroma = most - Math.min(red, green, blue);
  let sector = (red - green) / chroma + 4;
  if (most === red) sector = ((green - blue) / chroma + 6) % 6;
  else if (most === green) sector = (blue - red) / chroma + 2;
  const hue = chroma < GREY ? HUES.length - 1 : LIMITS.filter((limit) => sector * 60 >= limit).length % LIMITS.length;
  const [x, y, z] = [red, green, blue].map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  const light = 0.2126 * x + 0.7152 * y + 0.0722 * z;
  const lightness = light > (6 / 29) ** 3 ? 116 * Math.cbrt(light) - 16 : light * (29 / 3) ** 3;
  const step = Math.min(Math.floor(lightness / (100 / LIGHTNESSES.length)), LIGHTNESSES.length - 1);
  return hue * LIGHTNESSES.length + step;
}
