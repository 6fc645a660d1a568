"""Shows the progress of a run on standard error, in one line that is overwritten."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from photoparsl.number_text import rate_text
from photoparsl.redact import visible, without_secrets
from photoparsl.running import Reporter

UPDATE_SECONDS = 0.2  # between two updates of the line


def reporter(progress: bool | None) -> Reporter:
    """Return the reporter of a run: a ProgressLine, or a Reporter that shows nothing.

    progress: whether to show progress.  None shows it if standard error is a terminal or a notebook
    """
    if progress is None:
        progress = _is_notebook() or bool(sys.stderr and sys.stderr.isatty())
    return ProgressLine() if progress else Reporter()


class ProgressLine(Reporter):
    """Shows photos done, rate and failures in one line, in a terminal or a notebook."""

    def __init__(self) -> None:
        self._photos = self._done = self._failed = self._underway = self._width = 0
        self._began = self._written = 0.0

    def understood(self, lines: Sequence[str]) -> None:
        """Write what was understood of an archive."""
        for line in lines:
            self.add_line(line)

    @contextmanager
    def measuring(self, photos: int) -> Iterator[None]:
        """Show the line while the block runs, and leave its last state there."""
        self._photos, self._began = photos, time.monotonic()
        self._write()
        try:
            yield
        finally:
            self._write("\n")

    def add(self, done: int, failed: int) -> None:
        """Count `done` more photos, of which `failed` failed."""
        self._done += done
        self._failed += failed
        self.underway(0)

    def underway(self, photos: int) -> None:
        """Show so many photos besides those that were counted."""
        self._underway = photos
        if time.monotonic() - self._written > UPDATE_SECONDS:
            self._write()

    def add_line(self, line: str) -> None:
        """Write a line above the progress line."""
        self._put(visible(without_secrets(line)), "\n")

    def _write(self, end: str = "") -> None:
        self._written = time.monotonic()
        done = self._done + self._underway
        rate = (done - self._failed) / max(self._written - self._began, 1e-9)
        failed = f"{self._failed:,} failed" if self._failed else ""
        text = f"Measuring: {done:,} of {self._photos:,} photos"
        self._put(", ".join(filter(None, (text, rate_text(rate), failed))), end)

    def _put(self, text: str, end: str) -> None:
        with suppress(OSError, ValueError):  # the terminal or notebook is gone
            sys.stderr.write(f"\r{text:{self._width}}{end}")
            sys.stderr.flush()
        self._width = 0 if end else len(text)


def _is_notebook() -> bool:
    """Whether this process is a notebook's kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return hasattr(shell, "kernel")
