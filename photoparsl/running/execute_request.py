"""Executes a run from its request to its page, for the command line and for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from photoparsl.planning import Plan, edited_meanwhile, own_source
from photoparsl.reports import Summary
from photoparsl.requesting import RunRequest
from photoparsl.results import RunDirectory, RunState, forget_changes, mark_ended
from photoparsl.running.preparing import (
    begin_run,
    check_site,
    make_page_folder,
    prepare_run,
    unchanged_summary,
)
from photoparsl.running.reporter import Reporter
from photoparsl.running.run_page import finish_run
from photoparsl.running.stop_request import StopRequest
from photoparsl.running.throughput import Throughput
from photoparsl.sites import allow_enough


@dataclass(frozen=True, slots=True)
class EndedRun:
    """How a run has ended, complete or not.

    plan: what was left to measure when the run began
    summary: the summary of all results, including those of earlier runs
    throughput: the throughput of this run alone
    is_stopped: whether the user stopped the run early
    leaves_threads: whether tasks still run in threads of this process, which nothing can end
    sentences: about the jobs of a detached run
    """

    plan: Plan
    summary: Summary
    throughput: Throughput
    is_stopped: bool = False
    leaves_threads: bool = False
    sentences: tuple[str, ...] = ()

    @property
    def unfinished(self) -> int:
        """How many photos have no outcome, or were to be measured again and weren't."""
        return max(self.summary.left, self.throughput.untried)


def execute_here(
    request: RunRequest,
    reporter: Reporter,
    stopping: Callable[[StopRequest], AbstractContextManager[None]],
    *,
    restart: bool = False,
) -> EndedRun:
    """Measure the rows that are left, write the page, and return how the run ended.

    reporter: receives the run's progress and warnings
    stopping: takes a StopRequest, and returns a context in which signals set it
    restart: whether to rename an earlier run's folder and measure all rows anew

    Raises PhotoparslError if the run can't begin or go on.  A photo that fails raises nothing.
    """
    allow_enough(0 if request.site.is_grid else request.options.workers)
    directory = RunDirectory(request.run_dir)
    with (
        set_aside(request, directory, restart=restart) as aside,
        directory,
        _started_early(request, directory),
    ):
        return _execute(request, directory, reporter, stopping, aside)


@contextmanager
def set_aside(
    request: RunRequest, directory: RunDirectory, *, restart: bool
) -> Iterator[Path | None]:
    """Return a context in which an earlier run's folder is renamed, if the run is to begin anew.

    It yields the folder's new path, or None.  If the context ends with an error before the new run
    has begun, the folder gets its name back.

    Raises RunError if the folder can't be renamed.
    """
    staying = [Path.cwd(), request.source.path]
    if request.made:
        staying.append(Path(request.made.archive))
    aside = directory.set_aside(staying) if restart else None
    try:
        yield aside
    except BaseException:
        if aside:
            directory.put_back(aside)
        raise


@contextmanager
def _started_early(request: RunRequest, directory: RunDirectory) -> Iterator[None]:
    """Let the site start early what a run needs, unless there seems to be nothing to measure."""
    last = directory.read_summary()
    is_complete = last is not None and not last.left and not request.recheck
    with nullcontext() if is_complete else request.site.started_early(request.options):
        yield


def _execute(
    request: RunRequest,
    directory: RunDirectory,
    reporter: Reporter,
    stopping: Callable[[StopRequest], AbstractContextManager[None]],
    aside: Path | None,
) -> EndedRun:
    """Do what `execute_here` does, in the run's folder.  `aside` is the earlier run's folder."""
    plan = prepare_run(request, directory, reporter.confirm)
    if aside:
        reporter.set_aside(aside)
    reporter.planned(plan)
    summary = unchanged_summary(request, plan, directory)
    if not summary:  # whatever refuses the run comes before its first file
        check_site(request, plan)
        make_page_folder(request)
    if request.made:
        request.made.keep(directory)
    if summary:
        forget_changes(directory.path)  # an edit that was taken back
        mark_ended(directory.path, RunState.COMPLETE)
        return EndedRun(plan, summary, Throughput())
    begin_run(request, plan, directory)
    edited, request = request.source, replace(request, source=own_source(request, directory))
    stop = StopRequest()
    with stopping(stop):
        measured: AbstractContextManager[Throughput] = nullcontext(Throughput())
        if plan.left:
            from photoparsl.running.measuring_rows import (  # noqa: PLC0415  imports Parsl
                measured_rows,
            )

            measured = measured_rows(request, plan, directory, stop, reporter)
        with measured as throughput, stop.interruptible():
            summary = finish_run(request, plan, directory, has_measured=bool(plan.left))
    if not plan.left:
        mark_ended(directory.path, RunState.COMPLETE)
    for sentence in edited_meanwhile(edited, plan.sha256):
        reporter.add_line(sentence)
        directory.log(sentence)
    return EndedRun(plan, summary, throughput, stop.is_set(), stop.leaves_threads)
