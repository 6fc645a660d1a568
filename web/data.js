// The page's data: blocks of columns, as `photoparsl/page/encode.py` wrote them.

const MISSING = 65535; // the code of a photo without a value
const GOLDEN = 0.6180339887498949; // multiples of it, modulo 1, fill an interval evenly

/** A block's header, with its columns as typed arrays by name. */
export async function readBlock(id) {
  const packed = fromBase64(document.getElementById(id).textContent);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const columns = {};
  let at = 4 + length;
  for (const [name, width, count] of header.columns) {
    columns[name] = joinPlanes(bytes.subarray(at, at + width * count), width, count);
    at += width * count;
  }
  return { ...header, columns };
}

/**
 * The photos of the page: all of the archive's, or a sample.  They stand by year and then by row;
 * `years` says which of them are whose (its last entry has `year` null where some have none),
 * `time` is each one's place on the axis of years, and `measures` have their values.
 */
export async function readArchive() {
  const block = await readBlock("photos");
  const count = block.columns.row.length;
  const years = [];
  let first = 0;
  for (const [year, all, kept] of block.years) {
    years.push({ year, all, first, end: first + kept });
    first += kept;
  }
  const dated = years.filter((entry) => entry.year !== null);
  const archive = {
    count,
    total: block.photos,
    sampled: count < block.photos,
    years,
    dated,
    undated: years.find((entry) => entry.year === null) ?? null,
    window: block.window,
    row: summedUp(block.columns.row),
    before: block.columns.before ?? null,
    after: block.columns.after ?? null,
    measures: block.measures.map((measure) => readMeasure(measure, block.columns, years, dated)),
    stamps: block.columns.stamp ? readStamps(block.columns.stamp, count) : null,
  };
  archive.entry = entryOfEach(archive);
  archive.time = placesInTime(archive);
  archive.colours = archive.stamps ? meanColours(archive.stamps, count) : unpacked(block.columns.colour);
  return archive;
}

/** Each photo's address; decoded once somebody asks. */
export function readAddresses() {
  addresses ??= readBlock("addresses").then(({ texts, columns }) => {
    let before = "";
    return texts.map((text, i) => (before = before.slice(0, columns.alike[i]) + text));
  });
  return addresses;
}
let addresses = null;

/** A measure: each photo's value (NaN: none), quantiles by year, and exact counts where there are any. */
function readMeasure(measure, columns, years, dated) {
  const value = (code) => {
    if (code === MISSING) return NaN;
    const number = measure.origin + measure.step * code;
    return measure.logarithmic ? Math.exp(number) : number;
  };
  const trend = Array.from(columns[`trend ${measure.name}`], value);
  const histogram = columns[`histogram ${measure.name}`] ?? null;
  return {
    ...measure,
    values: Float64Array.from(columns[`value ${measure.name}`], value),
    quantiles: [0, 1, 2, 3, 4].map((q) => trend.slice(q * dated.length, (q + 1) * dated.length)),
    counts: histogram && years.map((_, i) => histogram.subarray(i * 256, (i + 1) * 256)),
  };
}

/** Which entry of the years each photo belongs to. */
function entryOfEach({ years, count }) {
  const entry = new Uint16Array(count);
  years.forEach(({ first, end }, i) => entry.fill(i, first, end));
  return entry;
}

/** Only years are known: within its year each photo has a place of its own that says nothing. */
function placesInTime({ years, dated, undated, count }) {
  const time = new Float64Array(count);
  for (const { year, first, end } of dated) {
    for (let i = first; i < end; i++) time[i] = year + 0.06 + 0.88 * ((0.5 + (i - first) * GOLDEN) % 1);
  }
  if (undated) {
    const [from, to] = undatedStrip(dated);
    for (let i = undated.first; i < undated.end; i++) {
      time[i] = from + (to - from) * (0.03 + 0.94 * ((0.5 + (i - undated.first) * GOLDEN) % 1));
    }
  }
  return time;
}

/** Where photos without a year are shown: beyond the last year, as wide as a part of all years. */
export function undatedStrip(dated) {
  if (!dated.length) return [0, 1];
  const [first, last] = [dated[0].year, dated.at(-1).year + 1];
  const span = last - first;
  return [last + Math.max(0.3, span * 0.02), last + Math.max(0.6, span * 0.1)];
}

function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

/** A column from its bytes: all the lowest come first, then all the next ones, and so on. */
function joinPlanes(bytes, width, count) {
  if (width === 1) return bytes.slice();
  const column = new (width === 2 ? Uint16Array : Uint32Array)(count);
  for (let plane = 0; plane < width; plane++) {
    for (let i = 0, at = plane * count; i < count; i++, at++) column[i] |= bytes[at] << (8 * plane);
  }
  return column;
}

function summedUp(differences) {
  let sum = 0;
  return differences.map((difference) => (sum = (sum + difference) >>> 0));
}

/** A photo's 4 x 4 colours as RGBA, 16 times the same where the page has only its mean. */
export function stampOf({ stamps, colours, count }, photo) {
  const pixels = new Uint8ClampedArray(64).fill(255);
  for (let k = 0; k < 16; k++) {
    for (let band = 0; band < 3; band++) pixels[4 * k + band] = stamps ? stamps[band][k * count + photo] : colours[band][photo];
  }
  return pixels;
}

/** The stamps' red, green and blue (0 to 255): all photos' first colours, then all second ones … */
function readStamps(differences, count) {
  const stamps = [0, 1, 2].map(() => new Uint8ClampedArray(16 * count));
  const sums = [0, 1, 2].map(() => new Int8Array(count)); // green; red and blue less half of it
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

/** Red, green and blue (0 to 255) of colours in RGB565. */
function unpacked(packed) {
  const part = (shift, most) => Uint8ClampedArray.from(packed, (colour) => (((colour >> shift) & most) * 255) / most);
  return [part(11, 31), part(5, 63), part(0, 31)];
}
