"""The documents keep what they promise: their commands work, their links lead somewhere."""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import os
import re
import shlex
import subprocess
import sys
from importlib import util
from itertools import takewhile
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PIL import Image

import photoparsl
from photoparsl.archives import known_kinds, sources
from photoparsl.archives.kinds import JsonKind
from photoparsl.commands import demo
from photoparsl.commands.main import parser
from photoparsl.commands.parser import Parser
from photoparsl.manifests import read_manifest
from photoparsl.measuring import MEASURES, DecodedPhoto, brightness_measures, measure, measure_all
from photoparsl.sites import load_site
from tests.conftest import Archive

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
SITES = sorted(path.stem for path in (ROOT / "configs").glob("[!_]*.py"))


def blocks(path: Path, language: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(path: Path) -> list[str]:
    """Every `photoparsl …` of a page: of its blocks, and between backticks in its text."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`(photoparsl [a-z][^`…]*)`", prose)
    indented = re.findall(r"^    (photoparsl .*)", prose, re.MULTILINE)
    fenced = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = re.findall(r"^(?:\w+=\S+ +)?photoparsl .*", "\n".join(fenced), re.MULTILINE)
    return [" ".join(command.split()) for command in (*lines, *indented, *inline)]


def arguments(command: str) -> list[str]:
    """What the shell would hand to photoparsl; names in capitals stand for numbers or files."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    words = list(takewhile(lambda word: word[0] not in "|&<>#", lexer))
    words = words[words.index("photoparsl") + 1 :]
    stand = {"N": "1", "ROW": "1", "COUNT": "1", "[RUN_DIR]": "runs/archive"}
    return [stand.get(word, word) for word in words]


ALL_COMMANDS = [(path.name, command) for path in PAGES for command in commands(path)]


def every_command() -> dict[str, argparse.ArgumentParser]:
    (action,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


def options(command: argparse.ArgumentParser) -> set[str]:
    return {option for action in command._actions for option in action.option_strings}


def complete(args: list[str]) -> list[str]:
    """The arguments; `--help` where prose only names a command that needs some."""
    if len(args) == 1 and args[0] in every_command():
        actions = every_command()[args[0]]._actions
        if any(action.required for action in actions):
            return [args[0], "--help"]
    return args


@pytest.mark.parametrize(("page", "command"), ALL_COMMANDS, ids=lambda text: text[:60])
def test_every_command_in_the_documents_is_one_that_the_program_takes(
    page: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        parser().parse_args(complete(arguments(command)))
    except SystemExit as ended:
        assert ended.code == 0, f"{page}: {command}: {capsys.readouterr().err}"


def test_every_command_has_an_example_in_its_help_that_it_takes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, command in every_command().items():
        examples: tuple[str, ...] = getattr(command, "examples", ())
        assert examples, name
        for example in examples:
            assert example.startswith(f"photoparsl {name}")
            parser(name).parse_args(arguments(example))
            assert example in re.sub(r" \\\n +", " ", command.format_help())


def test_every_command_is_shown_at_work_in_the_documents() -> None:
    shown = {args[0] for _, command in ALL_COMMANDS if (args := arguments(command))}
    assert set(every_command()) <= shown


def test_every_option_that_the_documents_name_exists() -> None:
    known = {
        option for each in (*every_command().values(), demo.parser()) for option in options(each)
    }
    for path in PAGES:
        if path.name != "CONTRIBUTING.md":  # which names other programs' options
            named = re.findall(r"(?<![\w.`/ ] )`(--[a-z-]+)", path.read_text(encoding="utf-8"))
            assert set(named) - {"--only", "--others", "--contenders"} <= known, path.name


def test_the_tutorial_on_a_laptop_works_word_for_word(tmp_path: Path) -> None:
    install, *steps = blocks(DOCS / "start.md", "sh")
    assert "pip install ./photoparsl" in install  # of this checkout, which is installed here
    script = "\n".join(f"{step}" for step in steps)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-euc", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "runs/photos/public/scatter.html").exists()
    assert (tmp_path / "runs/photos/photos.csv").exists()
    assert "exit code 1" in done.stdout
    assert "no-such-file" in done.stdout + done.stderr
    assert '"failed": 0' in (tmp_path / "runs/more/summary.json").read_text()


def test_nothing_says_to_install_photoparsl_from_an_index_that_has_not_got_it() -> None:
    texts = [*PAGES, *(ROOT / "photoparsl").rglob("*.py"), *(ROOT / "photoparsl").rglob("*.html")]
    wrong = re.compile(r"(?:install|inject +[^ `]+|--with) +['\"]?photoparsl\b")
    assert [path.name for path in texts if wrong.search(path.read_text(encoding="utf-8"))] == []


def test_the_tutorial_for_historians_prints_what_it_shows(tmp_path: Path) -> None:
    text = (DOCS / "history.md").read_text(encoding="utf-8")
    steps = re.findall(r"^```(sh|python)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    printed = ""
    for language, step in steps:
        program = ["bash", "-euc"] if language == "sh" else [sys.executable, "-c"]
        done = subprocess.run(
            [*program, step],
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=400,
            check=False,
        )
        printed += done.stdout
        assert done.returncode == 0, printed
    shown = [line for block in blocks(DOCS / "history.md", "text") for line in block.splitlines()]
    assert len(shown) > 5
    assert [line for line in shown if line not in printed.splitlines()] == []
    assert (tmp_path / "runs/subjects/public/scatter.html").exists()
    assert (tmp_path / "claim/ro-crate-metadata.json").exists()


def test_the_measure_of_ones_own_in_the_documents_gives_its_number() -> None:
    names: dict[str, object] = {}
    exec(blocks(DOCS / "own-measure.md", "python")[0], names)
    blueness = names["blueness"]
    assert callable(blueness)
    for colour, share in (((0, 0, 51), 1), ((10, 10, 10), 1 / 3), ((30, 20, 50), 0.5)):
        assert blueness(DecodedPhoto(Image.new("RGB", (9, 9), colour))) == pytest.approx(share)
    assert blueness(DecodedPhoto(Image.new("L", (9, 9), 7))) == pytest.approx(1 / 3)


def test_what_the_documents_give_a_measure_is_what_a_photo_has() -> None:
    photo = DecodedPhoto(Image.new("RGB", (9, 9)))
    named = {
        name
        for page in ("own-measure.md", "measures.md")
        for name in re.findall(r"`photo\.(\w+)`", (DOCS / page).read_text(encoding="utf-8"))
    }
    assert len(named) > 4
    assert {name for name in named if not hasattr(photo, name)} == set()


def test_the_measure_that_contributing_adds_works_as_one_built_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(measure, "MEASURES", MEASURES.copy())
    exec(blocks(ROOT / "CONTRIBUTING.md", "python")[0], vars(brightness_measures).copy())
    monkeypatch.setitem(MEASURES, "midtones", measure.MEASURES["midtones"])
    pixels = np.array([[10, 100, 150, 250]], np.uint8)
    assert measure_all(DecodedPhoto(Image.fromarray(pixels)), ["midtones"]) == {"midtones": 0.5}


def test_the_command_that_contributing_adds_works(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive.folder / "03.jpg").unlink()
    run = photoparsl.run(archive.manifest, config="threads", run_dir=tmp_path / "x", count=5)
    (code,) = (b for b in blocks(ROOT / "CONTRIBUTING.md", "python") if "def failures" in b)
    names: dict[str, Any] = {}
    exec(code, names)
    parser = Parser()
    names["define"](parser.add_subparsers())
    arguments = parser.parse_args(["failures", str(run.path)])
    assert arguments.command(arguments) == 0
    assert capsys.readouterr().out == f"3 {archive.url}03.jpg http-404\n"


def test_the_source_of_archives_that_contributing_adds_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = (b for b in blocks(ROOT / "CONTRIBUTING.md", "python") if "def read_exhibit" in b)
    names: dict[str, Any] = {"__name__": "exhibit"}
    exec(code, names)
    kinds = [kind for kind in known_kinds.KINDS if isinstance(kind, JsonKind)]
    monkeypatch.setattr(sources, "JSON_KINDS", [names["KIND"], *kinds])
    photos = [{"url": "https://a.example/1.jpg", "taken": "12 May 1931"}, "no object", {}]
    (tmp_path / "x.json").write_text(json.dumps({"exhibit": photos}))
    report = photoparsl.make_manifest(tmp_path / "x.json", tmp_path / "m.csv")
    (photo,) = read_manifest(str(tmp_path / "m.csv"))
    assert (photo.url, photo.year) == ("https://a.example/1.jpg", 1931)
    assert sorted(report.reasons) == ["no-photo", "not-an-item"]


@pytest.mark.parametrize("name", ["def failures", "def read_exhibit"])
def test_the_modules_that_contributing_adds_pass_its_own_check(name: str) -> None:
    (code,) = (b for b in blocks(ROOT / "CONTRIBUTING.md", "python") if name in b)
    module = ROOT / "photoparsl" / ("commands" if "commands" in code else "archives") / "x.py"
    command = [sys.executable, "-m", "ruff", "check", "--stdin-filename", str(module), "-"]
    done = subprocess.run(command, input=code, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_site_says_who_it_is_for_and_has_its_two_functions() -> None:
    for name in SITES:
        site = load_site(name)
        assert callable(site.fresh_config)
        assert callable(site.public_dir)
        assert (ROOT / "configs" / f"{name}.py").read_text().startswith('"""'), name


def test_the_pictures_of_measures_show_the_values_that_stand_beside_them() -> None:
    examples = _load(DOCS / "examples.py")
    assert (DOCS / "examples.md").read_text(encoding="utf-8") == examples.page()


def test_each_folder_imports_only_those_below_it_in_the_picture() -> None:
    rooms = _load(DOCS / "rooms.py")
    assert rooms.PICTURE.read_text(encoding="utf-8") == rooms.picture(), "python docs/rooms.py"
    below: set[str] = set()
    imports = rooms.imports()
    for floor in rooms.floors():
        assert all(imports[folder] & set(rooms.MEANING) <= below for folder in floor)
        below |= set(floor)
    assert not [name for name in imports if name != "__main__" and "__init__" in imports[name]]


def test_a_room_is_entered_by_one_door() -> None:
    rooms = {path.parent.name for path in (ROOT / "photoparsl").glob("*/__init__.py")}
    for path in [*(ROOT / "photoparsl").glob("*/**/*.py"), *(ROOT / "configs").glob("*.py")]:
        own = path.relative_to(ROOT).parts[1]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for parts in (name.split(".") for name in names):
                others = parts[0] == "photoparsl" and len(parts) > 2 and parts[1] in rooms - {own}
                assert not others, f"{path}: passes the door of {parts[1]}"


def test_a_room_s_name_is_not_that_of_a_module_which_would_hide_it() -> None:
    for door in (ROOT / "photoparsl").glob("*/__init__.py"):
        text = door.read_text(encoding="utf-8")
        if "lazy_names" in text:
            names = set(importlib.import_module(f"photoparsl.{door.parent.name}").__all__)
            assert not names & {path.stem for path in door.parent.glob("*.py")}, door


def test_the_documents_build_without_a_broken_link(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "-q"]
    done = subprocess.run(
        [*program, "-d", str(tmp_path / "trees"), str(DOCS), str(tmp_path / "site")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages = list((tmp_path / "site").glob("*.html"))
    fetched = re.compile(
        r'<(?:script|img|source)[^>]* src="https?:|<link[^>]*stylesheet[^>]*"https?:'
    )
    for page in pages:
        assert not fetched.search(page.read_text(encoding="utf-8")), page.name
    reference = (tmp_path / "site" / "commands.html").read_text(encoding="utf-8")
    for name, command in every_command().items():
        assert f'id="{name}"' in reference
        for option in options(command) - {"-h", "--help"}:
            assert option in reference, f"{name} {option}"


def test_the_version_is_the_same_everywhere() -> None:
    (in_setup,) = re.findall(r'version="(.*?)"', (ROOT / "setup.py").read_text())
    (cited,) = re.findall(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)
    newest = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[0]
    assert in_setup == cited == newest


def test_the_page_on_how_it_works_names_every_room() -> None:
    text = (DOCS / "how.md").read_text(encoding="utf-8").split("## The rooms")[1].split("\n## ")[0]
    package = ROOT / "photoparsl"
    folders = {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    modules = {path.name for path in package.glob("*.py") if not path.name.startswith("__")}
    assert len(folders) > 10
    assert {name for name in folders | modules if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/how.md"])
def test_every_file_and_folder_that_a_page_names_exists(page: str) -> None:
    """Whether by its path from here or from photoparsl/, or by its name alone."""
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+(?:\.(?:py|js|mjs|ts|html|csv|ini|md|toml|sh)|/))[`:]", text)
    files = {name for name in named if "NAME" not in name and name not in ("site.toml", "a.js")}
    assert len(files) > 15
    folders = [ROOT / name for name in ("photoparsl", "web", "docs", "tests", "configs")]
    for name in files:
        places = [ROOT / name, *(folder / name for folder in folders)]
        by_name = (path for folder in folders for path in folder.rglob(name.rstrip("/")))
        assert any(place.exists() for place in places) or any(by_name), f"{page}: {name}"


def _load(path: Path) -> ModuleType:
    spec = util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
