// Colour each photo by the resource where it was measured: a cluster, or a domain.

import { byCategory, categoriesOf, INKS, OTHERS } from "./categories.js";
import { addColouring } from "./colourings.js";

const ofResources = new WeakMap(); // the categories of an archive

addColouring(
  byCategory("resource", "resource", (archive) => {
    if (!archive.measuredAt) return null; // until the run is read
    if (!ofResources.has(archive)) ofResources.set(archive, byResource(archive));
    return ofResources.get(archive);
  }),
);

/** @param {Archive} archive */
function byResource({ measuredAt = new Uint32Array(), hosts = [], resources = [] }) {
  const codes = new Map(resources.slice(0, INKS.length).map((name, code) => [name, code]));
  const ofHosts = hosts.map(({ resource }) => codes.get(resource) ?? OTHERS);
  const texts = [...codes.keys()].map((name) => name || "(no name)");
  const others = resources.length - texts.length;
  const text = others ? `${others} other ${others === 1 ? "resource" : "resources"}` : "";
  return categoriesOf(
    texts,
    text,
    Uint8Array.from(measuredAt, (i) => ofHosts[i] ?? OTHERS),
  );
}
