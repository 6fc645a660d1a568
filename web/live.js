// The page of a run that goes on: it is loaded again now and then, and the view stays as it is.

import { byId } from "./text.js";
import { change, view } from "./view.js";

const EVERY = 60; // seconds
const AT_REST = 15; // seconds without a touch: nobody is disturbed while they look at something

export function followRun() {
  const box = byId("reload");
  if (!box) return; // the run is finished
  let touched = performance.now();
  for (const kind of ["pointermove", "keydown", "wheel", "touchstart"]) {
    window.addEventListener(kind, () => (touched = performance.now()), { passive: true });
  }
  box.checked = view.reload;
  box.addEventListener("change", () => change({ reload: box.checked }));
  byId("reload-now").addEventListener("click", () => location.reload());
  setInterval(() => {
    const rested = performance.now() - touched > 1000 * AT_REST;
    if (view.reload && !view.sources.size && rested && document.visibilityState === "visible") location.reload();
  }, 1000 * EVERY);
}
