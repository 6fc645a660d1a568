"""Measures a manifest from a script or a notebook."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from photoparsl.detached import execute
from photoparsl.errors import IncompleteError, RunError
from photoparsl.fetching import Limits
from photoparsl.library.opened_run import Run
from photoparsl.library.progress_line import reporter
from photoparsl.measuring import listed_measures
from photoparsl.option_field import path_of
from photoparsl.results import TITLE
from photoparsl.running import (
    EndedRun,
    Reporter,
    RunOptions,
    StopRequest,
    open_request,
    stopped_by,
)


def run(  # noqa: PLR0913  so that help(photoparsl.run) lists all parameters
    manifest: str | Path, *, config: str | Path = "local",
    measures: str | Callable[..., Any] | Sequence[str | Callable[..., Any]] = (),
    run_dir: str | Path | None = None, start: int = 0, count: int | None = None,
    retry_failed: bool | Sequence[str] = False, restart: bool = False, recheck: bool = False,
    public: str | Path | None = None, moved_from: str | Path | None = None,
    title: str = TITLE, note: str = "", group: str | Sequence[str] = (),
    clusters: str = "", without_duplicates: bool = False, public_table: bool = False,
    notes: str | Path | None = None, thumbnails: int | None = None,
    columns: str | Sequence[str] = (), exclude: str | Sequence[str] = (), fuzzy: bool = False,
    image_column: str | Sequence[str] = (), date_column: str | Sequence[str] = (),
    corrections: str | Path | None = None, limits: Limits = Limits(), slice_size: int | None = None,
    grid: Mapping[str, Any] | None = None, detach: bool = False, progress: bool | None = None,
) -> Run:  # fmt: skip
    """Measure the photos of a manifest, write the page, and return the run.

    The same call again resumes an earlier run.  Photos that can't be measured are in
    `Run.failures()`.

    Raises PhotoparslError if the run can't begin or go on, and its subclass IncompleteError if
    photos are left.  After Ctrl-C, or a notebook's interrupt, the running tasks finish, and
    KeyboardInterrupt is raised.  The second Ctrl-C stops the run at once;
    what unfinished tasks have measured isn't kept.

    manifest: a file's path or an http(s) URL; or an archive, of which the manifest is made first,
        as `make_manifest` does: a folder, a table, a file of records, a URL
    config: the site: the name of a file in configs/, such as 'osgconnect', or a .py file's path
    run_dir: the run's folder (default: runs/NAME, NAME made from the manifest's)
    measures: names, in a list or separated by commas; 'all'; 'module:function'; functions of a
        photo (docs/own-measure.md), defined with `def`, for workers on this machine anywhere
        (default: 'all', or those of the run in the folder)
    start: the first row to measure, from 0
    count: how many rows to measure (default: all)
    retry_failed: measure failed photos again: all, or those that failed for these reasons
    restart: measure all photos anew, into an empty folder; the earlier run's folder is renamed
    recheck: ask the servers of measured photos whether they have changed, and measure these again
    public: the folder that the page is written to (default: the site's)
    moved_from: the folder in which the photos' files were before; those with the names, sizes and
        times of files that were measured there aren't measured again
    title: the page's title
    note: a sentence below the page's title
    group: the manifest's column by which the page groups the photos, or several
    clusters: the manifest's column that says which photos belong together, such as the album: the
        page's intervals are then of resampled entries
    without_duplicates: leave photos with the bytes of an earlier one out of the page's trends
        until its reader asks for them
    public_table: write the table of all photos into the page's folder too, for a page that has a
        sample
    notes: a CSV file with the columns 'year' (or a span) and 'text': the page's notes on years
    thumbnails: keep a small picture of each photo, so many pixels long, which the page shows; of
        more than 50,000 photos, of about 50,000 (photos measured without are fetched again)
    slice_size: how many photos a task measures (default: chosen from the speed so far)
    image_column, date_column: of an archive: the columns or elements of the photo and its date
    columns: of an archive: the columns of a table, or expressions for JSON, that are carried along
        (default: all of a table's)
    exclude: of a folder: patterns of names or paths of files that aren't read
    fuzzy: of an archive: whether inexact dates give a year
    corrections: of an archive: a table of `record` and `date`, whose dates go before the archive's
    limits: the limits on requests to servers, and on a worker's memory and time
    grid: settings of a grid by their names, like {'pilots': 20, 'project': 'X'}
    detach: on HTCondor or Slurm: submit jobs that measure on their own, and return; the same call,
        later, takes in what they have measured, and submits what is missing
    progress: show progress on standard error (default: if it is a terminal or a notebook)
    """
    options = RunOptions(
        config=str(config), measures=listed_measures(measures), run_dir=_path(run_dir),
        slice_size=slice_size, start=start, count=count, public=_path(public),
        moved_from=_path(moved_from), title=title, note=note, group=_names(group),
        clusters=clusters, without_duplicates=without_duplicates, public_table=public_table,
        notes=_path(notes), thumbnails=thumbnails, retry_failed=_retry(retry_failed),
        restart=restart, recheck=recheck, image_column=_names(image_column), fuzzy=fuzzy,
        date_column=_names(date_column), columns=_names(columns), exclude=_names(exclude),
        corrections=_path(corrections), limits=limits, detach=detach,
        grid={} if grid is None else grid,
    )  # fmt: skip
    path_of("manifest", manifest)
    return _execute(str(manifest), options, reporter(progress))


def _execute(manifest: str, options: RunOptions, shown: Reporter) -> Run:
    """Measure what is left of a manifest, and return the run."""
    with _alone(), _restored_path(), open_request(options, manifest, shown) as request:
        ended = execute(request, shown, _stopped_by_interrupt, restart=options.restart)
    if not options.detach:
        _check_complete(ended, request.run_dir)
    return Run(request.run_dir, str(ended.plan.changes or ""))


def _check_complete(ended: EndedRun, run_dir: Path) -> None:
    """Raise KeyboardInterrupt or IncompleteError if photos are left."""
    if not ended.unfinished:
        return
    message = (
        f"{ended.unfinished:,} photos are left; what was measured is kept, and the same call "
        f"goes on; what happened is in {run_dir.resolve() / 'run.log'}"
    )
    raise KeyboardInterrupt(message) if ended.is_stopped else IncompleteError(message)


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


def _names(names: str | Sequence[str]) -> Sequence[str]:
    return (names,) if isinstance(names, str) else _listed(names)


def _retry(retry_failed: bool | Sequence[str]) -> Sequence[str] | None:
    if isinstance(retry_failed, bool):
        return [] if retry_failed else None
    return _names(retry_failed)


def _listed(values: Any) -> Any:
    """The values as a tuple; anything else unchanged, for `RunOptions` to refuse."""
    return tuple(values) if isinstance(values, Iterable) else values


def _path(path: Any) -> Any:
    """The path; None for ''; anything else unchanged, for `RunOptions` to refuse."""
    return Path(path) if path and isinstance(path, str | os.PathLike) else path or None


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
        stop.check()  # raise KeyboardInterrupt instead of an error that the interrupt has caused
