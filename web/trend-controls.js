// What the reader chooses of the trend, and sentences on what it is of and what it leaves out.

import { shownTrends } from "./category-trends.js";
import { GROUP_COLOUR } from "./group-link.js";
import { isAsStored } from "./headline.js";
import { hueSentences } from "./hue-text.js";
import { knownHeld } from "./held-change.js";
import { isOfSample, shownTrend } from "./shown-trend.js";
import { byId, countText, element, isolated, photosText, shareText, withIsolated } from "./text.js";
import { change, isUsualWindow, view } from "./view.js";
import { yearCounts, zeroCounts } from "./year-counts.js";

/**
 * Make the controls change the view.
 * @param {Archive} archive
 */
export function startTrendControls({ groups }) {
  byId("constant")?.append(
    ...groups.map(({ name }, i) => element("option", { value: String(i), dir: "auto" }, `of ${isolated(name)}`)),
  );
  byId("constant")?.addEventListener("change", (/** @type {any} */ event) =>
    change({ constant: Number(event.target.value) }),
  );
  byId("spread")?.addEventListener("change", (/** @type {any} */ event) => change({ spread: event.target.checked }));
}

/**
 * Show the view in the controls, and say what the trend is of.
 * @param {Archive} archive
 */
export function showTrendControls(archive) {
  if (byId("constant")) byId("constant").value = String(view.constant);
  if (byId("spread")) byId("spread").checked = view.spread;
  byId("trend-note").hidden = !view.trend || !archive.dated.length;
  const { codes, chosen } = archive.measures[view.measure];
  byId("trend-legend").classList.toggle("of-codes", codes.length > 0);
  byId("trend-legend").classList.toggle("chosen", Boolean(chosen));
  if (view.trend) byId("trend-note").textContent = sentencesOf(archive).join(" ");
}

/**
 * @param {Archive} archive
 * @returns {string[]}
 */
function sentencesOf(archive) {
  const measure = archive.measures[view.measure];
  const zeros = zeroSentences(archive, measure);
  if (measure.codes.length) return ["A line is the share of photographs with a value, from none on the grid’s line to all just below the next one, with its 95 % interval, which takes photographs as independent of each other."]; // prettier-ignore
  const [, group] = GROUP_COLOUR.exec(view.colour) ?? [];
  const ofEach = group && !archive.sampled ? ` of each value of ${isolated(archive.groups[Number(group)].name)}` : "";
  const counted =
    archive.clusters && !archive.noClusters && !group
      ? ` and of different entries in ${isolated(archive.clusters)}`
      : "";
  const chosen = isUsualWindow() ? `, chosen by the number of photographs${counted}${ofEach}` : "";
  const { label, order } = archive.windows[view.window];
  const slope = view.window && !measure.circular ? "The slope is of single years. " : "";
  const sentences = [`${slope}A median is of ${label}${chosen}; ${intervalText(archive)}.`];
  if (isOfSample(archive, view)) sentences.push("With this choice, the trend is of the page’s sample.");
  const vague = archive.before ? vagueOf(archive, measure) : 0;
  if (order) sentences.push(...monthlessSentences(archive, measure, order));
  else if (vague) {
    const where = view.spread ? "in each year that they may be of, with an equal share" : "in the manifest’s year";
    const of = archive.sampled ? "In the page’s sample, " : "";
    sentences.push(`${of}${countText(vague)} ${vague === 1 ? "photograph of a vague date counts" : "photographs of vague dates count"} ${where}.`); // prettier-ignore
  }
  sentences.push(...undatedSentences(archive, measure));
  const isWeighted = view.constant >= 0 || (view.spread && archive.before);
  if (isWeighted && shownTrends(archive, view))
    sentences.push("The lines of each value are of its photographs as collected, in the manifest’s year.");
  const dominated = dominatedText(archive, measure);
  if (dominated) sentences.push(`${dominated[0].toUpperCase()}${dominated.slice(1)}.`);
  return [...sentences, ...mixtureSentences(archive), ...zeros, ...hueSentences(archive, measure)];
}

/**
 * How many photographs with a year and a value aren't in the windows, since their month isn't known.
 * @param {Archive} archive
 * @param {Measure} measure
 * @param {Uint32Array} order the photographs whose month is known
 */
function monthlessSentences({ dated }, { values }, order) {
  const known = (/** @type {number} */ photo) => Number(!Number.isNaN(values[photo]));
  let count = -order.reduce((sum, photo) => sum + known(photo), 0);
  for (const { first, end } of dated) for (let photo = first; photo < end; photo++) count += known(photo);
  return count ? [`${photosText(count)} whose month isn’t known ${count === 1 ? "is" : "are"} left out.`] : [];
}

