"""Result files that are read one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

import photoparsl
from photoparsl.errors import RunError
from tests.conftest import Archive


def test_the_results_of_a_run_are_read_from_its_files(archive: Archive, tmp_path: Path) -> None:
    run = photoparsl.run(archive.manifest, config="threads", run_dir=tmp_path / "x", slice_size=10)
    results = photoparsl.read_results(sorted((run.path / "slices").glob("slice-*.json")))
    assert [(result.start, result.stop) for result in results] == [
        (0, 10),
        (10, 20),
        (20, 30),
        (30, 40),
    ]
    page = photoparsl.write_page(results, tmp_path / "page.html")
    assert "<b>40</b> photographs measured" in page.read_text()


def test_the_rows_of_the_tutorials_files_are_counted_through(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("[1880, 0.5],\n[1881, 0.25],\n")
    results = photoparsl.read_results([tmp_path / "a.json", tmp_path / "b.json"])
    assert [m.row for result in results for m in result.measurements] == [0, 1, 2, 3]


def test_a_file_that_has_no_results_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"format": 1}')
    with pytest.raises(RunError, match=r"a\.json: isn't a result file"):
        photoparsl.read_results([tmp_path / "a.json"])
    (tmp_path / "b.json").write_text("nothing")
    with pytest.raises(RunError, match=r"b\.json: holds no rows"):
        photoparsl.read_results([tmp_path / "b.json"])


def test_a_device_is_refused_and_not_read() -> None:
    with pytest.raises(RunError, match=r"^/dev/zero: can.t be read: is a device, a pipe"):
        photoparsl.read_results("/dev/zero")
