from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from photoparsl.errors import RunError
from photoparsl.measuring import versions
from photoparsl.results import Measurement, fields_of
from photoparsl.results.run_directory import RunDirectory
from photoparsl.results.run_record import RunRecord
from tests.made import result_of, slice_of

RECORD = RunRecord(
    manifest="m",
    rows=9,
    digest="d",
    sha256="",
    measures=versions(["luminance"]),
    slice_size=200,
    start=0,
    count=None,
    config="local",
    public=None,
    title="t",
    subtitle="",
    versions={"python": "3"},
)


def test_results_come_back_by_row(tmp_path: Path) -> None:
    with RunDirectory(tmp_path / "run") as directory:
        results = [result_of(slice_of(a, b)) for a, b in ((20, 30), (0, 20), (9999990, 10000010))]
        for result in results:
            directory.write(result)
        assert list(directory.results()) == sorted(results, key=lambda result: result.start)
        assert [f.digest for f in directory.finished_slices()] == [
            results[1].digest,
            results[0].digest,
            results[2].digest,
        ]


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    with RunDirectory(tmp_path) as directory:
        assert directory.read_run_record() is None
        directory.write_record(RECORD)
        assert directory.read_run_record() == RECORD
        (tmp_path / "run.json").write_text("[]")
        with pytest.raises(RunError, match="damaged"):
            directory.read_run_record()


def test_a_result_without_all_its_rows_is_refused(tmp_path: Path) -> None:
    result = result_of(slice_of(0, 5))
    with RunDirectory(tmp_path) as directory, pytest.raises(RunError, match="incomplete"):
        directory.write(replace(result, measurements=result.measurements[1:]))


def test_a_second_process_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from photoparsl.results.run_directory import RunDirectory\n"
        "with RunDirectory(pathlib.Path(sys.argv[1])): print('mine', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout and process.stdout.readline() == b"mine\n"
    with pytest.raises(RunError, match="another photoparsl"), RunDirectory(tmp_path):
        pass
    process.kill()
    process.wait()
    with RunDirectory(tmp_path):
        pass
    process.stdout.close()


def test_the_folder_of_an_earlier_run_is_renamed_and_kept(tmp_path: Path) -> None:
    directory = RunDirectory(tmp_path / "run")
    assert directory.set_aside() is None
    for number in (1, 2):
        with directory:
            directory.write_record(RECORD)
        assert directory.set_aside() == tmp_path / f"run.{number}"
        assert (tmp_path / f"run.{number}" / "run.json").exists()
        assert not directory.path.exists()


def test_a_part_of_a_file_that_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    with RunDirectory(tmp_path) as directory:
        part = directory.slices / "slice-0000000-0000010.json.part"
    part.write_text("half")
    with RunDirectory(tmp_path):
        assert not part.exists()


def test_a_summary_and_a_log_are_kept(tmp_path: Path) -> None:
    @dataclass
    class Summary:
        measured: int

    with RunDirectory(tmp_path) as directory:
        directory.write_summary(fields_of(Summary(3)))
        directory.log("one")
        directory.log("two")
    assert '"measured": 3' in (tmp_path / "summary.json").read_text()
    assert [line.split("  ")[1] for line in (tmp_path / "run.log").read_text().splitlines()] == [
        "one",
        "two",
    ]


def test_values_are_kept_to_the_last_bit(tmp_path: Path) -> None:
    result = result_of(slice_of(0, 1))
    exact = Measurement(0, "http://photos.example/0.jpg", 1860, {"luminance": 0.1 + 0.2})
    with RunDirectory(tmp_path) as directory:
        directory.write(replace(result, measurements=(exact,)))
        assert next(directory.results()).measurements == (exact,)
