"""Measures a job's photos on its host, as a run of its own: `python -m photoparsl.detached.job`.

The job's folder holds `photos.csv` and `job.json`.  The run's folder `run` goes back with the job,
and is there again when an evicted job is started anew.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

from photoparsl.errors import PhotoparslError, RunError
from photoparsl.fetching import Limits
from photoparsl.files import read_json_file
from photoparsl.manifests import Source
from photoparsl.measuring import resolve_measures
from photoparsl.requesting import RunRequest
from photoparsl.results import BatchFolder, RunDirectory, damage_text
from photoparsl.running import (
    Reporter,
    StopRequest,
    begin_run,
    measured_rows,
    prepare_run,
    stopped_by,
)
from photoparsl.sites import load_site

INCOMPLETE = 3  # exit code: photos are left


def measure_job(folder: Path, seconds: float | None = None) -> int:
    """Measure what is left of a job's photos, and return how many are left then.

    folder: the job's folder
    seconds: after which no further slice is begun (default: what job.json says)

    Raises PhotoparslError if the job can't begin or go on.
    """
    try:
        fields = read_json_file(folder / BatchFolder.REQUEST)
        request = _request(folder, fields)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{BatchFolder.REQUEST}: damaged ({damage_text(error)})") from error
    stop = StopRequest()
    timer = Timer(fields["seconds"] if seconds is None else seconds, stop.set)
    timer.daemon = True
    with RunDirectory(request.run_dir) as directory:
        plan = prepare_run(request, directory)
        if not plan.left:
            return 0
        begin_run(request, plan, directory)
        timer.start()
        with (
            stopped_by([signal.SIGTERM, signal.SIGINT], stop, _on_signal(stop)),
            measured_rows(request, plan, directory, stop, Reporter()) as throughput,
        ):
            done = throughput.done
        timer.cancel()
    return plan.left - done


def _request(folder: Path, fields: dict[str, Any]) -> RunRequest:
    return RunRequest(
        Source(folder / BatchFolder.PHOTOS, BatchFolder.PHOTOS, fields["base"] or str(folder)),
        load_site("local"),
        folder / BatchFolder.RUN,
        measures=resolve_measures(fields["measures"]),
        limits=Limits(**fields["limits"]),
        workers=fields["workers"],
        slice_size=fields["slice_size"],
        has_page=False,
    )


def _on_signal(stop: StopRequest) -> Callable[[int], None]:
    """Return what a signal does: the second interrupts the slices that are being measured."""

    def handle(number: int) -> None:
        if stop.is_set():
            stop.interrupt_now()

    return handle


def main() -> int:
    """Measure the photos of the job in the current folder."""
    try:
        left = measure_job(Path.cwd())
    except PhotoparslError as error:
        sys.stderr.write(f"photoparsl: {error}\n")
        return 2
    except KeyboardInterrupt:
        return INCOMPLETE
    return INCOMPLETE if left else 0


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
