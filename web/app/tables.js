// Tables of what was found.  Texts from a person's files are only ever shown as text.

import { countText, element, withIsolated } from "../text.js";

/**
 * A table of names, counts and examples; null if it would be empty.
 * @param {string} caption
 * @param {string[]} heads the titles of its columns
 * @param {any[]} rows with name, perhaps role, count and examples
 */
export function foundTable(caption, heads, rows) {
  if (!rows.length) return null;
  const cells = heads.map((head) =>
    element("th", { scope: "col", className: head === "How many" ? "number" : "" }, head),
  );
  const body = rows.map((row) => element("tr", {}, ...rowCells(row)));
  const head = element("thead", {}, element("tr", {}, ...cells));
  return element("table", {}, element("caption", {}, caption), head, element("tbody", {}, ...body));
}

/** @param {any} row */
function* rowCells({ name, role, count, examples }) {
  yield element("td", { dir: "auto" }, name);
  if (role !== undefined) yield element("td", {}, role);
  yield element("td", { className: "number" }, countText(count));
  if (examples === undefined) return;
  const items = examples.map((/** @type {string} */ text) => element("li", { dir: "auto" }, text));
  yield element("td", {}, items.length ? element("ul", {}, ...items) : "");
}

/**
 * A card with a title; null if there is nothing in it.
 * @param {string} title
 * @param {(Node | null)[]} contents
 */
export function card(title, ...contents) {
  const nodes = contents.filter((node) => node !== null);
  if (!nodes.length) return null;
  return element("div", { className: "card" }, element("h3", {}, title), ...nodes);
}

/**
 * A list of sentences; null if there are none.
 * @param {string[]} sentences
 */
export function sentenceList(sentences) {
  if (!sentences.length) return null;
  return element("ul", {}, ...sentences.map((text) => element("li", {}, withIsolated(text))));
}

/**
 * Names, with how many of each, in one sentence.
 * @param {any[]} named
 */
export function namedCounts(named) {
  return named.map(({ name, count }) => `${withIsolated(name)} (${countText(count)})`).join(", ");
}
