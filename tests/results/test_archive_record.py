"""A run knows of which archive its manifest was made, and takes no other file for it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from photoparsl.errors import RunError
from photoparsl.files import checksum
from photoparsl.results import (
    ArchiveRecord,
    ManifestCopy,
    has_manifest,
    is_of_manifest,
    read_archive_record,
    write_archive_record,
)

LEFT_OUT = "manifest-as-read.left-out.csv"


def make(run: Path, text: str) -> tuple[Path, ArchiveRecord]:
    made = run.parent / "manifest.csv.gz"
    made.write_bytes(gzip.compress(text.encode(), mtime=0))
    return made, ArchiveRecord("../photos", text, sha256=checksum(made))


def kept(run: Path) -> ArchiveRecord:
    record = read_archive_record(run)
    assert record
    return record


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


def test_a_manifest_is_known_once_it_is_copied(run: Path) -> None:
    assert read_archive_record(run) is None
    left_out = run.parent / "left-out.csv"
    left_out.write_text("x")
    for text in ("a", "b"):
        made, record = make(run, text)
        write_archive_record(run, record, left_out)
        assert kept(run) == record
        assert not has_manifest(run, kept(run))  # as after a kill
        ManifestCopy(run).write(made, "photos", record.sha256)
        assert has_manifest(run, kept(run))
        assert (run / LEFT_OUT).exists() == left_out.exists()
        left_out.unlink(missing_ok=True)
    assert sorted(path.name for path in run.iterdir()) == [
        "archive.json",
        "manifest-as-read.csv.gz",
    ]


def test_an_edited_or_damaged_copy_isnt_taken_for_it(run: Path) -> None:
    made, record = make(run, "a")
    write_archive_record(run, record, run.parent / "none")
    ManifestCopy(run).write(made, "photos", record.sha256)
    (run / "manifest-as-read.csv.gz").write_bytes(gzip.compress(b"mine"))
    assert not has_manifest(run, kept(run))


@pytest.mark.parametrize(
    ("has_refused", "before", "now", "is_read_again"),
    [
        (False, [], ["yes"], False),
        (True, [], ["yes"], True),
        (True, ["yes"], [], False),
        (False, ["yes"], [], False),
        (True, [], [], False),
    ],
)
def test_private_addresses_change_a_list_only_if_some_were_refused(
    has_refused: bool, before: list[str], now: list[str], is_read_again: bool
) -> None:
    known = ArchiveRecord(
        "https://a.example/", "", {"allow_private": before}, has_refused=has_refused
    )
    new = ArchiveRecord("https://a.example/", "", {"allow_private": now})
    assert known.is_of(new) == (not is_read_again)
    assert bool(known.difference(new)) == is_read_again
    other = ArchiveRecord("https://a.example/", "", {"allow_private": now, "fuzzy": ["yes"]})
    assert known.difference(other) == "read by other options than before"


def test_a_run_of_a_manifest_isnt_one_of_an_archive(run: Path) -> None:
    assert not is_of_manifest(run)
    (run / "run.json").write_text("{}")
    assert is_of_manifest(run)
    write_archive_record(run, make(run, "a")[1], run.parent / "none")
    assert not is_of_manifest(run)


def test_the_record_of_an_earlier_version_is_read_by_the_names_of_today(run: Path) -> None:
    old = {"source": "p", "state": "1f", "choices": {"image": ["a"], "date": ["b"], "sheet": []}}
    (run / "archive.json").write_text(json.dumps({"format": 2, **old}))
    choices = {"image_column": ["a"], "date_column": ["b"], "sheet": []}
    assert kept(run) == ArchiveRecord("p", "1f", choices)
    write_archive_record(run, kept(run), run / "none")
    written = json.loads((run / "archive.json").read_text())
    assert (written["fingerprint"], written["choices"]) == ("1f", choices)
    assert "state" not in written


DAMAGED = '{"format": 1, "source": "p", "state": "1f", "choices": %s}'


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"format": 1}', '{"format": 1, "source": 5}']
    + [DAMAGED % choices for choices in ("[]", "5", '{"image": "a"}')],
)
def test_a_damaged_record_is_reported(text: str, run: Path) -> None:
    (run / "archive.json").write_text(text)
    with pytest.raises(RunError, match=r"archive\.json: damaged"):
        read_archive_record(run)
    (run / "archive.json").write_text('{"format": 99}')
    with pytest.raises(RunError, match="newer photoparsl"):
        read_archive_record(run)
