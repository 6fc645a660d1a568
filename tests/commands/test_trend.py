"""`photoparsl trend`: a table for programs, sentences for people."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

import photoparsl
from photoparsl.results.run_directory import RunDirectory
from photoparsl.trends import Trend, TrendOptions
from tests.commands.calls import call
from tests.made import result_of, slice_of
from tests.results.test_run_directory import RECORD

BOXES = ('=cmd|"/c"!A1', "\x1b[31mred", "Ännchen's")
DECOMPOSED = "A\u0308nnchen's"  # as macOS writes names of files


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run of 300 photos of three years, in three boxes with hostile names; row 3 failed."""
    manifest = tmp_path / "photos.csv"
    lines = ["url,year,Box,Album"]
    for n in range(300):
        box = BOXES[n % 3].replace('"', '""') if n % 9 != 2 else DECOMPOSED
        lines.append(f'http://photos.example/{n}.jpg,{1900 + n % 3},"{box}",{n % 60}')
    manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = tmp_path / "run"
    with RunDirectory(path) as directory:
        digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
        directory.manifest.write(manifest, "photos.csv", digest)
        directory.write_record(replace(RECORD, rows=300, sha256=digest))
        for start in range(0, 300, 100):
            directory.write(result_of(slice_of(start, start + 100), (3,) if not start else ()))
    return path


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_it_prints_a_row_a_year_and_says_what_the_numbers_are_of(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("trend", str(run)) == 0
    printed = capsys.readouterr()
    rows = table(printed.out)
    assert [row["year"] for row in rows] == ["1900", "1901", "1902"]
    assert [row["n"] for row in rows] == ["99", "100", "100"]
    for row in rows:
        assert float(row["lower"]) < float(row["median"]) < float(row["upper"])
    assert "luminance: a row is of one year, chosen by the number of photos" in printed.err
    assert "intervals take photos as independent" in printed.err


def test_names_of_strangers_are_no_formulas_and_no_terminal_codes(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("trend", str(run), "--by", "box") == 0
    printed = capsys.readouterr()
    groups = {row["group"] for row in table(printed.out)}
    assert groups == {"'" + BOXES[0], BOXES[2], "\ufffd[31mred"}
    assert "\x1b" not in printed.out + printed.err
    assert "Ännchen's: " in printed.err


def test_clusters_give_an_interval_or_the_reason_why_there_is_none(
    run: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    output = tmp_path / "of albums.json"
    albums = ("--clusters", "Album", "--format", "json", "-o", str(output))
    assert call("trend", str(run), *albums) == 0
    assert capsys.readouterr().out == ""
    found = json.loads(output.read_text(encoding="utf-8"))
    assert [row["note"] for row in found["rows"]] == [""] * 3
    assert found["rows"][0]["lower"] < found["rows"][0]["upper"]
    assert "intervals take photos of the same Album as belonging together" in found["notes"]
    assert call("trend", str(run), "--clusters", "Box") == 0
    assert "no interval: only 1 value of 'Box', fewer than 10" in capsys.readouterr().out


def test_an_unknown_measure_or_column_is_named_with_what_there_is(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("trend", str(run), "--measure", "luminence") == 2
    assert "did you mean" in capsys.readouterr().err
    assert call("trend", str(run), "--by", "Photographer") == 2
    assert "Album" in capsys.readouterr().err
    assert call("trend", str(run / "nothing")) == 2


def test_a_slope_says_in_its_own_line_that_the_mixture_is_held_constant(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("trend", str(run), "--constant", "Box") == 0
    lines = capsys.readouterr().err.splitlines()
    assert any(line.startswith("luminance with a constant mixture of Box: ") for line in lines)
    assert all("slope" not in line or "constant" in line for line in lines)


def test_a_second_column_doesnt_replace_the_first_in_silence(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for option in ("--constant", "--by", "--clusters"):
        assert call("trend", str(run), option, "Box", option, "Album") == 2
        message = f"{option} takes one value, and has two: 'Box' and 'Album'"
        assert message in capsys.readouterr().err


def test_the_library_returns_what_the_command_prints(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trend = photoparsl.open_run(run).trend("luminance", TrendOptions(by="resource"))
    assert isinstance(trend, Trend)
    assert list(trend.slopes) == ["example.edu"]
    old = photoparsl.open_run(run).trend("luminance", TrendOptions(by="site"))
    assert old == trend  # the name in earlier versions
    call("trend", str(run), "--by", "resource")
    assert [float(row["median"]) for row in table(capsys.readouterr().out)] == [
        row.median for row in trend.rows
    ]


def test_months_need_fine_dates_and_a_window_needs_a_middle(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("trend", str(run), "--months", "1") == 0
    printed = capsys.readouterr()
    assert printed.out == "year,month,n,median,lower,upper,q10,q25,q75,q90,group,note\n"
    assert "299 photos whose month isn't known are left out" in printed.err
    assert call("trend", str(run), "--months", "1", "--spread-dates") == 2
    assert "no month" in capsys.readouterr().err
    assert call("trend", str(run), "--years", "4") == 2
    assert "not odd" in capsys.readouterr().err
