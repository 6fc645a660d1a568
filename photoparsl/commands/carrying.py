"""Carrying out a run from its order to its page, in a terminal."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event
from types import FrameType

from photoparsl.commands.exits import Exit
from photoparsl.plan import Plan
from photoparsl.results import SliceResult
from photoparsl.run import Order, begin, conclude, measure, prepare, show, unchanged
from photoparsl.running.now_and_then import NowAndThen
from photoparsl.running.preflight import check_photos
from photoparsl.storage.rundir import RunDirectory
from photoparsl.terminal import console, meter, planned, progress_of, summed_up


def carry_out(order: Order, *, restart: bool = False, dry_run: bool = False) -> Exit:
    """Measure what is left of the order, write its page, and say what it has come to."""
    directory = RunDirectory(order.run_dir)
    if dry_run:
        plan = prepare(order, directory)
        _check_site(order, plan)
        print(planned(order, plan))
        print("".join(_submit_files(order)), end="")
        return Exit.ALL
    if restart and (aside := directory.set_aside()):
        print(f"The earlier run is kept as {aside}")
    with directory, _stoppable() as stop:
        plan = prepare(order, directory)
        if summary := unchanged(order, plan, directory):
            print(summed_up(summary, 0, 0.0))
            return Exit.SOME_FAILED if summary.failed else Exit.ALL
        _check_site(order, plan)
        begin(order, plan, directory)
        done, seconds = _measure(order, plan, directory, stop) if plan.left else (0, 0.0)
        summary = conclude(order, plan, directory)
    print(summed_up(summary, done, seconds))
    if summary.left:
        print(
            f"\nTo go on, run the same command again; what happened is in {directory.path}/run.log"
        )
    if summary.left and stop.is_set():
        return Exit.INTERRUPTED
    return Exit.INCOMPLETE if summary.left else Exit.SOME_FAILED if summary.failed else Exit.ALL


def _measure(order: Order, plan: Plan, directory: RunDirectory, stop: Event) -> tuple[int, float]:
    """Measure with a bar, and return how many photos have ended in how many seconds.

    Now and then the page is written too, so that it shows how far the run is.
    """
    look = NowAndThen(lambda: show(order, plan, directory))
    with meter(console(), "Measuring", plan.left) as bar:
        for outcome in measure(order, plan, directory, stop, bar.say):
            if isinstance(outcome, SliceResult):
                bar.add(*progress_of(outcome))
            else:
                rows = f"rows {outcome.slice_.start} to {outcome.slice_.stop - 1}"
                bar.say(f"{rows}: not measured: {outcome.error}")
            with suppress(OSError):  # the page at the end says what is wrong
                look()
        return bar.done, bar.seconds


def _check_site(order: Order, plan: Plan) -> None:
    """Raise SiteError for what would stop the run on a grid."""
    if plan.left and order.site.is_grid:
        order.site.preflight(order.options)
        check_photos(order.source.photos())


def _submit_files(order: Order) -> Iterator[str]:
    """What HTCondor would be told of a pilot, under a config that has some."""
    for executor in order.site.fresh_config(order.options).executors:
        if show := getattr(executor, "submit_file", None):
            yield f"\n{show(order.run_dir.resolve())}"


@contextmanager
def _stoppable() -> Iterator[Event]:
    """An event that the first Ctrl-C or SIGTERM sets; the second ends the program at once."""
    stop = Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(Exit.INTERRUPTED)  # Parsl's processes are tethered to this one
        stop.set()
        os.write(2, b"\nStopping: what is running is finished and kept. Again to stop at once.\n")

    before = {s: signal.signal(s, on_signal) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
