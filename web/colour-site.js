// Colour each photo by the site where it was measured.

import { addColouring } from "./colourings.js";

const SITE_COLOURS = ["#3f7cc0", "#d97b29", "#3f9d6b", "#b8508e", "#8a6fc9", "#a98a1f", "#4aa3a8", "#9a5b45"];
const UNKNOWN_SITE = [128, 128, 128];

addColouring({
  name: "site",
  label: "site",
  colours({ place, places = [], sites = [] }) {
    const rgb = SITE_COLOURS.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
    const ofSite = new Map(sites.map((site, i) => [site, rgb[i % rgb.length]]));
    const ofPlace = places.map(({ site }) => ofSite.get(site) ?? UNKNOWN_SITE);
    return (photo) => ofPlace[place?.[photo] ?? -1] ?? UNKNOWN_SITE;
  },
  legend: ({ sites = [] }) =>
    sites.slice(0, SITE_COLOURS.length).map((site, i) => ({ text: site || "(no name)", colour: SITE_COLOURS[i] })),
});
