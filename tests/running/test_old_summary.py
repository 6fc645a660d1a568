"""A start after a kill writes page and summary anew, though nothing is left to measure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import photoparsl
from photoparsl.running import execute_request
from tests.conftest import jpeg


class Killed(BaseException):
    """In the place of a kill: nothing of the program runs after it."""


def killed(*arguments: object, **options: object) -> None:
    raise Killed


def years(folder: Path, first: int) -> None:
    rows = [f"{n}.jpg,{first + n}\n" for n in range(9)]
    (folder / "m.csv").write_text("url,year\n" + "".join(rows))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.jpg").write_bytes(jpeg(20 * number))
    years(folder, 1900)
    return folder


def test_after_a_kill_before_the_page_the_next_start_writes_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run() -> photoparsl.Run:
        return photoparsl.run(folder / "m.csv", config="threads", run_dir=folder / "r")

    page = run().path / "public" / "scatter.html"
    assert "1908" in page.read_text()
    years(folder, 1850)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(execute_request, "finish_run", killed)
        run()
    assert json.loads((folder / "r" / "summary.json").read_text())["is_old"]
    assert run().changes == "9 years changed", "it is said until a page is of it"
    assert "1858" in page.read_text() and "1908" not in page.read_text()
    assert "is_old" not in json.loads((folder / "r" / "summary.json").read_text())
    before = page.stat().st_mtime_ns
    assert run().changes == ""
    assert page.stat().st_mtime_ns == before, "nothing was left to do"
