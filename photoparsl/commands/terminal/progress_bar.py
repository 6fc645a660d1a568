"""Progress on standard error: a bar in a terminal, a line every LINE_SECONDS elsewhere."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import IO, cast

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from photoparsl.commands.terminal.safe_stream import raw_stream
from photoparsl.number_text import rate_text
from photoparsl.options import in_shell
from photoparsl.redact import visible, without_secrets

LINE_SECONDS = 10  # between two lines if the output is no terminal
NOTE_SECONDS = 30  # between two lines about what the work waits for, likewise


@contextmanager
def progress_bar(
    verb: str, total: int | None, noun: str = "photos", console: Console | None = None
) -> Iterator[ProgressBar]:
    """Show a ProgressBar while the block runs.

    verb: the text before the bar, like 'Measuring'
    total: how many things are to be done, or None if that isn't known
    noun: the name of these things, in the plural
    console: where it is shown (default: standard error)
    """
    console = console or stderr_console()
    is_unicode = console.encoding.startswith("utf")
    columns = (
        SpinnerColumn("dots" if is_unicode else "line"),
        TextColumn(verb),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("[red]{task.fields[failed]}"),
    )
    with _Progress(
        *columns,
        console=console,
        transient=True,
        disable=not can_redraw(console),
        redirect_stdout=False,  # rich would print control characters as they are
        redirect_stderr=False,
    ) as bar:
        yield ProgressBar(console, bar, verb, total, noun)


class _Progress(Progress):
    """A bar, and below it a note if there is one."""

    note = ""

    def get_renderables(self) -> Iterator[RenderableType]:
        """Yield what is shown."""
        yield from super().get_renderables()
        if self.note:
            yield Text(self.note)


class ProgressBar:
    """Counts things that are done and failed, and shows them with the rate and the time left."""

    def __init__(
        self, console: Console, bar: _Progress, verb: str, total: int | None, noun: str
    ) -> None:
        self._console, self._bar = console, bar
        self._verb, self._noun = verb, noun
        self._total = "" if total is None else f" of {total:,}"
        self._task = bar.add_task("", total=total, rate="", failed="")
        self._began = self._printed = self._noted = time.monotonic()
        self._done = self._failed = 0

    def add(self, done: int, failed: int = 0) -> None:
        """Count `done` more, of which `failed` failed."""
        self._done += done
        self._failed += failed
        self.show(0)

    def show(self, underway: int) -> None:
        """Show what is done, and so many more that are done and haven't been counted."""
        done = self._done + underway
        # Failures aren't counted in the rate: they take almost no time.
        seconds = max(time.monotonic() - self._began, 1e-9)
        rate = rate_text((done - self._failed) / seconds)
        failures = f"{self._failed:,} failed" if self._failed else ""
        self._bar.update(self._task, completed=done, rate=rate, failed=failures)
        if not can_redraw(self._console) and time.monotonic() - self._printed > LINE_SECONDS:
            self._printed = time.monotonic()
            line = f"{self._verb}: {done:,}{self._total} {self._noun}"
            self.print_line(", ".join(filter(None, (line, rate, failures))))

    def note(self, text: str) -> None:
        """Show a text below the bar.  Without a terminal, print it as a line every NOTE_SECONDS."""
        self._bar.note = _shown(text, self._console)
        is_due = time.monotonic() - self._noted > NOTE_SECONDS
        if text and is_due and not can_redraw(self._console):
            self._noted = time.monotonic()
            self.print_line(text)

    def print_line(self, line: str) -> None:
        """Print a line above the bar."""
        self._bar.console.print(Text(_shown(line, self._console)))  # Text: without rich's markup


class NoteLines:
    """Prints notes as lines on standard error, at most one every LINE_SECONDS."""

    def __init__(self) -> None:
        self._printed = -inf

    def __call__(self, text: str) -> None:
        """Print a note, unless one was printed lately."""
        if text and time.monotonic() - self._printed > LINE_SECONDS:
            self._printed = time.monotonic()
            console = stderr_console()
            console.print(Text(_shown(text, console)), soft_wrap=True)


def _shown(text: str, console: Console) -> str:
    """A text with no secrets, control characters visible, and for a terminal, flags alone."""
    shown = visible(without_secrets(text))
    return in_shell(shown) if console.is_terminal else shown


def can_redraw(console: Console) -> bool:
    """Whether this is a terminal that can replace what it shows.  One with TERM=dumb can't."""
    return console.is_terminal and not console.is_dumb_terminal


def stderr_console() -> Console:
    """Return a rich console on standard error, since standard output is for results."""
    return Console(file=cast("IO[str]", _StandardError()))


class _StandardError(io.TextIOBase):
    """Standard error.

    If its reader closes it, this process sends itself SIGHUP, as a terminal does.  If it is a file
    on a full disk, nothing more is written to it.
    """

    def __init__(self) -> None:
        self._stream = raw_stream(sys.stderr)  # rich replaces sys.stderr while it shows a bar
        self._is_closed = False

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """By which rich chooses the characters of a bar."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def write(self, text: str) -> int:
        if not self._is_closed:
            try:
                self._stream.write(text)
                self._stream.flush()
            except OSError as error:
                self._is_closed = True
                if error.errno in (errno.EPIPE, errno.EIO):
                    os.kill(os.getpid(), signal.SIGHUP)
        return len(text)
