"""Standard output and error on which nothing that a stranger wrote can hide, steer or tell secrets.

All that is printed goes through here: results, errors, warnings, log lines, tracebacks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO, cast

from photoparsl.redact import visible_lines, without_secrets


class Screen:
    """A text stream that makes what is written visible, without secrets, and passes it on.

    `raw` is the stream behind it, for a program's own control sequences.
    """

    def __init__(self, raw: TextIO) -> None:
        self.raw = raw

    def write(self, text: str) -> int:
        """Write it, in characters that the stream has, and return how many were given."""
        shown = visible_lines(without_secrets(text).replace("\r\n", "\n"))
        encoding = getattr(self.raw, "encoding", None) or "utf-8"
        self.raw.write(shown.encode(encoding, "replace").decode(encoding))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Write each of them."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self.raw, name)


@contextmanager
def safe_screen() -> Iterator[None]:
    """Let all that is printed pass through `Screen`.

    An exception leaves it so: its traceback is printed after this.
    """
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("TextIO", Screen(raw_of(stream))) for stream in before)
    yield
    sys.stdout, sys.stderr = before


def raw_of(stream: TextIO) -> TextIO:
    """The stream itself, or the one behind it."""
    return stream.raw if isinstance(stream, Screen) else stream
