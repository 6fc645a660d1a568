// Numbers as texts.

const LANGUAGE = "en"; // of all numbers, as of the page's own texts, whatever the reader's
const formats = new Map();

/**
 * A number as `Intl.NumberFormat` writes it.  Its first use takes as long as drawing a chart does, so a number that needs
 * no rounding, as nearly all do, is written without it.
 * @param {number} value
 * @param {Intl.NumberFormatOptions} digits
 */
export function numberText(value, digits = {}) {
  const { minimumFractionDigits: least = 0, maximumSignificantDigits: significant, notation } = digits;
  const { maximumFractionDigits: most = Math.max(3, least) } = digits;
  const [, whole, part = ""] = /^(\d+)(?:\.(\d+))?$/.exec(String(Math.abs(value))) ?? [];
  const fits = significant ? `${whole}${part}`.replace(/^0+|0+$/g, "").length <= significant : part.length <= most;
  if (!whole || !fits || notation === "scientific") return formatOf(digits).format(value);
  const decimals = part.padEnd(least, "0");
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return sign + whole.replace(/\B(?=(?:\d{3})+$)/g, ",") + (decimals && `.${decimals}`);
}

/**
 * A number format; each is made once, because that is slow.
 * @param {Intl.NumberFormatOptions} digits
 */
function formatOf(digits) {
  const key = JSON.stringify(digits);
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(LANGUAGE, digits));
  return formats.get(key);
}
