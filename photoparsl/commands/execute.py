"""Executing a run in a terminal: what it shows, and how it ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from photoparsl.commands.ending import unless_gone
from photoparsl.commands.exits import Exit
from photoparsl.commands.terminal import Meter, console, meter, noted, planned, summed_up
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.execute import Reporter, check_site, execute, stopped_by
from photoparsl.running.plan import Plan
from photoparsl.running.run import RunRequest, prepare
from photoparsl.running.stop import Stop

LONG_SECONDS = 30  # a run after which people read the end only
_STOPPING = b"\nStopping: what is running is finished and kept. Again to stop at once.\n"


def carry_out(request: RunRequest, *, restart: bool = False, dry_run: bool = False) -> Exit:
    """Measure what is left of the order, write its page, and say what it has come to."""
    if dry_run:
        plan = prepare(request, RunDirectory(request.run_dir))
        check_site(request, plan)
        print(planned(request, plan))
        print("".join(_submit_files(request)), end="")
        return Exit.ALL
    ended = execute(request, _Terminal(), _stopped_by_signals, restart=restart)
    summary = ended.summary
    with unless_gone():  # the code still tells
        if ended.speed.seconds > LONG_SECONDS:
            _print_notes(ended.plan)
        print(summed_up(summary, ended.speed))
        if summary.left:
            log = request.run_dir.resolve() / "run.log"
            print(f"\nTo go on, run the same command again; what happened is in {log}")
    if summary.left and ended.is_stopped:
        return Exit.INTERRUPTED
    return Exit.INCOMPLETE if summary.left else Exit.SOME_FAILED if summary.failed else Exit.ALL


class _Terminal(Reporter):
    """Shows a run as a bar, with lines above it."""

    _bar: Meter

    def set_aside(self, path: Path) -> None:
        print(f"The earlier run is kept as {path}")

    def planned(self, plan: Plan) -> None:
        _print_notes(plan)

    @contextmanager
    def _measuring(self, photos: int) -> Iterator[None]:
        with meter(console(), "Measuring", photos) as self._bar:
            yield

    def measuring(self, photos: int) -> AbstractContextManager[object]:
        return self._measuring(photos)

    def add(self, done: int, failed: int) -> None:
        self._bar.add(done, failed)

    def say(self, line: str) -> None:
        self._bar.say(line)


def _print_notes(plan: Plan) -> None:
    for line in noted(plan):
        print(line)


def _submit_files(request: RunRequest) -> Iterator[str]:
    """What HTCondor would be told of a pilot, under a config that has some."""
    for executor in request.site.fresh_config(request.options).executors:
        if show := getattr(executor, "submit_file", None):
            yield f"\n{show(request.run_dir.resolve())}"


def _stopped_by_signals(stop: Stop) -> AbstractContextManager[None]:
    """Set `stop` at the first Ctrl-C or SIGTERM; the second ends the program at once.

    A terminal that is closed (SIGHUP) counts once, unless the program was begun to outlive it.
    """

    def on_signal(number: int) -> None:
        if stop.is_set() and number != signal.SIGHUP:
            os._exit(Exit.INTERRUPTED)  # Parsl's processes are tethered to this one
        with suppress(OSError):  # a terminal that is gone
            os.write(2, _STOPPING)

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as `nohup` has it
        numbers.append(signal.SIGHUP)
    return stopped_by(numbers, stop, on_signal)
