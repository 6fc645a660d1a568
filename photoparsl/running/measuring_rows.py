"""Measures the rows of a plan with Parsl, which ends while the page is made."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from photoparsl.planning import Plan, unite_outcomes
from photoparsl.requesting import RunRequest
from photoparsl.results import RunDirectory, ended_by_disk
from photoparsl.running.log import logging_to
from photoparsl.running.reporter import Reporter
from photoparsl.running.slice_loop import SliceLoop
from photoparsl.running.stop_request import StopRequest
from photoparsl.running.throughput import Throughput
from photoparsl.sites import packing_progress


@contextmanager
def measured_rows(
    request: RunRequest, plan: Plan, directory: RunDirectory, stop: StopRequest, reporter: Reporter
) -> Iterator[Throughput]:
    """Measure the rows without an outcome, write the page at times, and yield the throughput.

    When the throughput is yielded, all results are written.  The context ends when Parsl has ended.

    Raises SiteError if the site doesn't work, IncompleteError if a disk or Parsl fails, and
    KeyboardInterrupt if `stop` is interrupted.
    """
    began = time.monotonic()
    with ExitStack() as ending:
        try:
            telling = packing_progress(reporter.waiting)
            with reporter.measuring(plan.left), logging_to(directory, reporter), telling:
                loop = SliceLoop(request, plan, directory, stop, reporter)
                ending.callback(loop.session.wait_until_closed)
                loop.run()
            directory.merge_retried()
            if plan.again and plan.again.photos and len(plan.repeats):
                unite_outcomes(plan, directory, request.source)
        except OSError as error:
            advice = "what was measured before is kept, and the same command goes on"
            raise ended_by_disk(error, directory, directory.path, advice) from error
        counts, taken = loop.counts, loop.taken_over
        done = counts.ended + taken.rows
        yield Throughput(
            done,
            counts.failed + taken.failed,
            time.monotonic() - began,
            loop.unchanged + (taken.unchanged if request.recheck else 0),
            loop.unchecked + (taken.unchecked if request.recheck else 0),
            plan.left - done,
        )
