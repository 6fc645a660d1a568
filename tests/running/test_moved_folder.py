"""A run whose folder is moved or removed while it is at work."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from photoparsl.results import RunState
from photoparsl.results.progress import read_progress
from tests.conftest import Archive
from tests.running.test_survival import finish, finished, running, until


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    return folder


def test_a_run_whose_folder_is_moved_says_so_and_goes_on_there(
    archive: Archive, here: Path
) -> None:
    with running(archive, here / "run", "--config", "threads") as process:
        until(lambda: finished(here / "run"))
        (here / "run").rename(here / "moved")
        printed, _ = process.communicate(timeout=60)
    assert process.returncode == 3
    assert f"run: was moved to {here / 'moved'} while the run was at work" in printed
    assert not (here / "run").exists()
    progress = read_progress(here / "moved")
    assert progress and progress.ended is RunState.INCOMPLETE
    assert "was moved to" in progress.stopped_by
    assert finish(archive, here / "moved", "--config", "threads").returncode in (0, 1)


def test_a_run_whose_folder_is_removed_says_so_and_makes_none(archive: Archive, here: Path) -> None:
    with running(archive, here / "run", "--config", "threads") as process:
        until(lambda: finished(here / "run"))
        (here / "run").rename(here / "gone")  # at once, as a removal takes time
        while list(here.iterdir()):  # the run may write there meanwhile
            shutil.rmtree(here / "gone", ignore_errors=True)
        printed, _ = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "while the run was at work" in printed  # removed, or moved if it is noticed before
    time.sleep(0.5)
    assert list(here.iterdir()) == []
