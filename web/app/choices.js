// The choices of how a table is read: its sheet, its columns, and inexact dates.

import { byId, countText, element } from "../text.js";
import { card } from "./tables.js";

const COLUMNS = { image_column: "Column with the photographs", date_column: "Column with the dates" };
const SHEET = "Sheet of the workbook";

/**
 * The choices; null if there are none.
 * @param {any} found
 * @param {(choice: any) => void} read
 */
export function choiceCard(found, read) {
  const { columns = [], sheets = [], inexact = 0, choice, problem, notes = [] } = found;
  const parts = [];
  if (columns.length || sheets.length > 1) {
    const titles = [SHEET, ...Object.values(COLUMNS)];
    const isNamed = notes.some((/** @type {string} */ note) => titles.some((title) => note.includes(`“${title}”`)));
    const isOpen = Boolean(problem || choice.image_column || choice.date_column || choice.sheet || isNamed);
    const sets = columns.length
      ? Object.entries(COLUMNS).map(([name, title]) => choiceSet(name, title, columns, choice))
      : [];
    if (sheets.length > 1) sets.unshift(choiceSet("sheet", SHEET, sheets, choice));
    const summary = element("summary", {}, "Choose the columns yourself");
    parts.push(element("details", { open: isOpen }, summary, ...sets));
  }
  if (inexact || choice?.fuzzy) parts.push(fuzzyLine(inexact, choice));
  if (!parts.length) return null;
  const button = element("button", { type: "button", id: "read-again" }, "Look again with these choices");
  button.addEventListener("click", () => read(chosen(choice)));
  parts.push(element("p", {}, button));
  const title = problem && columns.length ? "Which columns hold photographs and dates?" : "Read it in another way";
  const box = card(title, ...parts);
  box.addEventListener("change", () => lookFirst(choice));
  return box;
}

/**
 * While a choice isn't the one that was read, offer to look again in place of measuring.
 * @param {any} choice
 */
function lookFirst(choice) {
  const isOther = Object.entries(chosen(choice)).some(([name, value]) => (choice[name] || "") !== (value || ""));
  const measure = document.getElementById("measure");
  if (measure) measure.hidden = isOther;
  byId("read-again").classList.toggle("main-button", isOther);
}

/**
 * The columns, or the sheets, to choose one from.
 * @param {string} name
 * @param {string} title
 * @param {any[]} columns
 * @param {any} choice
 */
function choiceSet(name, title, columns, choice) {
  const found = option(name, "", element("span", {}, "find it for me"), !choice[name]);
  const options = columns.map((column) => option(name, column.name, columnText(column), choice[name] === column.name));
  const list = element("div", { className: "choices" }, found, ...options);
  return element("fieldset", {}, element("legend", {}, title), list);
}

/** @param {any} column */
function columnText({ shown, examples = [] }) {
  const text = element("span", {}, element("bdi", {}, shown), " ");
  const bdis = examples.flatMap((/** @type {string} */ example, /** @type {number} */ number) => [
    number ? " · " : "",
    element("bdi", {}, example),
  ]);
  text.append(element("small", { className: "quiet" }, ...bdis));
  return text;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {Node} text
 * @param {boolean} checked
 */
function option(name, value, text, checked) {
  const input = element("input", { type: "radio", name, value, checked });
  return element("label", {}, input, text);
}

/**
 * @param {number} inexact
 * @param {any} choice
 */
function fuzzyLine(inexact, choice) {
  const box = element("input", { type: "checkbox", id: "fuzzy", checked: choice.fuzzy });
  const count = inexact ? ` (${countText(inexact)})` : "";
  const text = `Inexact dates${count}: give these photographs a year too, the middle of the time that they may be of`;
  return element("p", {}, element("label", {}, box, element("span", {}, text)));
}

/** @param {any} choice */
function chosen(choice) {
  const body = byId("found-body");
  const radio = (/** @type {string} */ name) => body.querySelector(`input[name=${name}]:checked`)?.value ?? "";
  return {
    source: choice.source,
    image_column: radio("image_column"),
    date_column: radio("date_column"),
    sheet: radio("sheet"),
    fuzzy: Boolean(body.querySelector("#fuzzy")?.checked),
  };
}
