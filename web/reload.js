// The page of an unfinished run reloads itself; the view stays, because it is in the address.

import { byId } from "./text.js";
import { change, view } from "./view.js";

const INTERVAL = 60; // seconds
const REST = 15; // seconds without input: a reader who is using the page isn't interrupted

/** Reload the page every minute, unless the run has ended or the reader turns it off. */
export function startReloading() {
  const box = byId("reload");
  if (!box) return; // the run has ended
  let lastInput = performance.now();
  for (const kind of ["pointermove", "keydown", "wheel", "touchstart"]) {
    window.addEventListener(kind, () => (lastInput = performance.now()), { passive: true });
  }
  box.checked = view.reload;
  box.addEventListener("change", () => change({ reload: box.checked }));
  byId("reload-now").addEventListener("click", () => location.reload());
  setInterval(() => {
    const rested = performance.now() - lastInput > 1000 * REST;
    if (view.reload && !view.sources.size && rested && document.visibilityState === "visible") location.reload();
  }, 1000 * INTERVAL);
}
