"""How far a run is, on standard error: one line that is written over."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from photoparsl.redact import visible, without_secrets
from photoparsl.running.reporter import Reporter

EVERY_SECONDS = 0.2  # between two changes of the line


def reporter(progress: bool | None) -> Reporter:
    """What shows progress, or shows nothing; None leaves it to what standard error is."""
    if progress is None:
        progress = _is_notebook() or bool(sys.stderr and sys.stderr.isatty())
    return ProgressLine() if progress else Reporter()


class ProgressLine(Reporter):
    """Photos done, rate and failures in a line, which a terminal and a notebook both show."""

    def __init__(self) -> None:
        self._photos = self._done = self._failed = self._width = 0
        self._began = self._written = 0.0

    @contextmanager
    def measuring(self, photos: int) -> Iterator[None]:
        """Show the line while photos are measured, and leave it as it was at last."""
        self._photos, self._began = photos, time.monotonic()
        self._write()
        try:
            yield
        finally:
            self._write("\n")

    def add(self, done: int, failed: int) -> None:
        """Count more photos."""
        self._done += done
        self._failed += failed
        if time.monotonic() - self._written > EVERY_SECONDS:
            self._write()

    def say(self, line: str) -> None:
        """Write a line above it."""
        self._put(visible(without_secrets(line)), "\n")

    def _write(self, end: str = "") -> None:
        self._written = time.monotonic()
        rate = (self._done - self._failed) / max(self._written - self._began, 1e-9)
        failed = f", {self._failed:,} failed" if self._failed else ""
        text = f"Measuring: {self._done:,} of {self._photos:,} photos, {rate:,.0f}/s{failed}"
        self._put(text, end)

    def _put(self, text: str, end: str) -> None:
        with suppress(OSError, ValueError):  # who saw it is gone
            sys.stderr.write(f"\r{text:{self._width}}{end}")
            sys.stderr.flush()
        self._width = 0 if end else len(text)


def _is_notebook() -> bool:
    """Whether this process is a notebook's kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return hasattr(shell, "kernel")
