// A block of the page's data: columns of numbers, packed as `photoparsl/page/encode.py` wrote them.

import { byId } from "./text.js";

/**
 * The page's block of that name.
 * @param {string} id
 */
export function readBlock(id) {
  return unpackBlock(byId(id).textContent);
}

/**
 * A block's header, with `column`, which gives a column by its name as a typed array, or null.
 * @param {string} text
 * @returns {Promise<Block>}
 */
export async function unpackBlock(text) {
  const packed = fromBase64(text);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const parts = new Map();
  let at = 4 + length;
  for (const [name, width, count] of header.columns) {
    parts.set(name, { at, width, count });
    at += width * count;
  }
  const column = (/** @type {string} */ name) => {
    if (!parts.has(name)) return null;
    const { at, width, count } = parts.get(name);
    return joinPlanes(bytes.subarray(at, at + width * count), width, count);
  };
  return { ...header, count: (/** @type {string} */ name) => parts.get(name).count, column };
}

/**
 * Give `object` a property that is computed when it is first read, and return it.
 * @param {any} object
 * @param {string} name
 * @param {() => unknown} make
 */
export function lazy(object, name, make) {
  Object.defineProperty(object, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(object, name, { value, enumerable: true });
      return value;
    },
  });
  return object;
}

/** @param {string} text */
function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

/**
 * A column from its planes: the lowest byte of every number, then the next byte of every number, ….
 * @param {Uint8Array} bytes
 * @param {number} width
 * @param {number} count
 */
function joinPlanes(bytes, width, count) {
  if (width === 1) return bytes;
  const column = new (width === 2 ? Uint16Array : Uint32Array)(count);
  for (let plane = 0; plane < width; plane++) {
    const shift = 8 * plane;
    const first = plane * count;
    for (let i = 0; i < count; i++) column[i] |= bytes[first + i] << shift;
  }
  return column;
}

/**
 * Numbers from their differences.
 * @param {Uint32Array} differences
 */
export function summedUp(differences) {
  let sum = 0;
  return differences.map((difference) => (sum = (sum + difference) >>> 0));
}
