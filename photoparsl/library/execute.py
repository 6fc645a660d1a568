"""Measuring a manifest from a script or a notebook."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from photoparsl.errors import IncompleteError
from photoparsl.fetching import Limits
from photoparsl.library.progress import reporter
from photoparsl.library.run import Run
from photoparsl.running.execute import execute
from photoparsl.running.manifest_source import open_source
from photoparsl.running.options import TITLE, RunOptions
from photoparsl.running.run_name import run_name
from photoparsl.running.run_request import make_request
from photoparsl.running.stop import Stop, stopped_by


def run(  # noqa: PLR0913  a person looks them up here
    manifest: str | Path,
    *,
    config: str | Path = "local",
    measures: str | Callable[..., Any] | Sequence[str | Callable[..., Any]] = (),
    run_dir: str | Path | None = None,
    start: int = 0,
    count: int | None = None,
    retry_failed: bool | Sequence[str] = False,
    restart: bool = False,
    public: str | Path | None = None,
    title: str = TITLE,
    note: str = "",
    slice_size: int | None = None,
    limits: Limits = Limits(),
    grid: Mapping[str, Any] | None = None,
    progress: bool | None = None,
) -> Run:
    """Measure the photos of a manifest, write the page, and return the run.

    The same call again goes on where an earlier one ended.  A photo that can't be measured is
    one of `Run.failures()`; what stops the whole run raises a PhotoparslError.  Ctrl-C, or a
    notebook's interrupt, lets what is running finish, and then raises KeyboardInterrupt; the
    second stops at once.

    manifest: a file's path or an http(s) URL
    config: the site: local, threads, slurm, htcondor, ospool, osgconnect, or a .py file
    measures: names, in a list or separated by commas; 'all'; 'module:function'; functions of a
        photo (docs/own-measure.md), defined anywhere for workers on this machine
    run_dir: the run's folder (default: runs/NAME, NAME made from the manifest's)
    start, count: the first row, and how many (default: all)
    retry_failed: try failed photos again: all, or those that failed for these reasons
    restart: begin anew; the earlier run is kept aside
    public: the page's folder (default: the site's)
    title, note: the page's
    slice_size: photos a task (default: chosen by the speed that is measured)
    limits: the most that the run takes of photos' hosts and of workers
    grid: settings by their names, like {'pilots': 20, 'project': 'X'}
    progress: show it on standard error (default: where that is a terminal or a notebook)
    """
    options = RunOptions(
        config=str(config),
        measures=_measures(measures),
        run_dir=Path(run_dir) if run_dir else None,
        slice_size=slice_size,
        start=start,
        count=count,
        public=Path(public) if public else None,
        title=title,
        note=note,
        retry_failed=_retry(retry_failed),
        restart=restart,
        limits=limits,
        grid=grid or {},
    )
    with _restored_path(), open_source(str(manifest), allow_private=limits.allow_private) as source:
        request = make_request(options, source, run_name(str(manifest)))
        ended = execute(request, reporter(progress), _stopped_by_interrupt, restart=restart)
    if ended.summary.left:
        kept = f"{ended.summary.left:,} photos are left; what was measured is kept, and the same "
        kept += f"call goes on; what happened is in {request.run_dir.resolve() / 'run.log'}"
        raise KeyboardInterrupt(kept) if ended.is_stopped else IncompleteError(kept)
    return Run(request.run_dir)


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


def _measures(
    measures: str | Callable[..., Any] | Sequence[str | Callable[..., Any]],
) -> Sequence[str | Callable[..., Any]]:
    if isinstance(measures, str):
        return measures.split(",") if measures else ()
    return [measures] if callable(measures) else measures


def _retry(retry_failed: bool | Sequence[str]) -> Sequence[str] | None:
    if isinstance(retry_failed, bool):
        return [] if retry_failed else None
    return [retry_failed] if isinstance(retry_failed, str) else retry_failed


@contextmanager
def _stopped_by_interrupt(stop: Stop) -> Iterator[None]:
    """Set `stop` at the first Ctrl-C; the second ends the run now, with KeyboardInterrupt."""

    def on_signal(number: int) -> None:
        if stop.is_set():
            stop.interrupt_now()

    try:
        with stopped_by([signal.SIGINT], stop, on_signal):
            yield
    finally:
        stop.check()  # in place of an error that the end of the run caused
