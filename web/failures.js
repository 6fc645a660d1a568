// The failed photos: filtered by the host of their address and by reason.

import { byId, element, photosText } from "./text.js";

/**
 * Offer the hosts and the reasons of failures.
 * @param {[string, string, number][]} counts host, reason and how many photos failed
 */
export function offerFailures(counts) {
  if (!byId("failed-filter")) return; // none failed
  const [host, reason] = [byId("failed-host"), byId("failed-reason")];
  [host, reason].forEach((menu, which) => {
    const names = [...new Set(counts.map((count) => String(count[which])))];
    menu.append(...names.map((name) => element("option", { value: name, dir: "auto" }, name)));
    menu.addEventListener("change", () => show(counts, host.value, reason.value));
  });
}

/**
 * List the failures of a host and a reason ("": of all), and say how many they are.
 * @param {[string, string, number][]} counts
 * @param {string} host
 * @param {string} reason
 */
function show(counts, host, reason) {
  const fits = (/** @type {string} */ ofHost, /** @type {string} */ ofReason) =>
    (!host || ofHost === host) && (!reason || ofReason === reason);
  const photos = counts.reduce((sum, [ofHost, ofReason, count]) => sum + (fits(ofHost, ofReason) ? count : 0), 0);
  let listed = 0;
  for (const item of byId("failed").children) {
    item.hidden = !fits(item.dataset.host, item.dataset.reason);
    if (!item.hidden) listed++;
  }
  byId("failed-count").textContent = `${photosText(photos)}${listed < photos ? `, of which ${listed} are listed` : ""}`;
}
