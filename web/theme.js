// Light and dark: as the reader's system has it, or as they chose.  The dark palette is a style of its
// own, and its `media` decides whether it holds.

import { byId } from "./text.js";
import { view } from "./view.js";

/** @type {Record<string, string>} */
const MEDIA = { light: "not all", dark: "screen" };
const OF_THE_SYSTEM = "screen and (prefers-color-scheme: dark)";

export function applyTheme() {
  byId("dark").media = MEDIA[view.theme] ?? OF_THE_SYSTEM;
}

export function isDark() {
  return window.matchMedia(byId("dark").media).matches;
}

/**
 * What `draw` gives with the inks of the light theme, whatever the reader's is.
 * @template T
 * @param {() => T} draw
 */
export function inLight(draw) {
  byId("dark").media = "not all";
  try {
    return draw();
  } finally {
    applyTheme();
  }
}
