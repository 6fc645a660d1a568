// The run: the sites and hosts that measured photos (press one to highlight its photos), and its speed.

import { readBlock } from "./block.js";
import { offerFailures } from "./failures.js";
import { byId, countText, element, tickText } from "./text.js";
import { change, view } from "./view.js";

const MOST_ROWS = 12; // sites and hosts that are listed

/**
 * Read the run's block, and add `places`, `place` and `sites` to the archive.
 * @param {Archive} archive
 */
export async function readRun(archive) {
  const { places, rate, failures, column } = await readBlock("run");
  Object.assign(archive, { places, place: column("place") });
  const sites = summedBy(places, "site");
  const hosts = summedBy(places, "host");
  archive.sites = sites.map(([name]) => name);
  /** @type {[string, string, number][]} */
  const rows = sites.map(([name, photos]) => ["site", name, photos]);
  if (hosts.length > sites.length) hosts.forEach(([name, photos]) => rows.push(["host", name, photos]));
  byId("where").replaceChildren(...placeRows(rows, sites[0]?.[1] ?? 1));
  byId("where-hint").hidden = rows.length < 2;
  offerFailures(failures);
  if (rate) drawRate(byId("rate"), rate);
}

/**
 * Where a photo was measured; undefined until `readRun` has ended.
 * @param {Archive} archive
 * @param {number} photo
 */
export function whereMeasured({ place, places }, photo) {
  return place && places?.[place[photo]];
}

/**
 * Whether a photo was measured at a site or host, by its index.
 * @param {Archive} archive
 * @param {string} where "site NAME" or "host NAME"
 */
export function atPlace(archive, where) {
  return (/** @type {number} */ photo) => {
    const place = whereMeasured(archive, photo);
    return Boolean(place && (where === `site ${place.site}` || where === `host ${place.host}`));
  };
}

/** Mark what is highlighted as pressed: a site, a host, or a value of a group. */
export function showPressed() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".places button"))) {
    button.setAttribute("aria-pressed", String(button.dataset.place === view.site));
  }
}

/**
 * How many photos each site or host has, most first.
 * @param {RunPlace[]} places
 * @param {"site" | "host"} name
 */
function summedBy(places, name) {
  const sums = new Map();
  for (const place of places) sums.set(place[name], (sums.get(place[name]) ?? 0) + place.photos);
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/**
 * The list of sites and hosts, each a button that highlights its photos.
 * @param {[string, string, number][]} rows
 * @param {number} most the number of photos that fills a bar
 */
function placeRows(rows, most) {
  const items = rows.slice(0, MOST_ROWS).map(([kind, name, photos]) => {
    const button = placeButton(`${kind} ${name}`, name || "(no name)", photos, most);
    button.className = kind;
    return element("li", {}, button);
  });
  if (rows.length > MOST_ROWS)
    items.push(element("li", { className: "more" }, `and ${countText(rows.length - MOST_ROWS)} more`));
  return items;
}

/**
 * A button that highlights photos.
 * @param {string} highlighted what `view.site` is while they are
 * @param {string} text
 * @param {number} photos how many they are
 * @param {number} most the number of photos that fills a bar
 */
export function placeButton(highlighted, text, photos, most) {
  const bar = element("span", { className: "gauge" }, element("i"));
  bar.firstChild.style.width = `${(100 * photos) / most}%`;
  const contents = [element("bdi", {}, text), bar, element("b", {}, countText(photos))];
  const button = element("button", { type: "button", title: text }, ...contents);
  button.dataset.place = highlighted;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => change({ site: view.site === highlighted ? "" : highlighted }));
  return button;
}

/**
 * Draw the photos a second over the run.
 * @param {HTMLElement} svg
 * @param {{ photos_a_second: number[], step: number }} given
 */
function drawRate(svg, { photos_a_second: rates, step }) {
  const most = Math.max(...rates, 1e-9);
  const points = rates
    .flatMap((rate, i) => [
      [i, rate],
      [i + 1, rate],
    ])
    .map(([x, rate]) => `${x} ${(20 - (20 * rate) / most).toFixed(2)}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", `M0 20L${points.join("L")}L${rates.length} 20Z`);
  svg.setAttribute("viewBox", `0 0 ${rates.length} 20`);
  svg.setAttribute(
    "aria-label",
    `Photographs per second during the run: at most ${tickText(Number(most.toPrecision(3)))}, in steps of ${tickText(Number(step.toPrecision(3)))} s`,
  );
  svg.replaceChildren(path);
}
