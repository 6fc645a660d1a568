// Photos that lie on each other on the chart: step through them from the pinned one.

import { byId, countText } from "./text.js";
import { change, view } from "./view.js";

/** @type {number[]} */
let pile = []; // the pinned photo and those that it covers or that cover it

/** Make the buttons step through the photos. */
export function startPile() {
  byId("pile-before").addEventListener("click", () => step(-1));
  byId("pile-next").addEventListener("click", () => step(1));
}

/**
 * Show how many photos lie where the pinned one is.
 * @param {Chart} chart
 * @param {boolean} moved whether photos lie elsewhere now
 */
export function showPile(chart, moved) {
  if (moved || !pile.includes(view.chosen)) pile = view.chosen >= 0 ? chart.pile(view.chosen) : [];
  byId("pinned").hidden = view.chosen < 0;
  byId("pile").hidden = pile.length < 2;
  byId("pile-text").textContent =
    `${countText(pile.indexOf(view.chosen) + 1)} of ${countText(pile.length)} at this place`;
}

/**
 * The photo that a click pins: another one of the pile if the click was on the photo that was clicked before.
 * @param {number} photo
 * @param {boolean} again
 */
export function photoToPin(photo, again) {
  return again && pile.length > 1 && pile.includes(view.chosen) ? stepped(1) : photo;
}

/** @param {number} by */
function step(by) {
  if (pile.length) change({ chosen: stepped(by), pointed: -1 });
}

/** @param {number} by */
function stepped(by) {
  return pile[(pile.indexOf(view.chosen) + by + pile.length) % pile.length];
}
