// The run: where photos were measured (press to highlight them), and how fast it went.

import { readBlock } from "./block.js";
import { byId, countText, element } from "./text.js";
import { change, view } from "./view.js";

const MOST_ROWS = 12;
const UNKNOWN = [128, 128, 128];
const SITE_INKS = ["#3f7cc0", "#d97b29", "#3f9d6b", "#b8508e", "#8a6fc9", "#a98a1f", "#4aa3a8", "#9a5b45"];

/**
 * Read the run's block into the archive: `places`, and `place`, the number of each photo's.
 * @param {Archive} archive
 */
export async function readRun(archive) {
  const { places, rate, column } = await readBlock("run");
  Object.assign(archive, { places, place: column("place") });
  const sites = summedBy(places, "site");
  const hosts = summedBy(places, "host");
  archive.sites = sites.map(([name]) => name);
  archive.placeColours = coloursOf(places, archive.sites);
  /** @type {[string, string, number][]} */
  const rows = sites.map(([name, photos]) => ["site", name, photos]);
  if (hosts.length > sites.length) hosts.forEach(([name, photos]) => rows.push(["host", name, photos]));
  byId("where").replaceChildren(...placeRows(rows, sites[0]?.[1] ?? 1));
  byId("where-words").hidden = rows.length < 2;
  if (rate) drawRate(byId("rate"), rate);
}

/**
 * The colour of a photo's site.
 * @param {Archive} archive
 * @param {number} photo
 */
export function siteColour({ place, placeColours }, photo) {
  return (place && placeColours?.[place[photo]]) ?? UNKNOWN;
}

/**
 * Where a photo was measured; undefined as long as nobody knows.
 * @param {Archive} archive
 * @param {number} photo
 */
export function whereMeasured({ place, places }, photo) {
  return place && places?.[place[photo]];
}

/**
 * The sites with their colours, for the legend.
 * @param {Archive} archive
 */
export function siteInks(archive) {
  return (archive.sites ?? []).slice(0, SITE_INKS.length).map((site, i) => [site, SITE_INKS[i]]);
}

export function showPressed() {
  for (const button of byId("where").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.place === view.site));
  }
}

/**
 * Red, green and blue of each place, by its site.
 * @param {RunPlace[]} places
 * @param {string[]} sites
 */
function coloursOf(places, sites) {
  const inks = SITE_INKS.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  const number = new Map(sites.map((site, i) => [site, i % inks.length]));
  return places.map(({ site }) => inks[number.get(site) ?? 0]);
}

/**
 * @param {RunPlace[]} places
 * @param {"site" | "host"} name
 */
function summedBy(places, name) {
  const sums = new Map();
  for (const place of places) sums.set(place[name], (sums.get(place[name]) ?? 0) + place.photos);
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/**
 * @param {[string, string, number][]} rows
 * @param {number} most
 */
function placeRows(rows, most) {
  const made = rows.slice(0, MOST_ROWS).map(([kind, name, photos]) => {
    const bar = element("span", { className: "gauge" }, element("i"));
    bar.firstChild.style.width = `${(100 * photos) / most}%`;
    const button = element(
      "button",
      { type: "button", className: kind },
      element("bdi", {}, name || "(no name)"),
      bar,
      element("b", {}, countText(photos)),
    );
    button.dataset.place = `${kind} ${name}`;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () =>
      change({ site: view.site === button.dataset.place ? "" : button.dataset.place }),
    );
    return element("li", {}, button);
  });
  if (rows.length > MOST_ROWS)
    made.push(element("li", { className: "more" }, `and ${countText(rows.length - MOST_ROWS)} more`));
  return made;
}

/**
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
    `Photos a second over the run, at most ${most.toPrecision(3)}, in steps of ${step.toPrecision(3)} seconds`,
  );
  svg.replaceChildren(path);
}
