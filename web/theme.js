// The light and the dark theme: the system's, or the one that the reader chose.  The dark theme is a style of its own,
// which its `media` attribute switches on and off.

import { byId } from "./text.js";
import { view } from "./view.js";

/** @type {Record<string, string>} */
const MEDIA = { light: "not all", dark: "screen" };
const SYSTEM_THEME = "screen and (prefers-color-scheme: dark)";

export function applyTheme() {
  byId("dark").media = MEDIA[view.theme] ?? SYSTEM_THEME;
}

export function isDark() {
  return window.matchMedia(byId("dark").media).matches;
}

/**
 * What `draw` returns when it is called in the light theme.
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
