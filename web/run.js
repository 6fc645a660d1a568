// The run: the resources and hosts that measured photos (press one to highlight its photos), and its speed.

import { readBlock } from "./block.js";
import { offerFailures } from "./failures.js";
import { byId, countText, element, tickText } from "./text.js";
import { change, view } from "./view.js";

const MOST_ROWS = 12; // resources and hosts that are listed

/**
 * Read the run's block, and add `hosts`, `measuredAt` and `resources` to the archive.
 * @param {Archive} archive
 */
export async function readRun(archive) {
  const { hosts, rate, failures, column } = await readBlock("run");
  Object.assign(archive, { hosts, measuredAt: column("measured_at") });
  const ofResources = summedBy(hosts, "resource");
  const ofHosts = summedBy(hosts, "host");
  archive.resources = ofResources.map(([name]) => name);
  /** @type {[string, string, number][]} */
  const rows = ofResources.map(([name, photos]) => ["resource", name, photos]);
  if (ofHosts.length > ofResources.length) ofHosts.forEach(([name, photos]) => rows.push(["host", name, photos]));
  byId("where").replaceChildren(...rowsOf(rows, ofResources[0]?.[1] ?? 1));
  byId("where-hint").hidden = rows.length < 2;
  offerFailures(failures);
  if (rate) drawRate(byId("rate"), rate);
}

/**
 * Where a photo was measured; undefined until `readRun` has ended.
 * @param {Archive} archive
 * @param {number} photo
 */
export function hostOf({ measuredAt, hosts }, photo) {
  return measuredAt && hosts?.[measuredAt[photo]];
}

/**
 * Whether a photo was measured at a resource or host, by its index.
 * @param {Archive} archive
 * @param {string} subset "resource NAME" or "host NAME"
 */
export function isMeasuredAt(archive, subset) {
  return (/** @type {number} */ photo) => {
    const at = hostOf(archive, photo);
    return Boolean(at && (subset === `resource ${at.resource}` || subset === `host ${at.host}`));
  };
}

/** Mark what is highlighted as pressed: a resource, a host, or a value of a group. */
export function showPressed() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".subsets button"))) {
    button.setAttribute("aria-pressed", String(button.dataset.subset === view.highlighted));
  }
}

/**
 * How many photos each resource or host has, most first.
 * @param {MeasuredAt[]} hosts
 * @param {"resource" | "host"} name
 */
function summedBy(hosts, name) {
  const sums = new Map();
  for (const at of hosts) sums.set(at[name], (sums.get(at[name]) ?? 0) + at.photos);
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/**
 * The list of resources and hosts, each a button that highlights its photos.
 * @param {[string, string, number][]} rows
 * @param {number} most the number of photos that fills a bar
 */
function rowsOf(rows, most) {
  const items = rows.slice(0, MOST_ROWS).map(([kind, name, photos]) => {
    const button = subsetButton(`${kind} ${name}`, name || "(no name)", photos, most);
    button.className = kind;
    return element("li", {}, button);
  });
  if (rows.length > MOST_ROWS)
    items.push(element("li", { className: "more" }, `and ${countText(rows.length - MOST_ROWS)} more`));
  return items;
}

/**
 * A button that highlights photos.
 * @param {string} subset as in `View.highlighted`
 * @param {string} text
 * @param {number} photos how many they are
 * @param {number} most the number of photos that fills a bar
 */
export function subsetButton(subset, text, photos, most) {
  const bar = element("span", { className: "gauge" }, element("i"));
  bar.firstChild.style.width = `${(100 * photos) / most}%`;
  const contents = [element("bdi", {}, text), bar, element("b", {}, countText(photos))];
  const button = element("button", { type: "button", title: text }, ...contents);
  button.dataset.subset = subset;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => change({ highlighted: view.highlighted === subset ? "" : subset }));
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
