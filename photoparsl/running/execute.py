"""Execute a run from its order to its page, for a command and for a script alike."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from photoparsl.reports.summary import Summary
from photoparsl.results import SliceResult
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.plan import Plan
from photoparsl.running.run import RunRequest, begin, conclude, measure, prepare, show, unchanged
from photoparsl.running.stop import Stop
from photoparsl.running.throttle import Throttle
from photoparsl.sites import check_folder, check_photos


@dataclass(frozen=True, slots=True)
class Speed:
    """How many photos have ended, how many of them failed, and in how many seconds."""

    done: int = 0
    failed: int = 0
    seconds: float = 0.0


class Reporter:
    """Is told how a run goes on.  This one says nothing; others show it to a person."""

    def set_aside(self, path: Path) -> None:
        """The earlier run is kept in another folder."""

    def planned(self, plan: Plan) -> None:
        """The manifest has been read."""

    def measuring(self, photos: int) -> AbstractContextManager[object]:
        """The context in which so many photos are measured."""
        return nullcontext()

    def add(self, done: int, failed: int) -> None:
        """So many more photos have ended, and so many of them failed."""

    def say(self, line: str) -> None:
        """Something has gone wrong that the run outlives."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run has ended; `is_stopped` says whether `stop` was set."""

    plan: Plan
    summary: Summary
    speed: Speed
    is_stopped: bool = False


def execute(
    request: RunRequest,
    reporter: Reporter,
    stopping: Callable[[Stop], AbstractContextManager[None]],
    *,
    restart: bool = False,
) -> Ended:
    """Measure what is left of the order, and write its page.

    `stopping` gives the context in which signals set the event that ends the run early.
    Raises PhotoparslError for what stops the run; a failed photo doesn't.
    """
    directory = RunDirectory(request.run_dir)
    if restart and (aside := directory.set_aside((Path.cwd(), request.source.path))):
        reporter.set_aside(aside)
    stop = Stop()
    with directory:
        plan = prepare(request, directory)
        reporter.planned(plan)
        if summary := unchanged(request, plan, directory):
            return Ended(plan, summary, Speed())
        check_site(request, plan)
        begin(request, plan, directory)
        with stopping(stop):
            speed = Speed()
            if plan.left:
                speed = _measure(request, plan, directory, stop, reporter)
            with stop.interruptible():
                summary = conclude(request, plan, directory)
    return Ended(plan, summary, speed, stop.is_set())


def check_site(request: RunRequest, plan: Plan) -> None:
    """Raise SiteError for what would stop the run at its site."""
    if not plan.left:
        return
    request.site.preflight(request.options)
    if request.site.is_grid:
        check_folder(request.page.parent)
        check_photos(request.source.photos())


@contextmanager
def stopped_by(
    numbers: list[signal.Signals], stop: Stop, on_signal: Callable[[int], None]
) -> Iterator[None]:
    """Call `on_signal` at each of these signals, and set `stop` at the first.

    Only the main thread gets signals: in another one this does nothing.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        on_signal(number)
        stop.set()

    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _measure(
    request: RunRequest, plan: Plan, directory: RunDirectory, stop: Stop, reporter: Reporter
) -> Speed:
    """Measure, and write the page now and then, so that it shows how far the run is."""
    look = Throttle(lambda: show(request, plan, directory))
    done = failed = 0
    began = time.monotonic()
    with reporter.measuring(plan.left):
        for outcome in measure(request, plan, directory, stop, reporter.say):
            if isinstance(outcome, SliceResult):
                ended, bad = len(outcome.outcomes), len(outcome.failures)
                done, failed = done + ended, failed + bad
                reporter.add(ended, bad)
            else:
                rows = f"rows {outcome.slice_.start} to {outcome.slice_.stop - 1}"
                reporter.say(f"{rows}: not measured: {outcome.error}")
            with suppress(OSError), stop.interruptible():  # the page at the end says what is wrong
                look()
        return Speed(done, failed, time.monotonic() - began)
