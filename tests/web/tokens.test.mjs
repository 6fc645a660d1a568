// The page's script has the tokens of its sources: TypeScript's parser reads both.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const own = `${root}.venv/bin/python`;
const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");

const ts = createRequire(new URL("../../web/", import.meta.url))("typescript");

/**
 * What a function of `web_files` returns.
 * @param {string} name
 */
function built(name) {
  const code = `import sys; from photoparsl.page import web_files; sys.stdout.write(web_files.${name}())`;
  const env = { ...process.env, PYTHONPATH: root };
  const done = spawnSync(python, ["-c", code], { env, encoding: "utf8", maxBuffer: 1e8 });
  assert.equal(done.status, 0, done.error?.message ?? done.stderr);
  return done.stdout;
}

/**
 * A script's signs, names and literals, without spaces and comments.
 * @param {string} text
 */
function tokens(text) {
  const file = ts.createSourceFile("script.js", text, ts.ScriptTarget.Latest);
  /** @type {string[]} */
  const found = [];
  const visit = (/** @type {any} */ node) => {
    const parts = node.getChildren(file).filter((/** @type {any} */ part) => !ts.isJSDoc(part));
    if (parts.length) parts.forEach(visit);
    else found.push(node.getText(file));
  };
  visit(file);
  return found.filter(Boolean);
}

test("the script differs from its sources in spaces and comments alone", () => {
  const [kept, written] = [tokens(built("script")), tokens(built("whole_script"))];
  const at = kept.findIndex((token, i) => token !== written[i]);
  assert.deepEqual(kept.slice(at, at + 5), written.slice(at, at + 5));
  assert.equal(kept.length, written.length);
});
