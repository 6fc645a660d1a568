"""Executes a run, and first takes in what the jobs of a detached run have brought back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

from photoparsl import running
from photoparsl.errors import RunError
from photoparsl.requesting import RunRequest
from photoparsl.results import BatchFolder, RunDirectory
from photoparsl.running import EndedRun, Reporter, StopRequest
from photoparsl.sites import import_parsl


def execute_or_submit(
    request: RunRequest,
    reporter: Reporter,
    stopping: Callable[[StopRequest], AbstractContextManager[None]],
    *,
    restart: bool = False,
) -> EndedRun:
    """Execute a run in this process (`execute_here`), or submit it as jobs.

    First the results are taken in that the run's jobs have brought back, if it had any.
    """
    folder = BatchFolder(request.run_dir)
    batch = folder.read()
    if restart and batch:
        raise RunError(f"{request.run_dir}: has jobs in the queue: 'photoparsl stop' removes them")
    if request.detach:
        import_parsl()  # faster than what follows would
        from photoparsl.detached.submitting import detach  # noqa: PLC0415  imports Parsl

        return detach(request, reporter, restart=restart)
    sentences: tuple[str, ...] = ()
    if batch:
        from photoparsl.detached.taking import take_in  # noqa: PLC0415  imports Parsl

        with RunDirectory(request.run_dir) as directory:
            sentences = take_in(directory, folder).all_sentences
    ended = running.execute_here(request, reporter, stopping, restart=restart)
    return replace(ended, sentences=sentences)
