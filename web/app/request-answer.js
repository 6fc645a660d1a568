// Asks the app's server, and says so when it has ended.

import { byId } from "../text.js";

const GONE = "photoparsl has ended on this computer. To start it again, type in a terminal: photoparsl app";
const CLOSED = "This page was opened by an earlier start of photoparsl. Open the address that the newest one printed.";

/** Thrown when the server doesn't answer any more; the page has said so. */
export class GoneError extends Error {}

/**
 * Send a request to the app's server, and return its answer; `problem` in it is a sentence that says why it failed.
 * @param {string} name
 * @param {object} values
 * @returns {Promise<any>}
 */
export async function requestAnswer(name, values = {}) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(`answers/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(values),
    });
  } catch {
    throw gone(GONE);
  }
  if (response.ok) return response.json();
  if (response.status === 403) throw gone(CLOSED);
  return { problem: `photoparsl couldn’t do this (error ${response.status}). Load the page again.` };
}

/** @param {string} text */
function gone(text) {
  byId("gone").textContent = text;
  byId("gone").hidden = false;
  return new GoneError(text);
}

/**
 * Do something, and nothing more once the server has ended.
 * @param {() => Promise<void>} act
 */
export function quietly(act) {
  act().catch((error) => {
    if (!(error instanceof GoneError)) throw error;
  });
}
