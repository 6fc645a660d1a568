"""Measures a manifest from a script or a notebook."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from photoparsl.detached import execute_or_submit
from photoparsl.errors import IncompleteError, RunError
from photoparsl.library.opened_run import Run
from photoparsl.library.parameters import parameters_of
from photoparsl.library.progress_line import reporter
from photoparsl.number_text import counted
from photoparsl.options import parameter_field, path_of
from photoparsl.requesting import RunOptions
from photoparsl.running import EndedRun, Reporter, StopRequest, open_request, stopped_by


@dataclass(frozen=True, slots=True, kw_only=True)
class RunParameters(RunOptions):
    """The parameters of `run`."""

    manifest: str | Path = field(
        kw_only=False,
        metadata={
            "in_python": "a file's path or an http(s) URL; or an archive, of which the manifest is "
            "made first, as `make_manifest` does: a folder, a table, a file of records, a URL"
        },
    )
    progress: bool | None = parameter_field(
        None, "show progress on standard error (default: if it is a terminal or a notebook)"
    )


@parameters_of(RunParameters)
def run(given: RunParameters) -> Run:
    """Measure the photos of a manifest, write the page, and return the run.

    The same call again resumes an earlier run.  Photos that can't be measured are in
    `Run.failures()`.

    Raises PhotoparslError if the run can't begin or go on, and its subclass IncompleteError if
    photos are left.  After Ctrl-C, or a notebook's interrupt, the running tasks finish, and
    KeyboardInterrupt is raised, also if these tasks were the last.  The second Ctrl-C stops the
    run at once.  What unfinished tasks have measured isn't kept.  With `detach`, the first Ctrl-C
    raises it at once, and jobs that were submitted go on.
    """
    path_of("manifest", given.manifest)
    return _execute(str(given.manifest), given, reporter(given.progress))


def _execute(manifest: str, options: RunOptions, shown: Reporter) -> Run:
    """Measure what is left of a manifest, and return the run."""
    with _alone(), _restored_path(), open_request(options, manifest, shown) as request:
        ended = execute_or_submit(request, shown, _stopped_by_interrupt, restart=options.restart)
    if not options.detach:  # its jobs measure what is left; an interrupt is raised where it comes
        _check_end(ended, request.run_dir)
    return Run(request.run_dir, str(ended.plan.changes or ""))


def _check_end(ended: EndedRun, run_dir: Path) -> None:
    """Raise KeyboardInterrupt if the user stopped the run, or IncompleteError if photos are left.

    A script that was interrupted must not go on, though the run has come to its end.
    """
    if ended.unfinished:
        left = counted(ended.unfinished, "photo is", "photos are")
        message = (
            f"{left} left; what was measured is kept, and the same call "
            f"goes on; what happened is in {run_dir.resolve() / 'run.log'}"
        )
        raise KeyboardInterrupt(message) if ended.is_stopped else IncompleteError(message)
    if ended.is_stopped:
        raise KeyboardInterrupt(f"no photo is left; the run is in {run_dir.resolve()}")


_locks: dict[int, threading.Lock] = {}  # by process: a fork has no run of its own yet


@contextmanager
def _alone() -> Iterator[None]:
    """Raise RunError while another thread executes a run: Parsl has one config in a process."""
    lock = _locks.setdefault(os.getpid(), threading.Lock())
    if not lock.acquire(blocking=False):
        raise RunError(
            "this program is executing another run, and Parsl executes one at a time in a program: "
            "call run when that one has ended, or in a process of its own"
        )
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _restored_path() -> Iterator[None]:
    """Restore PYTHONPATH, which a run sets so that workers find the user's own measures."""
    before = os.environ.get("PYTHONPATH")
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("PYTHONPATH", None)
        else:
            os.environ["PYTHONPATH"] = before


@contextmanager
def _stopped_by_interrupt(stop: StopRequest) -> Iterator[None]:
    """Set `stop` at the first Ctrl-C.  At the second, end the run at once: KeyboardInterrupt."""

    def on_signal(number: int) -> None:
        if stop.is_set():
            stop.interrupt_now()

    try:
        with stopped_by([signal.SIGINT], stop, on_signal):
            yield
    finally:
        stop.raise_if_interrupted()  # instead of an error that the interrupt has caused
