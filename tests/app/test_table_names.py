"""A saved table has the name of what was measured, in its own script."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import photoparsl
from photoparsl.app.table_names import table_name
from tests.conftest import jpeg


@pytest.mark.parametrize("name", ["κατάλογος.csv", "صور.csv", "相册"])
def test_a_table_is_called_as_what_was_measured(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path(name) if "." not in name else Path()
    folder.mkdir(exist_ok=True)
    (folder / "1.jpg").write_bytes(jpeg(90))
    if name.endswith(".csv"):
        Path(name).write_text("url,year\n1.jpg,1900\n", encoding="utf-8")
    run = photoparsl.run(name, config="threads", measures="luminance")
    assert run.path.name.isascii()
    assert table_name(run.path.absolute()) == Path(name).stem


def test_a_table_of_a_pipe_is_called_as_its_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = io.TextIOWrapper(io.BytesIO(b"http://127.0.0.1:9/a.jpg 1900\n"))
    monkeypatch.setattr("sys.stdin", lines)
    limits = photoparsl.Limits(allow_private=True)
    run = photoparsl.run("-", config="threads", run_dir="piped", limits=limits)
    assert table_name(run.path.absolute()) == "piped"
