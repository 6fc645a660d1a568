"""In a terminal of 60 columns nothing is cut; without colours, movements or UTF-8 it works too."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from photoparsl.commands.command_list import COMMANDS
from tests.conftest import jpeg
from tests.terminal import Shown, in_terminal

PROGRAM = (sys.executable, "-m", "photoparsl")
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")
GARBLED = re.compile(r"UnicodeEncodeError|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\ufffd|Ã")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run of 12 photos, one of which is missing, and whose title is long."""
    folder = tmp_path_factory.mktemp("Ann's größe")
    lines = [f"photo-{n:02}.jpg,{1900 + n},Album {n % 3}\n" for n in range(12)]
    (folder / "glass.csv").write_text("url,year,album\n" + "".join(lines))
    for n in range(11):
        (folder / f"photo-{n:02}.jpg").write_bytes(jpeg(40 + n))
    return folder


def run_in(folder: Path, *arguments: str, **environment: str) -> Shown:
    own = {name: str(folder / name.lower()) for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    changed = {"PAGER": "cat", **own, **environment}
    return in_terminal((*PROGRAM, *arguments), folder, environment=changed)


@pytest.fixture(scope="module")
def first(folder: Path) -> Shown:
    """What the run of that folder shows."""
    title = "Glass negatives of the studio of Ann Größe, photographer in Zürich, 1900 to 1911"
    options = ("--config", "threads", "--title", title, "--group", "album")
    return run_in(folder, "run", "glass.csv", *options)


def too_long(shown: Shown) -> list[str]:
    """Its lines of more than 60 characters, unless they are one word, or a command to copy."""
    lines = [line for line in shown.lines if not line.startswith("photoparsl run ")]
    return [line for line in lines if len(line) > 60 and " " in line.strip()]


def test_a_run_fits(first: Shown) -> None:
    assert first.code == 1
    assert "11 photos measured, 1 failed" in first.text
    assert too_long(first) == []


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize(
    "arguments",
    [
        "run glass.csv --config threads --retry-failed",
        "run glass.csv --config threads --dry-run",
        "run glass.csv --config slurm --dry-run",
        "status runs/glass",
        "watch runs/glass",
        "history runs/glass",
        "histogram runs/glass",
        "check runs/glass",
        "export runs/glass",
        "export runs/glass --dictionary",
        "provenance runs/glass",
        "page runs/glass",
        "trend runs/glass -o trend.csv",
        "sample glass.csv -o sample.csv --number 4",
        "manifest . -o found.csv",
        "help",
        "help settings",
        "project Glass",
        "show-projects",
        "no-such-command",
        "run no-such-manifest-anywhere-in-this-folder.csv --mesures all",
    ],
)
def test_what_a_command_shows_fits(folder: Path, arguments: str) -> None:
    shown = run_in(folder, *arguments.split())
    assert shown.code in (0, 1, 2), shown.text
    assert shown.text.strip() and "Traceback" not in shown.text
    assert too_long(shown) == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_and_its_examples_can_be_typed(folder: Path, command: str) -> None:
    shown = run_in(folder, *command.split(), "--help")
    assert shown.code == 0
    assert too_long(shown) == []
    assert not re.search(r"photoparsl [^\n]*[^\\\s]\r\n {6,}-", shown.text.split("examples:")[-1])


@pytest.mark.parametrize(
    "command", ["manifest --help", "export --help", "trend --help", "run --help", "help"]
)
def test_a_pipe_of_60_columns_gets_help_that_fits(folder: Path, command: str) -> None:
    done = subprocess.run(
        (*PROGRAM, *command.split()),
        cwd=folder,
        env={**os.environ, "COLUMNS": "60"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line for line in done.stdout.splitlines() if len(line) > 60] == []


@pytest.mark.usefixtures("first")
def test_without_colours_there_are_none(folder: Path) -> None:
    for arguments in (("help", "settings"), ("run", "glass.csv", "--config", "threads")):
        assert not COLOUR.search(run_in(folder, *arguments, NO_COLOR="1").raw)
    assert COLOUR.search(run_in(folder, "help", "settings").raw)


@pytest.mark.usefixtures("first")
def test_a_dumb_terminal_gets_plain_lines(folder: Path) -> None:
    retry = ("run", "glass.csv", "--config", "threads", "--restart")
    for arguments in (retry, ("help", "settings"), ("watch", "runs/glass"), ("status", "--last")):
        shown = run_in(folder, *arguments, TERM="dumb")
        assert "\x1b" not in shown.raw
        assert shown.text.strip()


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("encoding", [{}, {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}])
def test_the_locale_c_garbles_nothing(folder: Path, encoding: dict[str, str]) -> None:
    # Without UTF-8, some versions of Python can't read a path with an umlaut in site-packages.
    encoding = {**encoding, "PYTHONPATH": str(Path(__file__).parents[2])}
    restart = ("run", "glass.csv", "--config", "threads", "--restart", "--title", "Größe")
    for arguments in (restart, ("help", "settings"), ("provenance", "runs/glass"), ("help",)):
        shown = run_in(folder, *arguments, LC_ALL="C", **encoding)
        assert shown.code in (0, 1), shown.text
        assert not GARBLED.search(shown.text)
    if "PYTHONUTF8" not in encoding:  # Python itself decides how arguments are read
        assert json.loads((folder / "runs/glass/run.json").read_text("utf-8"))["title"] == "Größe"


@pytest.mark.usefixtures("first")
def test_a_pipe_gets_whole_lines(folder: Path) -> None:
    command = (*PROGRAM, "provenance", "runs/glass")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    citation = done.stdout.splitlines()[0]
    assert len(citation) > 200 and "\x1b" not in done.stdout


def test_a_terminal_names_options_by_their_flags_alone(folder: Path) -> None:
    (folder / "dates.csv").write_text("file,date\nphoto-00.jpg,about 1901\nphoto-01.jpg,1902\n")
    dry = ("run", "dates.csv", "--dry-run")
    shown = run_in(folder, *dry)
    assert "--fuzzy gives" in " ".join(shown.text.split()) and "Python" not in shown.text
    wrong = run_in(folder, *dry, "--columns", "nix")
    assert "--columns names" in " ".join(wrong.text.split()) and "Python" not in wrong.text
    done = subprocess.run((*PROGRAM, *dry), cwd=folder, capture_output=True, text=True, check=True)
    assert "--fuzzy (Python: fuzzy) gives" in done.stderr


@pytest.mark.parametrize(
    "terminal",
    [{}, {"TERM": "dumb"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}],
)
@pytest.mark.parametrize("topic", ["measures", "settings", "security"])
def test_a_page_of_the_documents_fits_and_has_no_marks_of_markdown(
    folder: Path, topic: str, terminal: dict[str, str]
) -> None:
    own = {"PYTHONPATH": str(Path(__file__).parents[2])}
    shown = run_in(folder, "help", topic, **terminal, **own)
    assert shown.code == 0
    assert too_long(shown) == []
    assert not re.search(r"\]\(|\*\*|\| --- |^#+ |^```", shown.text, re.MULTILINE)
    assert topic != "measures" or "saturation_deviation" in shown.text  # no cell is cut
