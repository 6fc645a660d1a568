"""SafeStream: a text stream that makes control characters visible and leaves out secrets in URLs.

Everything that is printed passes through it: results, errors, warnings, log lines, tracebacks.  So
no text from an archive or a server can control the terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO, cast

from photoparsl.redact import visible_lines, without_secrets


class SafeStream:
    """A text stream that writes to another stream, with control characters visible and no secrets.

    An error of writing names the stream.

    raw: the other stream, for the program's own escape sequences
    name: its name in errors
    """

    def __init__(self, raw: TextIO, name: str = "standard output") -> None:
        self.raw = raw
        self._name = name

    def write(self, text: str) -> int:
        """Write the text, with '?' for characters that the encoding lacks; return its length."""
        shown = visible_lines(without_secrets(text).replace("\r\n", "\n"))
        encoding = getattr(self.raw, "encoding", None) or "utf-8"
        with named_errors(self._name):
            self.raw.write(shown.encode(encoding, "replace").decode(encoding))
        return len(text)

    def flush(self) -> None:
        """Write what is buffered."""
        with named_errors(self._name):
            self.raw.flush()

    def writelines(self, lines: list[str]) -> None:
        """Write the lines one by one."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self.raw, name)


@contextmanager
def safe_streams() -> Iterator[None]:
    """Replace standard output and error by SafeStreams in this context.

    After an exception they stay replaced, because its traceback is printed later.
    """
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (
        cast("TextIO", SafeStream(raw_stream(stream), name))
        for stream, name in zip(before, ("standard output", "standard error"), strict=True)
    )
    yield
    sys.stdout, sys.stderr = before


@contextmanager
def named_errors(stream: str = "standard output") -> Iterator[None]:
    """Have errors of writing to a stream in this context name it."""
    try:
        yield
    except OSError as error:
        if error.filename:
            raise
        raise OSError(error.errno, error.strerror, stream) from error


def raw_stream(stream: TextIO) -> TextIO:
    """Return the stream behind a SafeStream; for any other stream, the stream itself."""
    return stream.raw if isinstance(stream, SafeStream) else stream


def terminal_width() -> int | None:
    """Return the terminal's width in columns, or None if standard output isn't a terminal."""
    from rich.console import Console  # noqa: PLC0415  slow, and not needed by every command

    return Console(file=raw_stream(sys.stdout)).width if sys.stdout.isatty() else None
