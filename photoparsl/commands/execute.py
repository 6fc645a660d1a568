"""Carrying out a run from its order to its page, in a terminal."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from types import FrameType

from photoparsl.commands.ending import unless_gone
from photoparsl.commands.exits import Exit
from photoparsl.commands.terminal import (
    Speed,
    console,
    meter,
    noted,
    planned,
    progress_of,
    summed_up,
)
from photoparsl.results import SliceResult
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.plan import Plan
from photoparsl.running.run import Order, begin, conclude, measure, prepare, show, unchanged
from photoparsl.running.throttle import NowAndThen
from photoparsl.sites.preflight import check_photos

LONG_SECONDS = 30  # a run after which people read the end only
_STOPPING = b"\nStopping: what is running is finished and kept. Again to stop at once.\n"


def carry_out(order: Order, *, restart: bool = False, dry_run: bool = False) -> Exit:
    """Measure what is left of the order, write its page, and say what it has come to."""
    directory = RunDirectory(order.run_dir)
    if dry_run:
        plan = prepare(order, directory)
        _check_site(order, plan)
        print(planned(order, plan))
        print("".join(_submit_files(order)), end="")
        return Exit.ALL
    if restart and (aside := directory.set_aside((Path.cwd(), order.source.path))):
        print(f"The earlier run is kept as {aside}")
    stop = Event()
    with directory:
        plan = prepare(order, directory)
        _print_notes(plan)
        if summary := unchanged(order, plan, directory):
            print(summed_up(summary, Speed()))
            return Exit.SOME_FAILED if summary.failed else Exit.ALL
        _check_site(order, plan)
        begin(order, plan, directory)
        with _stopped_by_signals(stop):
            speed = _measure(order, plan, directory, stop) if plan.left else Speed()
            summary = conclude(order, plan, directory)
    with unless_gone():  # the code still tells
        if speed.seconds > LONG_SECONDS:
            _print_notes(plan)
        print(summed_up(summary, speed))
        if summary.left:
            log = directory.path / "run.log"
            print(f"\nTo go on, run the same command again; what happened is in {log}")
    if summary.left and stop.is_set():
        return Exit.INTERRUPTED
    return Exit.INCOMPLETE if summary.left else Exit.SOME_FAILED if summary.failed else Exit.ALL


def _print_notes(plan: Plan) -> None:
    for line in noted(plan):
        print(line)


def _measure(order: Order, plan: Plan, directory: RunDirectory, stop: Event) -> Speed:
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
        return Speed(bar.done, bar.failed, bar.seconds)


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
def _stopped_by_signals(stop: Event) -> Iterator[None]:
    """Set `stop` at the first Ctrl-C or SIGTERM; the second ends the program at once.

    A terminal that is closed (SIGHUP) counts once, unless the program was begun to outlive it.
    """

    def on_signal(number: int, frame: FrameType | None) -> None:
        if stop.is_set() and number != signal.SIGHUP:
            os._exit(Exit.INTERRUPTED)  # Parsl's processes are tethered to this one
        stop.set()
        with suppress(OSError):  # a terminal that is gone
            os.write(2, _STOPPING)

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as `nohup` has it
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
