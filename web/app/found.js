// Step 2: what was found, what may be wrong with it, and the choices.

import { byId, countText, element, isolated, photosText, withIsolated } from "../text.js";
import { choiceCard } from "./choices.js";
import { nameStep } from "./steps.js";
import { card, foundTable, namedCounts, sentenceList } from "./tables.js";

/**
 * @typedef {object} FoundActions what a person can do here
 * @property {(choice: any) => void} read read it again, in another way, or something else
 * @property {(choice: any) => void} measure
 * @property {(run: string) => void} openRun
 * @property {() => void} chooseOthers
 */

/**
 * Show what was found.
 * @param {any} found
 * @param {FoundActions} actions
 */
export function showFound(found, actions) {
  nameStep("found", found.name ? `2. Found in ${isolated(found.name)}` : "2. Nothing found");
  const parts = [actionCard(found, actions), choiceCard(found, actions.read)];
  if (!found.problem) parts.push(exampleCard(found), dateCard(found));
  if (found.choice && found.left_out) parts.push(doubtCard(found), passedOverCard(found));
  byId("found-body").replaceChildren(...parts.filter((part) => part !== null));
}

/**
 * The sum, and the buttons.
 * @param {any} found
 * @param {FoundActions} actions
 */
function actionCard(found, actions) {
  const box = element("div", { className: "card" });
  const line = element("p", { className: "line" });
  if (found.problem) {
    const text = element("p", { className: "incomplete", role: "alert", dir: "auto" }, withIsolated(found.problem));
    text.id = "found-problem";
    box.append(text, ...details(found), ...tableButtons(found, actions));
  } else {
    box.append(element("p", { className: "summary", id: "found-sum" }, sumText(found)));
    for (const node of runNote(found)) box.append(node);
    if (!found.run.is_at_work && found.left) box.append(titleLine());
    line.append(mainButton(found, actions));
  }
  const others = element("button", { type: "button" }, "Choose other photographs");
  others.addEventListener("click", actions.chooseOthers);
  line.append(others);
  box.append(line);
  return box;
}

/** @param {any} found */
function sumText({ photos, undated, years }) {
  const dated = photos - undated;
  const all = `${photosText(photos)}: `;
  if (!dated) return `${all}none has a year, so none will be on the chart. All can be measured.`;
  const span = years[0] === years[1] ? `of ${years[0]}` : `from ${years[0]} to ${years[1]}`;
  const rest = undated ? `, ${countText(undated)} without a year` : "";
  return `${all}${countText(dated)} with a year, ${span}${rest}.`;
}

/** @param {any} found */
function* runNote({ run, left, photos }) {
  if (run.is_at_work)
    yield element("p", {}, "These photographs are being measured at this moment, by another program on this computer.");
  else if (run.is_there && left < photos)
    yield element("p", {}, `${countText(photos - left)} of them were measured earlier, and aren’t measured again.`);
  yield element("p", { className: "quiet" }, "The results are kept in ", element("bdi", {}, run.shown));
}

function titleLine() {
  const input = element("input", { type: "text", id: "page-title", autocomplete: "off", maxLength: 200 });
  const label = element("label", { htmlFor: "page-title" }, "Title of the page, if you like");
  return element("p", { className: "line" }, label, input);
}

/**
 * @param {any} found
 * @param {FoundActions} actions
 */
function mainButton(found, actions) {
  const { run, left, choice } = found;
  const isOpen = run.is_at_work || !left;
  const text = run.is_at_work ? "See how far it is" : left ? `Measure ${photosText(left)}` : "See the results";
  const button = element("button", { type: "button", id: "measure", className: "main-button" }, text);
  button.addEventListener("click", () => {
    if (isOpen) actions.openRun(run.path);
    else actions.measure({ ...choice, title: byId("page-title").value.trim() });
  });
  return button;
}

/** @param {any} found */
function* details({ detail, problem }) {
  if (!detail || problem.toLowerCase().startsWith(detail.toLowerCase())) return;
  const text = element("p", { className: "quiet", dir: "auto" }, withIsolated(detail));
  yield element("details", {}, element("summary", {}, "What photoparsl says"), text);
}

/**
 * Tables that lie in the folder, to be chosen instead of it.
 * @param {any} found
 * @param {FoundActions} actions
 */
function* tableButtons({ tables = [] }, { read }) {
  if (!tables.length) return;
  const line = element("p", { className: "line" }, "There are tables in this folder. Use one of them: ");
  for (const { path, name } of tables) {
    const button = element("button", { type: "button" }, element("bdi", {}, name));
    button.addEventListener("click", () => read({ source: path }));
    line.append(button);
  }
  yield line;
}

/** @param {any} found */
function exampleCard({ examples, photos_from: from }) {
  const items = examples.map((/** @type {any} */ { name, year }) =>
    element("li", {}, element("bdi", {}, name), `: ${year ?? "no year"}`),
  );
  const list = items.length ? element("ul", {}, ...items) : null;
  const origins = from.length === 1 ? withIsolated(from[0].name) : namedCounts(from);
  const origin = origins ? element("p", {}, `They come from ${origins}.`) : null;
  return card("The first photographs", list, origin);
}

/** @param {any} found */
function dateCard({ dates, other_dates: others, certainties }) {
  const heads = ["Where", "What it says", "How many", "Examples"];
  return card(
    "Dates",
    foundTable("Taken as the photographs’ dates", heads, dates),
    foundTable("How exact they are", ["Dates", "How many", "Examples"], certainties),
    foundTable("Dates that weren’t taken", heads, others),
  );
}

/** @param {any} found */
function doubtCard({ notes, other_images: images, problem }) {
  const more = images.length ? [`Photographs are in these columns too: ${images.map(isolated).join(", ")}`] : [];
  return problem ? null : card("What may be wrong", sentenceList([...notes, ...more]));
}

/**
 * @param {any} found
 */
function passedOverCard({ left_out: leftOut, other_files: files, tables, problem }) {
  const sentences = [];
  if (files.length) sentences.push(`Files that are no photographs: ${namedCounts(files)}`);
  if (tables.length && !problem)
    sentences.push(
      `Tables that weren’t read: ${tables.map((/** @type {any} */ table) => isolated(table.name)).join(", ")}`,
    );
  const heads = ["Why", "How many", "Examples"];
  return card("Passed over", foundTable("Left out", heads, leftOut), sentenceList(sentences));
}
