"""What a job does on its host: its photos are measured by Parsl, as a run of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from photoparsl.detached.returned import returned_results
from photoparsl.measuring import versions
from photoparsl.results import Batch, BatchFolder, RunDirectory
from tests.conftest import ROWS, Archive, Flow
from tests.running.test_survival import ours, until


def job_folder(folder: Path, places: list[str], origin: str = "") -> Path:
    """A job's folder as it comes to its host."""
    folder.mkdir()
    lines = ["url,photoparsl_origin", *(f"{place},{origin}" for place in places)]
    (folder / BatchFolder.PHOTOS).write_text("\n".join(lines) + "\n")
    request = {
        "measures": ["luminance", "width"],
        "limits": {"per_host": 2, "total_seconds": 20.0},
        "workers": 2,
        "seconds": 600,
        "slice_size": None,
        "base": "",
    }
    (folder / BatchFolder.REQUEST).write_text(json.dumps(request))
    (folder / BatchFolder.RUN).mkdir()
    return folder


def start(folder: Path) -> subprocess.Popen[str]:
    """The job's program, without HOME and with hardly an environment, as HTCondor starts it."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "photoparsl.detached.job"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LANG": "C", "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def outcomes(folder: Path) -> list[int]:
    results = RunDirectory(folder / BatchFolder.RUN).results_as_kept()
    return [outcome.row for result in results for outcome in result.outcomes]


def test_a_job_measures_its_photos_and_writes_no_page(archive: Archive, tmp_path: Path) -> None:
    places = [archive.url + path.name for path in sorted(archive.folder.glob("*.jpg"))]
    folder = job_folder(tmp_path / "job's", places)
    process = start(folder)
    output, _ = process.communicate(timeout=120)
    assert (process.returncode, output) == (0, "")
    assert outcomes(folder) == list(range(len(places)))
    assert not list(folder.rglob("*.html"))
    rows = [[[0, len(places)]]]
    measures = versions(["luminance", "width"])
    jobs = BatchFolder(tmp_path / "run")
    jobs.path.mkdir(parents=True)
    folder.rename(jobs.job(0))
    batch = Batch("cafe", "7", time.time(), 1, measures, rows, [])
    results = returned_results(jobs, batch, 0, places)  # a job writes nothing that is refused
    assert sum(result.photo_count for result in results) == len(places)


def test_a_job_that_is_evicted_goes_on_where_it_was(
    slow: Archive, flow: Flow, tmp_path: Path
) -> None:
    lines = slow.manifest.read_text().splitlines()
    folder = job_folder(tmp_path / "job", [line.split()[0] for line in lines])
    flow.hold(after=30)  # requests; photos that are in several rows of a slice are asked for once
    process = start(folder)
    until(lambda: len(list((folder / "run/slices").glob("slice-*"))) > 1)
    process.send_signal(signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(2)
    process.kill()  # as HTCondor does after MachineMaxVacateTime
    process.wait()
    until(lambda: not ours(folder))
    flow.release()
    before = outcomes(folder)
    assert 0 < len(before) < ROWS
    process = start(folder)
    output, _ = process.communicate(timeout=240)
    assert process.returncode == 0, output
    assert sorted(outcomes(folder)) == list(range(ROWS))
    began = (folder / "run/events.jsonl").read_text().count('"event": "began"')
    assert began == 2


def test_a_job_reaches_no_more_than_its_rows_could(archive: Archive, tmp_path: Path) -> None:
    """A row from the web may not name this machine's network, whatever host it is measured on."""
    name = next(archive.folder.glob("*.jpg")).name
    folder = job_folder(tmp_path / "job", [archive.url + name], "https://photos.example/")
    process = start(folder)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    (result,) = RunDirectory(folder / BatchFolder.RUN).results_as_kept()
    assert [failure.reason for failure in result.failures] == ["refused-address"]


@pytest.mark.parametrize("text", ["{", "[]", '{"measures": ["nothing"]}'])
def test_a_job_without_a_request_says_so(tmp_path: Path, text: str) -> None:
    folder = job_folder(tmp_path / "job", ["http://127.0.0.1:9/a.jpg"])
    (folder / BatchFolder.REQUEST).write_text(text)
    process = start(folder)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert output.startswith("photoparsl: "), output
    assert "Traceback" not in output


_WITHOUT_READERS = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"edtf", "lxml", "jinja2"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Missing())
import photoparsl.detached.job
"""


def test_a_jobs_modules_need_no_readers_of_archives_and_no_page() -> None:
    subprocess.run([sys.executable, "-c", _WITHOUT_READERS], check=True)
