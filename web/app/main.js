// The app's page: choose photographs, see what was found, measure, look.

import { byId, countText } from "../text.js";
import { requestAnswer, quietly } from "./request-answer.js";
import { browse, setUpBrowsing } from "./browse.js";
import { showFound } from "./found.js";
import { leaveRun, setUpRun, watchRun } from "./run.js";
import { nameStep, pause, showText, showStep } from "./steps.js";

const LOOK_AGAIN = 400; // milliseconds
const STILL_HERE = 3000; // milliseconds
const RUN = "#run=";

let looks = 0; // only the newest of several looks goes on

/** Show the step that the address names. */
async function route() {
  const look = ++looks;
  leaveRun();
  const { hash } = location;
  if (hash.startsWith(RUN)) await watchRun(decodeURIComponent(hash.slice(RUN.length)));
  else if (hash === "#found") await watchReading(look);
  else {
    await browse();
    if (look === looks) showStep("choose"); // not where another step was asked for meanwhile
  }
}

/** @param {string} hash '' for the first step */
function goTo(hash) {
  if (location.hash === hash) quietly(route);
  else location.hash = hash;
}

/**
 * Read a folder, a table or an address, and show what was found.
 * @param {any} choice
 */
function read(choice) {
  quietly(async () => {
    const { problem } = await requestAnswer("read", choice);
    if (problem) showText("place-problem", problem);
    else goTo("#found");
  });
}

/**
 * Show how far the reading is, again and again until it has ended.
 * @param {number} look
 */
async function watchReading(look) {
  for (;;) {
    const { reading } = await requestAnswer("state");
    if (look !== looks) return;
    if (!reading) return goTo("");
    if (reading.found) {
      showFound(reading.found, { read, measure, openRun, chooseOthers: () => goTo("") });
      return showStep("found");
    }
    nameStep("reading", "2. Looking");
    const seconds = `${countText(reading.seconds)} ${reading.seconds === 1 ? "second" : "seconds"}`;
    const records = reading.records ? `${countText(reading.records)} read, ` : "";
    byId("reading-text").textContent = `Photographs and their dates are being looked for: ${records}${seconds} so far.`;
    showStep("reading");
    await pause(LOOK_AGAIN);
    if (look !== looks) return;
  }
}

/** @param {any} choice */
function measure(choice) {
  quietly(async () => {
    const { run, problem } = await requestAnswer("measure", choice);
    if (problem) showFound({ choice, name: "", problem }, { read, measure, openRun, chooseOthers: () => goTo("") });
    else openRun(run);
  });
}

/** @param {string} run */
function openRun(run) {
  goTo(RUN + encodeURIComponent(run));
}

function cancel() {
  quietly(async () => {
    await requestAnswer("cancel");
    goTo("");
  });
}

/** Ask again and again whether the app is there, so that a page at rest says when it has ended. */
async function lookForEnd() {
  for (;;) {
    await pause(STILL_HERE);
    await requestAnswer("here");
  }
}

async function begin() {
  setUpBrowsing((source) => read({ source }), openRun);
  setUpRun(() => goTo(""));
  byId("cancel").addEventListener("click", cancel);
  window.addEventListener("hashchange", () => quietly(route));
  const { run } = await requestAnswer("state");
  if (run && !location.hash) openRun(run);
  else await route();
}

quietly(begin);
quietly(lookForEnd);
