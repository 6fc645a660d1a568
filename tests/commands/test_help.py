from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from photoparsl.commands.help import documents
from photoparsl.commands.main import main

DOCS = Path(__file__).parents[2] / "docs"


def test_help_lists_the_pages_and_prints_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == 0
    listed = capsys.readouterr().out
    for name in documents():
        assert re.search(rf"^  {name} +\S", listed, re.MULTILINE)
        assert main(["help", name]) == 0
        assert capsys.readouterr().out == (DOCS / f"{name}.md").read_text()


def test_an_unknown_page_is_refused_with_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    for topic, hint in (
        ("mesures", "did you mean 'measures'?"),
        ("status", "'photoparsl status --help' explains the command"),
        ("../setup", "there are app, archives, "),
        ("clusters", "? 'clusters' is in 'photoparsl help trends' (The interval of a median)"),
    ):
        assert main(["help", topic]) == 2
        assert hint in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("ro-crate", "run' (A folder to publish)"),
        ("crate", "run' (A folder to publish)"),
        ("sheet", "archives'"),
        ("csv-locale", "run' (The run as one table)"),
        ("thumbnail", "page' (Thumbnails)"),
        ("raw", "measures' (Cameras' raw files)"),
    ],
)
def test_an_option_a_choice_of_one_or_a_word_of_a_heading_leads_to_its_page(
    word: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["help", word]) == 2
    assert f"'photoparsl help {place}" in capsys.readouterr().err


@pytest.mark.parametrize("topic", ["START", "docs/start.md", "./docs/Start.md"])
def test_a_page_is_found_by_its_file_and_in_any_case(
    topic: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["help", topic]) == 0
    assert capsys.readouterr().out.startswith("# On a laptop")


def test_a_terminal_gets_the_page_in_its_width_by_its_pager() -> None:
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 60, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "photoparsl", "help", "own-measure"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**os.environ, "TERM": "xterm", "PAGER": "cat"},
    )
    os.close(follower)
    printed = b""
    while True:
        try:
            printed += os.read(leader, 1 << 16)
        except OSError:  # the other end is closed
            break
    os.close(leader)
    assert process.wait(timeout=60) == 0
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in printed.decode().splitlines()]
    assert any("Your own measure" in line for line in lines)
    assert max(map(len, lines)) <= 60
