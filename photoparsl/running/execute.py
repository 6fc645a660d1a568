"""Execute a run from its request to its page, for a command and for a script."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from photoparsl.reports.summary import Summary
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.plan import Plan
from photoparsl.running.prepare import begin, check_site, prepare, unchanged_summary
from photoparsl.running.reporter import Reporter
from photoparsl.running.run_page import finish
from photoparsl.running.run_request import RunRequest
from photoparsl.running.stop import Stop
from photoparsl.running.throughput import Throughput


@dataclass(frozen=True, slots=True)
class EndedRun:
    """A run that has ended, complete or not.

    plan: what was left to measure when it began
    summary: of all its results
    throughput: what was measured this time
    is_stopped: whether it was to end early
    """

    plan: Plan
    summary: Summary
    throughput: Throughput
    is_stopped: bool = False


def execute(
    request: RunRequest,
    reporter: Reporter,
    stopping: Callable[[Stop], AbstractContextManager[None]],
    *,
    restart: bool = False,
) -> EndedRun:
    """Measure what is left of a run, and write its page.

    reporter: gets what the run reports
    stopping: returns the context in which signals set the Stop that it is given
    restart: whether to begin anew, with an earlier run's folder renamed

    Raises PhotoparslError for what stops the run; a failed photo doesn't.
    """
    directory = RunDirectory(request.run_dir)
    staying = [Path.cwd(), request.source.path]
    if request.made:
        staying.append(Path(request.made.archive))
    if restart and (aside := directory.set_aside(staying)):
        reporter.set_aside(aside)
    stop = Stop()
    with directory:
        plan = prepare(request, directory)
        reporter.planned(plan)
        if request.made:
            request.made.keep(directory)
        if summary := unchanged_summary(request, plan, directory):
            return EndedRun(plan, summary, Throughput())
        check_site(request, plan)
        begin(request, plan, directory)
        with stopping(stop):
            throughput = Throughput()
            if plan.left:
                from photoparsl.running.run import measure  # noqa: PLC0415  imports Parsl

                throughput = measure(request, plan, directory, stop, reporter)
            with stop.interruptible():
                summary = finish(request, plan, directory)
    return EndedRun(plan, summary, throughput, stop.is_set())
