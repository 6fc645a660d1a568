// What a figure says: what is drawn, how it changes, which photos stand out, and what is left out.

import { shownTrends } from "./category-trends.js";
import { filterText } from "./filter.js";
import { axisText, byId, countText, isolated, photosText, valueText } from "./text.js";
import { view } from "./view.js";
import { spanText } from "./years-box.js";

const MOST_NOTES = 50; // whose texts a figure has

/**
 * What is drawn: the measure with its unit, how many photos, of which years, and which are left out.
 * @param {Archive} archive
 * @param {Chart} chart
 */
export function drawnTexts(archive, chart) {
  const measure = archive.measures[view.measure];
  const [t0, t1] = view.range ?? [-Infinity, Infinity];
  const years = archive.dated.filter(({ year, all }) => all && year + 1 > t0 && year < t1).map(({ year }) => year);
  const span = years.length ? `, ${years[0]}${years.length > 1 ? `–${years[years.length - 1]}` : ""}` : "";
  const filter = filterText(archive);
  return [
    `${axisText(measure)}, ${photosText(chart.inView())}${span}`,
    filter && `Only photographs with ${filter}`,
    ...trendTexts(archive),
    !view.duplicates && archive.duplicate && "Without duplicates: of photographs with the same bytes, the first",
    view.range && "A part of the archive’s chart",
    ...highlightTexts(archive),
  ].filter(Boolean);
}

/**
 * How the trend's photos are weighted, and how the medians change, with the interval of that.
 * @param {Archive} archive
 */
function trendTexts(archive) {
  if (!view.trend) return [];
  const { groups, before } = archive;
  const held = shownTrends(archive, view) ? "The change is" : "Medians"; // the lines of a group's values aren't weighted
  const change = (byId("change").textContent ?? "").replace(/^[. ]+/, "").trim();
  return [
    groups[view.constant] && `${held} with the mixture of ${isolated(groups[view.constant].name)} held constant`,
    view.spread && before && "Medians with vague dates in every year that they may be of",
    change.includes(" a decade") && change,
  ];
}

/**
 * Which photos stand out: the selected ones with their numbers, and those of the value that is pressed.
 * @param {Archive} archive
 * @returns {string[]}
 */
export function highlightTexts({ measures }) {
  const measure = measures[view.measure];
  const pressed = /** @type {HTMLElement | null} */ (document.querySelector("[data-subset][aria-pressed=true]"));
  const texts = pressed ? [`Highlighted: photographs of ${isolated(pressed.title)}`] : [];
  if (!view.selection) return texts;
  const [t0, t1, v0, v1] = view.selection;
  const years = spanText(t0, t1);
  const values = v0 === null || v1 === null ? "" : `, from ${valueText(measure, v0)} to ${valueText(measure, v1)}`;
  const numbers = ["count", "numbers"].map((part) => byId(`selection-${part}`).textContent);
  return [...texts, `Highlighted: the selection of ${years}${values}: ${numbers.join(". ").replace(` ${years}.`, "")}`];
}

/**
 * How many photos there are, where they are from, and how to cite them.
 * @param {Archive} archive
 */
export function noteTexts(archive) {
  const { total, undated, sampled, count } = archive;
  const hidden = undated && !view.undated && archive.dated.length ? undated.all : 0;
  return [
    `n = ${countText(total)}${hidden ? `, of which ${countText(hidden)} without a year aren’t drawn` : ""}` +
      (sampled ? `; single photographs are of a sample of ${countText(count)}` : ""),
    view.trend ? byId("trend-note").textContent : "",
    "Where only a photograph’s year or month is known, its place within it is arbitrary.",
    ...noteLines(archive),
    byId("cite-sentence").textContent,
  ].filter(Boolean);
}

/**
 * The texts of the notes whose numbers the chart has.
 * @param {Archive} archive
 */
function noteLines({ notes }) {
  const [t0, t1] = view.range ?? [-Infinity, Infinity];
  const lines = [...document.querySelectorAll("ol.notes li")].map(({ children }, i) => `Note ${i + 1}, ${children[0].textContent}: ${isolated(children[1].textContent ?? "")}`); // prettier-ignore
  const drawn = lines.filter((_, i) => notes[i][0] <= t1 && notes[i][1] + 1 >= t0);
  const more = drawn.length - MOST_NOTES;
  return more > 0 ? [...drawn.slice(0, MOST_NOTES), `${countText(more)} more notes are on the page`] : drawn;
}
