"""A run whose folder is moved or removed while it is at work."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

import photoparsl
from photoparsl.requesting import RunOptions
from photoparsl.results import RunState
from photoparsl.results.progress import read_progress
from photoparsl.running import Reporter, execute_request, open_request
from tests.conftest import Archive, jpeg
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


class Mover(Reporter):
    """Moves the run's folder when the run asks a question."""

    def __init__(self, run: Path) -> None:
        self.run = run

    def confirm(self, question: str) -> bool:
        self.run.rename(self.run.with_name("moved"))
        return True


def test_a_folder_that_is_moved_before_results_are_carried_over_isnt_made_anew(here: Path) -> None:
    (here / "old").mkdir()
    for number in range(3):
        (here / "old" / f"{number}.jpg").write_bytes(jpeg(40 + 8 * number))
        os.utime(here / "old" / f"{number}.jpg", (1.7e9, 1.7e9 + number))
    for folder in ("old", "new"):
        (here / "m.csv").write_text(
            "url,year\n" + "".join(f"{folder}/{n}.jpg,1900\n" for n in "012")
        )
        if folder == "old":
            photoparsl.run(here / "m.csv", config="threads", run_dir=here / "run")
    (here / "old").rename(here / "new")
    mover, options = Mover(here / "run"), RunOptions(config="threads", run_dir=here / "run")
    with (
        open_request(options, str(here / "m.csv"), mover) as request,
        pytest.raises(photoparsl.IncompleteError, match="was moved to"),
    ):
        execute_request.execute_here(request, mover, lambda stop: nullcontext())
    assert not (here / "run").exists()
    progress = read_progress(here / "moved")
    assert progress and progress.ended is RunState.INCOMPLETE
