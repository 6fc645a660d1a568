"""The status of runs whose process has gone: their results are counted, not its last words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.library.check_results import check_results
from photoparsl.library.listed_runs import list_runs
from photoparsl.library.notebook import run_html
from photoparsl.reports.run_status import status_of
from photoparsl.results import PROGRESS, RunDirectory, RunState
from tests.conftest import Archive


def _run(archive: Archive, run: Path, *options: str) -> int:
    arguments = ["run", str(archive.manifest), "--config", "threads", "--run-dir", str(run)]
    return main([*arguments, *options])


def _seem_killed(run: Path, done: int) -> None:
    """Leave the progress of a process that was killed when so many photos had ended."""
    progress = json.loads((run / PROGRESS).read_text())
    progress |= {"ended": "", "done": done}
    progress["process"]["started"] = 1  # no process of this number started so early
    (run / PROGRESS).write_text(json.dumps(progress))


def test_a_killed_runs_photos_are_counted_from_its_results(
    archive: Archive, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    assert _run(archive, run) == 0
    rows = len(RunDirectory(run).require_record().wanted)
    _seem_killed(run, 1)
    status = status_of(run)
    assert (status.state, status.photos, status.done) == (RunState.KILLED, rows, rows)
    (listed,) = list_runs(tmp_path)
    assert (listed.photos, listed.done) == (rows, rows)
    RunDirectory(run).mark_summary_old()
    assert f"{rows} have ended" in run_html(run)


@pytest.mark.parametrize("command", ["export", "page", "trend", "check"])
def test_a_run_without_its_copy_of_the_manifest_gives_no_photo_without_its_year(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    run = tmp_path / "run"
    assert _run(archive, run) == 0
    (copy,) = run.glob("manifest-as-read.*")
    copy.unlink()
    capsys.readouterr()
    output = [] if command == "check" else ["-o", str(tmp_path / "new.html")]
    output[-1:] = [str(tmp_path / "new.csv")] if command in ("export", "trend") else output[-1:]
    assert main([command, str(run), *output]) != 0
    said = capsys.readouterr()
    assert "the copy of the manifest is gone" in said.out + said.err
    assert not list(tmp_path.glob("new.*"))
    assert _run(archive, run) == 0
    assert main([command, str(run), *output]) == 0


def test_a_pass_that_was_killed_counts_what_lacks_the_added_measure_as_left(
    archive: Archive, tmp_path: Path
) -> None:
    run, other = tmp_path / "run", tmp_path / "other"
    assert _run(archive, run, "--slice-size", "4", "--measures", "luminance") == 0
    assert _run(archive, other, "--slice-size", "4", "--measures", "luminance,width") == 0
    (run / "run.json").write_bytes((other / "run.json").read_bytes())
    with RunDirectory(run) as directory:
        directory.write_retried(next(RunDirectory(other).results_as_kept()))
        _seem_killed(run, 0)
        status = status_of(run)
        checked = check_results(directory, directory.require_record())
    assert checked.measured == 4
    assert (status.photos, status.done) == (checked.rows, 4)
