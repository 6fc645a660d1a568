"""Standard output and error through which no text of a stranger steers the terminal.

All that is printed passes through `SafeStream`: results, errors, warnings, log lines, tracebacks.
Secrets in URLs are left out as well.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO, cast

from photoparsl.redact import visible_lines, without_secrets


class SafeStream:
    """A text stream that writes control characters visibly, and no secrets, to another stream.

    raw: that other stream, for escape sequences of the program itself
    """

    def __init__(self, raw: TextIO) -> None:
        self.raw = raw

    def write(self, text: str) -> int:
        """Write the text in characters of the stream's encoding; return the length of `text`."""
        shown = visible_lines(without_secrets(text).replace("\r\n", "\n"))
        encoding = getattr(self.raw, "encoding", None) or "utf-8"
        self.raw.write(shown.encode(encoding, "replace").decode(encoding))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Write the lines one by one."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self.raw, name)


@contextmanager
def safe_streams() -> Iterator[None]:
    """Replace standard output and error by SafeStreams.

    They stay replaced after an exception, whose traceback is printed later.
    """
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("TextIO", SafeStream(raw_stream(s))) for s in before)
    yield
    sys.stdout, sys.stderr = before


def raw_stream(stream: TextIO) -> TextIO:
    """The stream behind a SafeStream; any other stream itself."""
    return stream.raw if isinstance(stream, SafeStream) else stream


def terminal_width() -> int | None:
    """Columns of the terminal, or None if standard output isn't one: any line length will do."""
    from rich.console import Console  # noqa: PLC0415  slow, and not needed by every command

    return Console(file=raw_stream(sys.stdout)).width if sys.stdout.isatty() else None
