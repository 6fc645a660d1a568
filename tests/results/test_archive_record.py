"""The manifest that a run made is kept whole, and no other file is taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.errors import RunError
from photoparsl.files import checksum
from photoparsl.results import (
    ArchiveRecord,
    archive_record,
    check_free,
    has_manifest,
    keep_manifest,
    read_archive_record,
)


def keep(run: Path, text: str, left_out: str = "") -> None:
    made = run.parent / "made" / "manifest.csv"
    made.parent.mkdir(exist_ok=True)
    made.write_text(text)
    beside = made.with_name("manifest.left-out.csv")
    beside.write_text(left_out) if left_out else beside.unlink(missing_ok=True)
    keep_manifest(run, ArchiveRecord("../photos", text, sha256=checksum(made)), made)


def kept(run: Path) -> ArchiveRecord:
    record = read_archive_record(run)
    assert record
    return record


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


def test_a_manifest_is_kept_with_what_was_left_out_and_replaced_with_it(run: Path) -> None:
    assert read_archive_record(run) is None
    keep(run, "a", left_out="x")
    assert has_manifest(run, kept(run))
    assert (run / "manifest.left-out.csv").read_text() == "x"
    keep(run, "b")
    assert has_manifest(run, kept(run))
    assert sorted(path.name for path in run.iterdir()) == ["archive.json", "manifest.csv"]


def test_after_a_kill_the_manifest_is_made_anew(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(run, "a")

    def killed(file: Path, to: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(archive_record, "_copy", killed)
        for text in ("b", "c"):
            with pytest.raises(KeyboardInterrupt):
                keep(run, text)
            assert not has_manifest(run, kept(run))
            assert (run / "manifest.csv").read_text() == "a"
    keep(run, "c")
    assert has_manifest(run, kept(run))


def test_an_edited_manifest_is_never_replaced(run: Path) -> None:
    keep(run, "a")
    (run / "manifest.csv").write_text("mine")
    with pytest.raises(RunError, match="isn't as it was made"):
        has_manifest(run, kept(run))
    with pytest.raises(RunError, match="isn't as it was made"):
        keep(run, "b")
    assert (run / "manifest.csv").read_text() == "mine"


def test_a_folder_with_anothers_files_isnt_free(run: Path) -> None:
    check_free(run)
    (run / "manifest.left-out.csv").write_text("mine")
    with pytest.raises(RunError, match="no run made it"):
        check_free(run)
    (run / "run.json").write_text("{}")
    with pytest.raises(RunError, match="the run of another manifest"):
        check_free(run)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 1}', '{"format": 1, "source": 5}'])
def test_a_damaged_record_is_reported(text: str, run: Path) -> None:
    (run / "archive.json").write_text(text)
    with pytest.raises(RunError, match=r"archive\.json: damaged"):
        read_archive_record(run)
    (run / "archive.json").write_text('{"format": 99}')
    with pytest.raises(RunError, match="newer photoparsl"):
        read_archive_record(run)
