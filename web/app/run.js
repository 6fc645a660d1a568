// Step 3: how far a run is; then its page, its numbers, and what couldn't be measured.

import { byId, countText, element, photosText } from "../text.js";
import { requestAnswer, quietly } from "./request-answer.js";
import { announce, nameStep, pause, showText, showStep } from "./steps.js";
import { foundTable } from "./tables.js";

const LOOK_AGAIN = 700; // milliseconds
const MOVING = ["starting", "measuring", "stopping", "elsewhere"];
/** @type {Record<string, string>} */
const TITLES = {
  starting: "3. Getting ready",
  measuring: "3. Measuring",
  stopping: "3. Stopping",
  elsewhere: "3. Being measured by another program",
  done: "4. Measured",
  stopped: "3. Not all is measured yet",
  problem: "3. This couldn’t be measured",
};

let opened = ""; // the run that is shown
let looks = 0; // only the newest of several looks goes on
let version = ""; // what the run was when this page looked
let changed = ""; // says that the run isn't what this page showed before
let failures = "";

/** @param {() => void} chooseOthers */
export function setUpRun(chooseOthers) {
  byId("others").addEventListener("click", chooseOthers);
  byId("stop").addEventListener("click", () => act("stop"));
  byId("go-on").addEventListener("click", () => act("go-on"));
  byId("retry").addEventListener("click", () => act("go-on", { retry: true }));
  byId("show").addEventListener("click", () => quietly(showPage));
  byId("save").addEventListener("click", (/** @type {any} */ event) => {
    if (event.target.dataset.form) quietly(() => save(event.target.dataset.form));
  });
}

/**
 * Show how far a run is, again and again until it has ended.
 * @param {string} run
 */
export async function watchRun(run) {
  const look = ++looks;
  if (run !== opened) {
    for (const id of ["save-text", "run-problem", "run-text", "run-note"]) showText(id, "");
    failures = changed = "";
  }
  opened = run;
  for (;;) {
    const found = await requestAnswer("run", { run });
    if (look !== looks) return;
    version = found.version ?? "";
    show(found);
    showStep("run");
    if (!MOVING.includes(found.state)) return;
    await pause(LOOK_AGAIN);
    if (look !== looks) return;
  }
}

/** Stop showing the run. */
export function leaveRun() {
  looks++;
}

/** @param {any} found */
function show(found) {
  const state = found.state ?? "problem";
  const { done = 0, photos = 0, failed = 0, keeps = "" } = found;
  const isAtRest = !MOVING.includes(state);
  nameStep("run", TITLES[state]);
  showText("run-problem", found.problem || changed);
  showText("run-text", runText(state, found));
  showText("run-note", noteText(state, found));
  byId("run-place").textContent = found.shown ?? "";
  const bar = byId("run-progress");
  bar.hidden = isAtRest;
  if (photos && state !== "starting") Object.assign(bar, { max: photos, value: done });
  else bar.removeAttribute("value");
  const has = done > 0 && isAtRest;
  const kept = document.activeElement;
  byId("stop").hidden = !(state === "measuring" || (state === "starting" && found.is_ours));
  byId("go-on").hidden = !(isAtRest && (photos > done || state === "stopped") && !keeps);
  byId("retry").hidden = !(isAtRest && failed && !keeps);
  for (const id of ["show", "show-note", "save"]) byId(id).hidden = !has;
  if (kept instanceof HTMLElement && kept.id && kept.offsetParent === null) byId("run-title").focus();
  showFailures(found.reasons ?? []);
  announce(`${TITLES[state].slice(3)}. ${isAtRest ? runText(state, found) : ""}`);
}

/**
 * @param {string} state
 * @param {any} found
 */
function runText(state, { done = 0, photos = 0, failed = 0, left = "" }) {
  if (state === "starting")
    return "The list of photographs is being made, and this computer’s processors are being started.";
  if (!photos) return "";
  const bad = failed ? `, ${countText(failed)} couldn’t be measured` : "";
  if (state === "done") return `${photosText(done - failed)} measured${bad}.`;
  const rest = left && state === "measuring" ? `; about ${left} left` : "";
  return `${countText(done)} of ${photosText(photos)} done${bad}${rest}.`;
}

/**
 * @param {string} state
 * @param {any} found
 */
function noteText(state, { waiting = "", keeps = "", photos = 0, done = 0, pending = 0 }) {
  if (state === "stopping")
    return `What is being measured now is finished and kept${pending ? `: ${photosText(pending)} more` : ""}.`;
  if (state === "elsewhere") return "Another program on this computer measures these. It can be stopped there only.";
  if (keeps) return keeps;
  if (state === "stopped" && photos > done) return "What was measured is kept. “Go on” measures what is left.";
  if (state === "stopped" && !photos) return "It was stopped before it began to measure. “Go on” begins again.";
  return state === "measuring" && waiting ? `It waits: ${waiting}` : "";
}

/** @param {any[]} reasons */
function showFailures(reasons) {
  const text = JSON.stringify(reasons);
  byId("failures").hidden = !reasons.length;
  if (text === failures) return;
  failures = text;
  const table = foundTable("Photographs that couldn’t be measured", ["Why", "How many", "Examples"], reasons);
  byId("failures-table").replaceChildren(...(table ? [table] : []));
}

/**
 * @param {string} name
 * @param {object} values
 */
function act(name, values = {}) {
  changed = "";
  quietly(async () => {
    const { problem } = await requestAnswer(name, { run: opened, ...values });
    if (problem) showText("run-problem", problem);
    else await watchRun(opened);
  });
}

/** Open the run's page in place of this one. */
async function showPage() {
  const button = byId("show");
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  button.textContent = "Opening the page";
  const { url, problem, is_changed: isChanged } = await requestAnswer("show", { run: opened, version });
  button.removeAttribute("aria-disabled");
  button.textContent = "Look at the page";
  if (isChanged) await lookAgain(problem);
  else if (problem) showText("run-problem", problem);
  else location.assign(url);
}

/**
 * Say that the run isn't what this page shows, and show how it is now.
 * @param {string} problem
 */
async function lookAgain(problem) {
  changed = problem;
  showText("save-text", "");
  await watchRun(opened);
}

/**
 * Have the browser save the run's table.
 * @param {string} form
 */
async function save(form) {
  changed = "";
  showText("save-text", "The table is being written.");
  const answer = await requestAnswer("save", { run: opened, form, version });
  const { name, rows, problem } = answer;
  showText("save-text", problem ?? `A table with ${countText(rows)} ${rows === 1 ? "row" : "rows"} is being saved.`);
  if (answer.is_changed) await lookAgain(problem);
  if (problem) return;
  const link = element("a", { href: `save/${name}`, download: "" });
  document.body.append(link);
  link.click();
  link.remove();
}
