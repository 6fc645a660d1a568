// What the reader looks at: one object, kept in the address so that a link or a reload has it too.

/**
 * `range` is the part of the chart that is shown, null for all of it: [time, time, value, value].
 * `selection` is the same of what was selected; `chosen` and `pointed` are photos, -1 for none.
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

const listeners = [];
let waiting = null;

/** Call `listener` with the names of what has changed, before the next frame. */
export function onChange(listener) {
  listeners.push(listener);
}

export function change(patch) {
  const changed = Object.keys(patch).filter((name) => view[name] !== patch[name]);
  if (!changed.length) return;
  Object.assign(view, patch);
  if (waiting === null) {
    waiting = new Set();
    requestAnimationFrame(tellAll);
  }
  changed.forEach((name) => waiting.add(name));
}

function tellAll() {
  const changed = waiting;
  waiting = null;
  for (const listener of listeners) listener(changed);
  if ([...changed].some((name) => name !== "pointed")) history.replaceState(null, "", address());
}

/** This page's address with the view in it. */
export function address() {
  const words = new URLSearchParams();
  if (view.measure) words.set("measure", view.measure);
  if (view.colour !== "density") words.set("colour", view.colour);
  if (!view.trend) words.set("trend", "off");
  if (view.undated) words.set("undated", "on");
  for (const name of ["range", "selection"]) {
    if (view[name]) words.set(name, view[name].map((number) => (number === null ? "" : +number.toPrecision(6))).join("_"));
  }
  if (view.site) words.set("site", view.site);
  if (view.chosen >= 0) words.set("photo", view.chosen);
  if (view.theme) words.set("theme", view.theme);
  if (!view.reload) words.set("reload", "off");
  const hash = words.toString();
  return location.href.split("#")[0] + (hash ? `#${hash}` : "");
}

/** Take the view from the address; what makes no sense there is left out. */
export function takeFromAddress({ measures, count }) {
  const words = new URLSearchParams(location.hash.slice(1));
  const whole = (name, below) => {
    const number = Number(words.get(name) ?? NaN);
    return Number.isInteger(number) && number >= 0 && number < below ? number : null;
  };
  const colour = words.get("colour");
  return {
    measure: whole("measure", measures.length) ?? 0,
    colour: ["own", "site"].includes(colour) ? colour : "density",
    trend: words.get("trend") !== "off",
    undated: words.get("undated") === "on",
    range: rangeOf(words.get("range"), false),
    selection: rangeOf(words.get("selection"), true),
    site: words.get("site") ?? "",
    chosen: whole("photo", count) ?? -1,
    theme: ["light", "dark"].includes(words.get("theme")) ? words.get("theme") : "",
    reload: words.get("reload") !== "off",
  };
}

function rangeOf(text, open) {
  const numbers = (text ?? "").split("_").map((part) => (part === "" ? null : Number(part)));
  const fits = numbers.length === 4 && numbers.every((n, i) => (n === null ? open && i > 1 : Number.isFinite(n)));
  return fits && numbers[0] < numbers[1] && !(numbers[2] > numbers[3]) ? numbers : null;
}
