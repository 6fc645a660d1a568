"""The page's sources in `web/`: what checks them, and how they are put together."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from photoparsl.page import web_files
from tests.conftest import needs

WEB = Path(__file__).parents[2] / "web"


def test_the_sources_are_typed_linted_formatted_and_their_own_tests_pass(tmp_path: Path) -> None:
    """In a copy, for a checkout may be another user's; the tools come from npm."""
    needs(shutil.which("npm"), "Node.js and npm (apt-get install nodejs npm)")
    copy = tmp_path / "web"
    shutil.copytree(WEB, copy, ignore=shutil.ignore_patterns("node_modules"))
    shutil.copytree(WEB.parent / "tests" / "web", tmp_path / "tests" / "web")
    for command in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "check"]):
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def put_together(monkeypatch: pytest.MonkeyPatch, **files: str) -> str:
    texts = {f"{name}.js": text for name, text in files.items()}
    monkeypatch.setattr(web_files, "read", texts.__getitem__)
    monkeypatch.setattr(
        web_files, "colourings", lambda: [name for name in texts if name.startswith("colour-")]
    )
    return web_files.script.__wrapped__()


def test_each_file_comes_after_those_that_it_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    script = put_together(
        monkeypatch,
        main='import { b } from "./d3-part2.js";\nb();\n',
        **{"d3-part2": "export function b() {}\n"},
    )
    assert script == (
        '"use strict";\n{\n// ---- d3-part2.js\nfunction b() {}\n\n// ---- main.js\nb();\n}\n'
    )


def test_a_colouring_is_in_the_script_without_being_imported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = put_together(
        monkeypatch,
        main='import { add } from "./b.js";\n',
        b="export const add = (x) => x;\n",
        **{"colour-x": 'import { add } from "./b.js";\nadd(1);\n'},
    )
    assert script.count("const add = ") == 1
    assert script.endswith("// ---- colour-x.js\nadd(1);\n}\n")


def test_the_colourings_are_found_by_their_names() -> None:
    assert {"colour-own.js", "colour-site.js"} <= set(web_files.colourings())


def test_only_whole_comments_of_types_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "/**\n * @param {X} x\n */\nfunction f(x) {\n  /** @type {Y} */ (x).y; /* z */\n}\n"
    script = put_together(monkeypatch, main=text)
    assert "@param" not in script
    assert "\n/** @type {Y} */ (x).y; /* z */\n" in script


def test_indentation_and_lines_of_comments_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '// Says why.\nfunction f() {\n  // so\n  return "// a  b"; // c\n}\n'
    script = put_together(monkeypatch, main=text)
    assert '// ---- main.js\nfunction f() {\nreturn "// a  b"; // c\n}\n' in script


@pytest.mark.parametrize(
    "text",
    [
        'import b from "./b.js";\n',
        'import * as b from "./b.js";\n',
        'import "./b.js";\n',
        "import { b } from './b.js';\n",
        'import { b } from "../b.js";\n',
        'const b = await import("./b.js");\n',
        "const b = 1;\nexport { b };\n",
        "export default 1;\n",
        'export * from "./b.js";\n',
        "const [b, c] = [1, 2];\n",
        "const b = `a\n  b`;\n",
    ],
)
def test_a_file_that_cannot_be_put_together_is_refused(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    with pytest.raises(ValueError, match=r"web/main\.js: "):
        put_together(monkeypatch, main=text, b="export const b = 1;\n")


def test_a_name_of_two_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"web/main\.js: size is declared in web/b\.js too"):
        put_together(
            monkeypatch,
            main='import { b } from "./b.js";\nlet size = b;\n',
            b="const size = 1;\nexport const b = size;\n",
        )
