"""Readers beside a run that writes: no file that vanished stops them, and no row is missed."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.errors import RunError
from photoparsl.results import store
from photoparsl.results.journal import Journal
from photoparsl.results.progress import Progress, read_progress
from photoparsl.results.run_directory import RunDirectory
from photoparsl.results.store import Store
from tests.made import result_of, slice_of
from tests.results.test_journal import PROGRESS_OF_A_RUN
from tests.results.test_run_directory import RECORD

SLICES = [(start, start + 2) for start in range(0, 4000, 2)]
BEFORE = 400  # slices that are there when the readers begin


def _write(folder: Path) -> None:
    store.MOST_LOOSE = 11
    made = Store(folder)
    request = random.Random(7).sample(SLICES[BEFORE:], len(SLICES) - BEFORE)
    for start, stop in request:
        made.write(result_of(slice_of(start, stop), failed=(start,)))
        again = replace(result_of(slice_of(start, start + 1)), failures=())
        if start % 50 == 0:
            made.write_retried(again)
        if start % 200 == 0:
            made.merge_retried()


@contextmanager
def writing(folder: Path) -> Iterator[BaseProcess]:
    """A process that writes slices, gathers them in segments and settles what was retried."""
    folder.mkdir(parents=True)
    before = Store(folder)
    for start, stop in SLICES[:BEFORE]:
        before.write(result_of(slice_of(start, stop), failed=(start,)))
    process = multiprocessing.get_context("spawn").Process(target=_write, args=(folder,))
    process.start()
    yield process
    process.kill()
    process.join()


def test_a_reader_while_a_run_writes_misses_no_row_and_reads_none_twice(tmp_path: Path) -> None:
    with writing(tmp_path / "slices") as process:
        seen = 0
        while process.is_alive():
            made = Store(tmp_path / "slices")
            least = len(list(made.slices.glob("slice-*")))
            rows = [outcome.row for result in made.results() for outcome in result.outcomes]
            assert rows == sorted(set(rows)) and rows[: 2 * BEFORE] == list(range(2 * BEFORE))
            assert len(rows) >= max(seen, least)
            seen = len(rows)
            assert list(made.find_damage()) == []
            assert len(list(made.finished_slices())) * 2 >= seen
        assert process.exitcode == 0
    rows = [outcome.row for r in Store(tmp_path / "slices").results() for outcome in r.outcomes]
    assert rows == list(range(4000))


def test_every_command_that_reads_a_run_works_while_it_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    with writing(run / "slices") as process:
        directory = RunDirectory(run)
        directory.write_record(replace(RECORD, rows=4001, start=0, count=None))
        commands = ("export", "check", "provenance", "page")
        while process.is_alive():
            for command in commands:
                assert main([command, str(run)]) in (0, 3), capsys.readouterr().err
    capsys.readouterr()


def test_an_export_of_a_run_that_isnt_complete_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with RunDirectory(tmp_path / "run") as directory:
        directory.write_record(replace(RECORD, rows=20, start=0, count=None))
        directory.write(result_of(slice_of(0, 10)))
    assert main(["export", str(directory.path)]) == 3
    assert "10 rows of 20 (incomplete: 10 are missing)" in capsys.readouterr().out
    table = directory.path / "photos.csv.datapackage.json"
    assert json.loads(table.read_text())["photoparsl"]["complete"] is False
    with directory:
        directory.write(result_of(slice_of(10, 20)))
    assert main(["export", str(directory.path)]) == 0
    assert "incomplete" not in capsys.readouterr().out
    assert json.loads(table.read_text())["photoparsl"]["complete"] is True


def test_a_link_that_leads_nowhere_is_an_error_and_not_a_loop(tmp_path: Path) -> None:
    made = Store(tmp_path)
    made.write(result_of(slice_of(0, 2)))
    (tmp_path / "slice-0000002-0000004.json").symlink_to(tmp_path / "gone")
    with pytest.raises(RunError, match="is listed, and can't be opened"):
        list(made.results())


def _newer(path: Path) -> None:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = re.sub(rb'"format": \d+', b'"format": 99', text, count=1)
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)


def test_what_a_newer_photoparsl_made_is_never_called_damaged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_LOOSE", 2)
    for kind in ("slice-", "segment-", "run.json"):
        with RunDirectory(tmp_path / kind) as directory:
            directory.write_record(replace(RECORD, rows=4, start=0, count=None))
            for start in (0, 2) if kind == "segment-" else (0,):
                directory.write(result_of(slice_of(start, start + 2)))
        (path,) = (tmp_path / kind).rglob(f"{kind}*")
        _newer(path)
        for command in ("export", "check", "provenance", "page"):
            assert main([command, str(directory.path)]) == 2
            output = "".join(capsys.readouterr())
            assert f"{path}: made by a newer photoparsl" in output and "delete" not in output


def test_the_progress_of_a_newer_photoparsl_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Journal(tmp_path).write_progress(PROGRESS_OF_A_RUN)
    assert isinstance(read_progress(tmp_path), Progress)
    _newer(tmp_path / "progress.json")
    for command in ("status", "watch", "history", "histogram"):
        assert main([command, str(tmp_path)]) == 2
        assert "made by a newer photoparsl" in capsys.readouterr().err
