// The steps: one is shown at a time.  The address has the step, so that the browser's Back button leads to the one before.

import { byId, withIsolated } from "../text.js";

const STEPS = ["choose", "reading", "found", "run"];

/**
 * Show a step, and lead the keyboard and screen readers to its title.
 * @param {string} name
 */
export function showStep(name) {
  const isNew = byId(name).hidden;
  for (const step of STEPS) byId(step).hidden = step !== name;
  if (!isNew) return;
  const title = byId(`${name}-title`);
  title.focus();
  document.title = `${title.textContent} – photoparsl`;
}

/**
 * Change the title of a step.
 * @param {string} name
 * @param {string} text
 */
export function nameStep(name, text) {
  const title = byId(`${name}-title`);
  if (title.textContent === text) return;
  title.textContent = text;
  if (!byId(name).hidden) document.title = `${text} – photoparsl`;
}

/**
 * Show a sentence in an element, or hide it.
 * @param {string} id
 * @param {string} text
 */
export function showText(id, text) {
  const node = byId(id);
  const shown = withIsolated(text);
  if (node.textContent !== shown) node.textContent = shown;
  node.hidden = !text;
}

/**
 * Have a screen reader read a sentence.
 * @param {string} text
 */
export function announce(text) {
  if (byId("announced").textContent !== text) byId("announced").textContent = text;
}

/**
 * Wait.
 * @param {number} milliseconds
 */
export function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
