"""What a person sees in the terminal: progress, and a run in a few lines."""

from __future__ import annotations

import io
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, cast

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from photoparsl.commands.screen import raw_of
from photoparsl.reasons import NO_ANSWER
from photoparsl.redact import published, visible, without_secrets
from photoparsl.reports.boards import cost_lines
from photoparsl.reports.summary import Summary
from photoparsl.running.execute import Speed
from photoparsl.running.plan import Plan
from photoparsl.running.run import RunRequest
from photoparsl.running.slice_size import SECONDS
from photoparsl.sites import workers

BAR = 40  # characters of the longest bar of a histogram
LINE_SECONDS = 10  # between two lines where the output is no terminal


class Meter:
    """Photos done, rate, time left and failures: a moving bar, or lines where that can't be."""

    def __init__(
        self, console: Console, bar: Progress, doing: str, total: int | None, noun: str
    ) -> None:
        self._console, self._bar = console, bar
        self._doing, self._noun = doing, noun
        self._total = "" if total is None else f" of {total:,}"
        self._task = bar.add_task("", total=total, rate="", failed="")
        self._began = self._said = time.monotonic()
        self.done = self.failed = 0

    @property
    def seconds(self) -> float:
        """Wall time since the beginning."""
        return time.monotonic() - self._began

    def add(self, done: int, failed: int = 0) -> None:
        """Count `done` more, of which `failed` failed."""
        self.done += done
        self.failed += failed
        # Those that failed aren't counted: to fail takes no time, and is no speed.
        rate = f"{(self.done - self.failed) / max(self.seconds, 1e-9):,.0f}/s"
        failures = f"{self.failed:,} failed" if self.failed else ""
        self._bar.update(self._task, completed=self.done, rate=rate, failed=failures)
        if not self._console.is_terminal and time.monotonic() - self._said > LINE_SECONDS:
            self._said = time.monotonic()
            line = f"{self._doing}: {self.done:,}{self._total} {self._noun}, {rate}"
            self.say(f"{line}, {failures}" if failures else line)

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        self._bar.console.print(Text(visible(without_secrets(line))))  # as it is, without markup


class _StandardError(io.TextIOBase):
    """Standard error.  When its reader is gone the program is told so, as by a terminal's end."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self._stream = raw_of(sys.stderr)  # in whose place Rich puts its own while a bar is shown
        self._is_gone = False

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def write(self, text: str) -> int:
        if not self._is_gone:
            try:
                self._stream.write(text)
                self._stream.flush()
            except OSError:
                self._is_gone = True
                os.kill(os.getpid(), signal.SIGHUP)
        return len(text)


def console() -> Console:
    """Where progress is shown: standard error, so that a pipe has results only."""
    return Console(file=cast("IO[str]", _StandardError()))


@contextmanager
def meter(console: Console, doing: str, total: int | None, noun: str = "photos") -> Iterator[Meter]:
    """A Meter for `total` things, if it is known how many; `doing` says what is done with them."""
    columns = (
        SpinnerColumn(),
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("[red]{task.fields[failed]}"),
    )
    with Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=False,  # rich would write what is printed meanwhile as it is
        redirect_stderr=False,
    ) as bar:
        yield Meter(console, bar, doing, total, noun)


def planned(request: RunRequest, plan: Plan) -> str:
    """What the run would do, in lines."""
    size, left = request.slice_size, plan.left
    if size:
        slices = sum(-(-len(gap) // size) for gap in plan.missing) + -(-len(plan.again) // size)
        sliced = f"{slices:,} slices of up to {size}"
    else:
        sliced = f"slices of about {SECONDS} s each, at the speed that is measured"
    years = "{}-{}".format(*plan.years) if plan.years else "none"
    undated = f", {plan.undated:,} without a year" if plan.undated else ""
    name = visible(request.source.name)
    finished = len(plan.wanted) - sum(map(len, plan.missing))
    most = workers(request.site.fresh_config(request.options))
    return "\n".join(
        (
            f"Manifest   {name}: {plan.rows:,} photos, years {years}{undated}",
            f"Finished   {finished:,} of the {len(plan.wanted):,} photos asked for",
            f"To do      {left:,} photos in {sliced}",
            f"Measures   {', '.join(map(str, request.measures))}",
            f"Site       {request.site.name}: {most} workers at most",
            f"Run        {request.run_dir.resolve()}",
            f"Page       {request.page}",
            *noted(plan),
        )
    )


def noted(plan: Plan) -> list[str]:
    """What is to be said of the manifest, in lines."""
    return [f"Note       {visible(note)}" for note in plan.notes]


def summed_up(summary: Summary, speed: Speed) -> str:
    """How the run ended, in lines, and how fast it was this time."""
    lines = [_counts(summary, speed)]
    for reason, number in summary.reasons.items():
        example = published(summary.examples[reason])
        lines.append(f"  {visible(reason):20} {number:7,}   e.g. {example}")
    if summary.failed and not summary.measured and summary.reasons.keys() <= NO_ANSWER:
        lines.append("None could be reached from where the tasks ran: is their server up?")
    if summary.tasks:
        lines += ["", histogram(summary.tasks)]
    if summary.cost:
        lines += ["", *cost_lines(summary.cost)]
    return "\n".join([*lines, "", f"Page: {summary.page}", f"      {summary.url}"])


def histogram(counts: Mapping[str, int]) -> str:
    """Where the tasks ran, as the OSG's `connect histogram` drew it.

    >>> print(histogram({"mwt2.org": 3, "unl.edu": 1}))
    Where the tasks ran |Ct (Pct)     Histogram
    mwt2.org            |3 (75.00%)   ########################################
    unl.edu             |1 (25.00%)   #############
    """
    total, most = sum(counts.values()), max(counts.values())
    lines = [f"{'Where the tasks ran':20}|{'Ct (Pct)':13}Histogram"]
    for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        bar = "#" * max(1, BAR * number // most)
        share = f"{number} ({number / total:.2%})"
        lines.append(f"{visible(name):20}|{share:13}{bar}")
    return "\n".join(lines)


def _counts(summary: Summary, speed: Speed) -> str:
    counts = f"{summary.measured:,} photos measured, {summary.failed:,} failed"
    if summary.undated:
        counts += f", {summary.undated:,} of them without a year"
    if summary.left:
        counts += f", {summary.left:,} left"
    if not speed.done:
        none = "nothing was measured this time" if summary.left else "there was nothing left to do"
        return f"{counts}; {none}."
    measured = speed.done - speed.failed
    rate = f" ({measured / max(speed.seconds, 1e-9):,.1f} photos/s)" if measured else ""
    return f"{counts}; {speed.done:,} in {speed.seconds:.1f} s{rate}."
