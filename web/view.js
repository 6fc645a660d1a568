// What the reader looks at: one object, kept in the address so that a link or a reload has it too.

/**
 * `range` is the part of the chart that is shown, null for all of it: [time, time, value, value].
 * `selection` is the same of what was selected; `chosen` and `pointed` are photos, -1 for none.
 * @type {View}
 */
export const view = {
  measure: 0,
  colour: "density",
  trend: true,
  undated: false,
  range: null,
  selection: null,
  site: "",
  chosen: -1,
  pointed: -1,
  theme: "",
  sources: new Set(), // the hosts that pictures may be fetched from: none without being asked
  reload: true,
};

/** @type {((changed: Set<string>) => void)[]} */
const listeners = [];
/** @type {Set<string> | null} */
let waiting = null;

/**
 * Call `listener` with the names of what has changed, before the next frame.
 * @param {(changed: Set<string>) => void} listener
 */
export function onChange(listener) {
  listeners.push(listener);
}

/** @param {Partial<View>} patch */
export function change(patch) {
  const names = /** @type {(keyof View)[]} */ (Object.keys(patch));
  const changed = names.filter((name) => view[name] !== patch[name]);
  if (!changed.length) return;
  Object.assign(view, patch);
  if (waiting === null) requestAnimationFrame(tellAll);
  waiting = new Set([...(waiting ?? []), ...changed]);
}

function tellAll() {
  const changed = waiting ?? new Set();
  waiting = null;
  for (const listener of listeners) listener(changed);
  if ([...changed].some((name) => name !== "pointed")) history.replaceState(null, "", address());
}

/** This page's address with the view in it. */
export function address() {
  const words = new URLSearchParams();
  if (view.measure) words.set("measure", String(view.measure));
  if (view.colour !== "density") words.set("colour", view.colour);
  if (!view.trend) words.set("trend", "off");
  if (view.undated) words.set("undated", "on");
  for (const name of /** @type {["range", "selection"]} */ (["range", "selection"])) {
    const numbers = view[name]?.map((number) => (number === null ? "" : +number.toPrecision(6)));
    if (numbers) words.set(name, numbers.join("_"));
  }
  if (view.site) words.set("site", view.site);
  if (view.chosen >= 0) words.set("photo", String(view.chosen));
  if (view.theme) words.set("theme", view.theme);
  if (!view.reload) words.set("reload", "off");
  const hash = words.toString();
  return location.href.split("#")[0] + (hash ? `#${hash}` : "");
}

/**
 * Take the view from the address; what makes no sense there is left out.
 * @param {Archive} archive
 */
export function takeFromAddress({ measures, count }) {
  const words = new URLSearchParams(location.hash.slice(1));
  const whole = (/** @type {string} */ name, /** @type {number} */ below) => {
    const number = Number(words.get(name) ?? NaN);
    return Number.isInteger(number) && number >= 0 && number < below ? number : null;
  };
  const colour = words.get("colour") ?? "";
  const theme = words.get("theme") ?? "";
  return {
    measure: whole("measure", measures.length) ?? 0,
    colour: ["own", "site"].includes(colour) ? colour : "density",
    trend: words.get("trend") !== "off",
    undated: words.get("undated") === "on",
    range: rangeOf(words.get("range"), false),
    selection: rangeOf(words.get("selection"), true),
    site: words.get("site") ?? "",
    chosen: whole("photo", count) ?? -1,
    theme: ["light", "dark"].includes(theme) ? theme : "",
    reload: words.get("reload") !== "off",
  };
}

/**
 * @param {string | null} text
 * @param {boolean} open
 */
function rangeOf(text, open) {
  /** @type {any} */
  const numbers = (text ?? "").split("_").map((part) => (part === "" ? null : Number(part)));
  const fits =
    numbers.length === 4 &&
    numbers.every((/** @type {number | null} */ n, /** @type {number} */ i) =>
      n === null ? open && i > 1 : Number.isFinite(n),
    );
  return fits && numbers[0] < numbers[1] && !(numbers[2] > numbers[3]) ? numbers : null;
}
