// Step 1: the person's own disk, and the runs that are there already.

import { byId, countText, element, photosText } from "../text.js";
import { requestAnswer, quietly } from "./request-answer.js";
import { showText } from "./steps.js";

const WEB = /^https?:\/\//i;

/** @type {any} */
let shown = null;
/** @type {Promise<any> | null} */
let coming = null; // the folder that was asked for and isn't shown yet

/**
 * @param {(source: string) => void} read what reads a folder, a table or an address
 * @param {(run: string) => void} openRun
 */
export function setUpBrowsing(read, openRun) {
  byId("place-form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = byId("place").value.trim();
    if (WEB.test(text)) read(text);
    else quietly(() => goTo(text, read));
  });
  byId("use").addEventListener("click", () => quietly(() => use(read)));
  byId("above").addEventListener("click", (/** @type {Event} */ event) => follow(event, read));
  byId("entries").addEventListener("click", (/** @type {Event} */ event) => follow(event, read));
  byId("entries").addEventListener("keydown", walk);
  byId("choose").addEventListener("keydown", goUp);
  byId("runs").addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("button");
    if (button) openRun(button.dataset.run);
  });
}

/** Fill the step with the folder that was shown last, and with the runs. */
export async function browse() {
  await Promise.all([list(shown?.path ?? ""), listRuns()]);
}

/**
 * Show a folder that a person has typed, or read a file.
 * @param {string} text
 * @param {(source: string) => void} read
 */
async function goTo(text, read) {
  const file = await list(text);
  if (file) read(file);
}

/**
 * Read the folder that was opened last, also while it isn't shown yet.
 * @param {(source: string) => void} read
 */
async function use(read) {
  const folder = await (coming ?? shown);
  if (folder && !folder.problem && !folder.file) read(folder.path);
}

/**
 * Show a folder; return the path of the file if the path leads to one.
 * @param {string} path '' for the folder to begin in
 * @returns {Promise<string>}
 */
async function list(path) {
  const answer = requestAnswer("folder", { path });
  coming = answer;
  const found = await answer;
  if (coming !== answer) return ""; // another folder was opened meanwhile
  coming = null;
  showText("place-problem", found.problem ?? "");
  if (found.problem) return "";
  if (found.file) return found.file;
  shown = found;
  byId("place").value = found.path === found.shown ? found.path : "";
  byId("above").replaceChildren(...found.above.map(crumb));
  byId("entries").replaceChildren(...found.entries.map(entry));
  const here = found.photos ? `${photosText(found.photos)} directly in it` : "no photographs directly in it";
  byId("folder-photos").textContent = `${here}; folders in it are read too`;
  showText("more-entries", found.left_out ? `and ${countText(found.left_out)} more: type the path of one` : "");
  return "";
}

/**
 * @param {any} folder
 * @param {number} index
 * @param {any[]} all
 */
function crumb({ path, name }, index, all) {
  const button = element("button", { type: "button" }, element("bdi", {}, name));
  if (index === all.length - 1) button.setAttribute("aria-current", "location");
  button.path = path;
  return button;
}

/** @param {any} file */
function entry({ path, name, is_folder: isFolder }) {
  const kind = element("small", {}, isFolder ? "folder" : "table");
  const button = element("button", { type: "button" }, element("bdi", {}, name), kind);
  Object.assign(button, { path, isTable: !isFolder });
  return element("li", {}, button);
}

/**
 * Open the folder, or read the table, whose button was pressed.
 * @param {any} event
 * @param {(source: string) => void} read
 */
function follow(event, read) {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.isTable) read(button.path);
  else
    quietly(async () => {
      await list(button.path);
      (byId("entries").querySelector("button") ?? byId("use")).focus();
    });
}

/**
 * Lead to the folder around by Backspace, wherever nothing is typed.
 * @param {any} event
 */
function goUp(event) {
  if (event.key !== "Backspace" || event.target.matches("input")) return;
  byId("above").querySelector("button:nth-last-child(2)")?.click();
  event.preventDefault();
}

/**
 * Move among the entries by arrow keys.
 * @param {any} event
 */
function walk(event) {
  const buttons = [...byId("entries").querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const last = buttons.length - 1;
  /** @type {Record<string, number>} */
  const targets = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last };
  if (!(event.key in targets)) return;
  buttons[Math.max(0, Math.min(last, targets[event.key]))].focus();
  event.preventDefault();
}

/** List the runs that are there already. */
async function listRuns() {
  const { runs = [] } = await requestAnswer("runs");
  byId("earlier").hidden = !runs.length;
  byId("runs").replaceChildren(...runs.map(runEntry));
}

/** @param {any} run */
function runEntry(run) {
  const count = `${countText(run.done)} of ${photosText(run.photos)}`;
  const state = run.is_at_work ? "being measured" : run.is_complete ? "complete" : "not complete";
  const about = element("small", {}, `${count}, ${state}, ${run.updated}`);
  const names = element("span", {}, element("bdi", {}, run.name), " ");
  if (run.source) names.append(element("small", {}, element("bdi", {}, run.source)));
  const button = element("button", { type: "button" }, names, about);
  button.dataset.run = run.run;
  return element("li", {}, button);
}
