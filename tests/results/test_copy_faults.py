"""What is said of a copy of the manifest that isn't that of the run's record."""

from __future__ import annotations

from pathlib import Path

from photoparsl.results import RunDirectory, other_copy_text


def test_a_reader_is_told_to_wait_only_while_a_run_may_be_copying_its_manifest(
    tmp_path: Path,
) -> None:
    with RunDirectory(tmp_path / "run"):
        assert "give the command again in a moment" in other_copy_text(tmp_path / "run")
    said = other_copy_text(tmp_path / "run")
    assert "isn't the copy of the run's manifest" in said
    assert "in a moment" not in said
