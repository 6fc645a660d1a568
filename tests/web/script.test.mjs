// The page's script, put together by `photoparsl/page/web_files.py`: node's own parser reads it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const own = `${root}.venv/bin/python`;
const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");

test("the files are put together to a script that a browser can parse", () => {
  const code = "import sys; from photoparsl.page import web_files; sys.stdout.write(web_files.script())";
  const env = { ...process.env, PYTHONPATH: root };
  const built = spawnSync(python, ["-c", code], { env, encoding: "utf8", maxBuffer: 1e8 });
  assert.equal(built.status, 0, built.error?.message ?? built.stderr);
  const parsed = spawnSync(process.execPath, ["--check", "-"], { input: built.stdout, encoding: "utf8" });
  assert.equal(parsed.status, 0, parsed.stderr);
});
