"""The page's sources in `web/`: what checks them, and how they are put together."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from photoparsl.page import web_files
from tests.conftest import needs

WEB = Path(__file__).parents[2] / "web"


def test_the_sources_are_typed_linted_formatted_and_their_own_tests_pass(tmp_path: Path) -> None:
    """In a copy, for a checkout may be another user's; the tools come from npm."""
    needs(shutil.which("npm"), "Node.js and npm (apt-get install nodejs npm)")
    copy = copied(tmp_path)
    for command in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "check"]):
        done = ran(command, copy)
        assert done.returncode == 0, done.stdout + done.stderr


def copied(folder: Path) -> Path:
    """Copy the sources, their tests and the package into a folder."""
    ignored = shutil.ignore_patterns("node_modules")
    for name in ("web", "tests/web", "photoparsl"):
        shutil.copytree(WEB.parent / name, folder / name, ignore=ignored)
    return folder / "web"


def ran(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHON": sys.executable}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("let main = 1;\n{\n  let main, main;\n}\n", "has already been declared"),
        ("const a = 1,\n  b = 2;\n", "web/main.js: declares several names"),
    ],
)
def test_what_no_browser_could_parse_fails_the_check(
    tmp_path: Path, more: str, message: str
) -> None:
    needs(shutil.which("node"), "Node.js (apt-get install nodejs)")
    web = copied(tmp_path)
    command = ["node", "--test", "../tests/web/script.test.mjs"]
    assert ran(command, web).returncode == 0
    with (web / "main.js").open("a") as file:
        file.write(more)
    done = ran(command, web)
    assert done.returncode == 1
    assert message in done.stdout


def put_together(monkeypatch: pytest.MonkeyPatch, **files: str) -> str:
    texts = {f"{name}.js": text for name, text in files.items()}
    monkeypatch.setattr(web_files, "read", texts.__getitem__)
    monkeypatch.setattr(web_files, "scripts", lambda: sorted(texts))
    return web_files.script.__wrapped__()


def test_each_file_comes_after_those_that_it_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    script = put_together(
        monkeypatch,
        main='import { b } from "./d3-part2.js";\nb();\n',
        **{"d3-part2": "export function b() {}\n"},
    )
    assert script == (
        '"use strict";\n{\n// ---- d3-part2.js\nfunction b(){}\n// ---- main.js\nb();\n}\n'
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
    assert script.count("const add=") == 1
    assert script.endswith("// ---- colour-x.js\nadd(1);\n}\n")


def test_the_colourings_are_found_by_their_names() -> None:
    assert {"colour-own.js", "colour-resource.js"} <= set(web_files.colourings())


def test_comments_of_types_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "/**\n * @param {X} x\n */\nfunction f(x) {\n  /** @type {Y} */ (x).y; /* z */\n}\n"
    script = put_together(monkeypatch, main=text)
    assert "@param" not in script
    assert "{(x).y;/* z */\n" in script


def test_indentation_and_comments_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '// Says why.\nfunction f() {\n  // so\n\n  return "// a  b; // c"; // it isn\'t\n}\n'
    script = put_together(monkeypatch, main=text)
    assert '// ---- main.js\nfunction f(){return "// a  b; // c";\n}\n' in script


def test_lines_that_go_on_are_joined_unless_they_have_a_comment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "f(\n  [1,\n  2]); /* // a, */\nconst g = {\n  h: 1,\n};\ng.h;\n"
    script = put_together(monkeypatch, main=text)
    assert "// ---- main.js\nf([1,2]);/* // a, */\nconst g={h:1,};g.h;\n}\n" in script


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
        "const b = 1,\n  c = 2;\n",
        "const b = f({ x, y }, [1, 2]), c = /[,/]/;\n",
        "let b, c;\n",
        "const b = {\n  x: 1,\n},\n  c = 2;\n",
        'import { b as c } from "./b.js";\n',
        'import { c } from "./b.js";\n',
        'import { b } from "./absent.js";\n',
        "const b = `1\n  2`;\n",
    ],
)
def test_a_file_that_cannot_be_put_together_is_refused(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    with pytest.raises(ValueError, match=r"web/main\.js: "):
        put_together(monkeypatch, main=text, b="export const b = 1;\n")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "const f = ({ a, b = 2 }, [c]) => `${a}, ${[b, c].map((x) => `${x}, `)}`;\n",
            "const f=({a,b=2},[c])=>`${a}, ${[b, c].map((x) => `${x}, `)}`;",
        ),
        ("const b = {\n  a,\n  c,\n};\n", "const b={a,c,};"),
        ('const b = f(/[,"]/g, ", (");\n', 'const b=f(/[,"]/g,", (");'),
        ("function f() {\n  let a, b;\n}\n", "function f(){let a,b;}"),
        ("/* let a,\n  b */\nconst c = 1; // a, b\n", "/* let a,b */const c=1;"),
    ],
)
def test_commas_within_one_declaration_are_no_further_names(
    monkeypatch: pytest.MonkeyPatch, text: str, kept: str
) -> None:
    assert kept in put_together(monkeypatch, main=text).replace("\n", "")


@pytest.mark.parametrize("name", ["size", "$size", "größe"])
def test_a_name_of_two_files_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    message = re.escape(f"web/main.js: {name} is declared in web/b.js too")
    with pytest.raises(ValueError, match=message):
        put_together(
            monkeypatch,
            main=f'import {{ b }} from "./b.js";\nlet {name} = b;\n',
            b=f"const {name} = 1;\nexport const b = {name};\n",
        )


def test_files_that_import_each_other_are_refused_with_the_circle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = r"web/b\.js: imports itself: b\.js imports c\.js imports b\.js"
    with pytest.raises(ValueError, match=message):
        put_together(
            monkeypatch,
            main='import { b } from "./b.js";\n',
            b='import { c } from "./c.js";\nexport const b = c;\n',
            c='import { b } from "./b.js";\nexport const c = b;\n',
        )


@pytest.mark.parametrize("name", ["Colour-m", "colors-m", "unused"])
def test_a_script_that_is_not_in_the_page_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with pytest.raises(ValueError, match=rf"web/{name}\.js: isn't in the page: import it"):
        put_together(monkeypatch, main="f();\n", **{name: "f();\n"})
