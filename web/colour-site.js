// Colour each photo by the site where it was measured.

import { byCategory, categoriesOf, INKS, OTHERS } from "./categories.js";
import { addColouring } from "./colourings.js";

const ofSites = new WeakMap(); // the categories of an archive

addColouring(
  byCategory("site", "site", (archive) => {
    if (!archive.place) return null; // until the run is read
    if (!ofSites.has(archive)) ofSites.set(archive, bySite(archive));
    return ofSites.get(archive);
  }),
);

/** @param {Archive} archive */
function bySite({ place = new Uint32Array(), places = [], sites = [] }) {
  const codes = new Map(sites.slice(0, INKS.length).map((site, code) => [site, code]));
  const ofPlace = places.map(({ site }) => codes.get(site) ?? OTHERS);
  const texts = [...codes.keys()].map((site) => site || "(no name)");
  const others = sites.length - texts.length;
  const text = others ? `${others} other ${others === 1 ? "site" : "sites"}` : "";
  return categoriesOf(
    texts,
    text,
    Uint8Array.from(place, (i) => ofPlace[i] ?? OTHERS),
  );
}