/**
 * In how many windows one cluster has most photographs; "" if that isn't known, or in none.
 * @param {Archive} archive
 * @param {Measure} measure
 */
function dominatedText(archive, { dominated }) {
  if (!isAsStored(archive) || shownTrends(archive, view)) return "";
  const index = archive.knownWindows.indexOf(view.window);
  return dominated[archive.duplicate && !view.duplicates ? 1 : 0][index] ?? "";
}

/**
 * How many photographs have no year, though the years that they may be of are known: the page's trends don't count them.
 * @param {Archive} archive
 * @param {Measure} measure
 */
function undatedSentences({ before, undated, sampled }, { values }) {
  let count = 0;
  for (let photo = undated?.first ?? 0; photo < (undated?.end ?? 0); photo++)
    if (before?.[photo] && !Number.isNaN(values[photo])) count++;
  if (!count) return [];
  const have = count === 1 ? "photograph has a span of years" : "photographs have a span of years";
  return [`${sampled ? "In the page’s sample, " : ""}${countText(count)} ${have} and no year, and ${count === 1 ? "doesn’t" : "don’t"} count here: photoparsl trend --spread-dates counts ${count === 1 ? "it" : "them"}.`]; // prettier-ignore
}

/**
 * What the intervals that are shown take for granted.
 * @param {Archive} archive
 */
function intervalText(archive) {
  const { noClusters, knownWindows } = archive;
  if (archive.measures[view.measure].chosen)
    return "it has no interval, since the photographs were chosen by their values of the same measure";
  const independent = "its interval takes photographs as independent of each other";
  if (!archive.clusters) return independent;
  const clusters = isolated(archive.clusters);
  const { trend, isStored } = { ...shownTrend(archive, view), isStored: isAsStored(archive) };
  const isOfValues = Boolean(shownTrends(archive, view)); // the lines of a group's values
  if (isOfValues || !isStored || !knownWindows.includes(view.window))
    return `${independent}, though those of the same ${clusters} may belong together`;
  if (trend.lower.some((end) => !Number.isNaN(end)))
    return `its interval takes photographs of the same ${clusters} as belonging together, and there is none where the photographs have fewer than ten different entries in ${clusters}, or where few entries have most of them`; // prettier-ignore
  if (noClusters)
    return `it has no interval here, since ${withIsolated(noClusters)}: photoparsl trend --clusters gives it`;
  return `it has no interval, since the photographs there have fewer than ten different entries in ${clusters}, or few entries have most of them`;
}

/**
 * What holding the mixture constant changes.
 * @param {Archive} archive
 */
function mixtureSentences(archive) {
  const group = archive.groups[view.constant];
  if (!group) return [];
  const sentences = [];
  const [, mixture] = knownHeld(archive, archive.measures[view.measure]) ?? [];
  if (mixture) sentences.push(`${mixture[0].toUpperCase()}${withIsolated(mixture.slice(1))}.`);
  const { window, trend } = shownTrend(archive, view);
  const left = trend.leftOut?.reduce((sum, one) => sum + one, 0) ?? 0;
  if (left && !shownTrends(archive, view))
    // the lines of a group's values have all years
    sentences.push(
      `${countText(left)} of ${countText(window.periods.length)} ${window.order ? "months" : "years"} ${left === 1 ? "is" : "are"} left out ` +
        `(hatched): ${left === 1 ? "it lacks" : "they lack"} a value of ${isolated(group.name)} that more than 5 % of all photographs have.`,
    );
  return sentences;
}

/**
 * How many photographs have exactly 0, if many do.
 * @param {Archive} archive
 * @param {Measure} measure
 */
function zeroSentences(archive, measure) {
  const shown = (/** @type {YearCount[]} */ counts) =>
    counts.reduce((sum, { all, year }) => sum + (year === null && !view.undated ? 0 : all), 0); // that have bars
  const zeros = shown(zeroCounts(archive, measure));
  byId("zero-legend").hidden = !zeros;
  if (!zeros) return [];
  const photographs = `${countText(Math.round(zeros))} photographs (${shareText(zeros, shown(yearCounts(archive)))})`;
  return [`In ${photographs}, the value is exactly 0${measure.ends[0] ? ` (${measure.ends[0]})` : ""}: they are the dark part of the bars.`]; // prettier-ignore
}

/**
 * How many photographs of a vague date have a year and a value.
 * @param {Archive} archive
 * @param {Measure} measure
 */
function vagueOf({ before, after, dated }, { values }) {
  const photos = dated[dated.length - 1]?.end ?? 0;
  let vague = 0;
  for (let photo = 0; photo < photos; photo++)
    vague += Number(Boolean(before?.[photo] || after?.[photo]) && !Number.isNaN(values[photo]));
  return vague;
}
