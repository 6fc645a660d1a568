"""SafeStream: a text stream that makes control characters visible and leaves out secrets in URLs.

Everything that is printed passes through it: results, errors, warnings, log lines, tracebacks.  So
no text from an archive or a server can control the terminal.  On a terminal, long lines are broken
between words, and options have no names of Python's.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO, cast

from photoparsl.commands.terminal.folding import folded
from photoparsl.options import in_shell
from photoparsl.redact import visible, visible_lines, without_secrets

_LINE_END = re.compile(r"[\r\n]")


class SafeStream:
    """A text stream that writes to another stream, with control characters visible and no secrets.

    An error of writing names the stream.

    raw: the other stream, for the program's own escape sequences
    name: the stream's name in errors
    broken: names of files and folders with line ends in them, which are shown in one line
    """

    def __init__(
        self, raw: TextIO, name: str = "standard output", broken: Sequence[str] = ()
    ) -> None:
        self.raw = raw
        self._broken = broken
        self._name = name
        self._is_in_line = False  # whether something stands before what is written next

    def write(self, text: str) -> int:
        """Write the text, with '?' for characters that the encoding lacks.  Return its length."""
        return self._write(text, columns_of(self.raw))

    def write_as_it_is(self, text: str) -> None:
        """Write a text whose lines are for programs too, and so aren't broken."""
        self._write(text, None)

    def write_words(self, text: str, *, is_prose: bool) -> None:
        """Write a text with words of an archive.  Its addresses must have no secrets any more.

        is_prose: whether long lines are broken to fit a terminal
        """
        width = columns_of(self.raw) if is_prose else None
        self._put(visible_lines(self.in_one_line(text)), width)

    def _write(self, text: str, width: int | None) -> int:
        shown = visible_lines(without_secrets(self.in_one_line(text)).replace("\r\n", "\n"))
        self._put(in_shell(shown) if width else shown, width)
        return len(text)

    def _put(self, shown: str, width: int | None) -> None:
        if width:
            first, *others = shown.split("\n")
            begun = first if self._is_in_line else folded(first, width)
            shown = "\n".join([begun, *(folded(line, width) for line in others)])
        if shown:
            self._is_in_line = not shown.endswith("\n")
        encoding = getattr(self.raw, "encoding", None) or "utf-8"
        with named_errors(self._name):
            self.raw.write(shown.encode(encoding, "replace").decode(encoding))

    def in_one_line(self, text: str) -> str:
        """Return the text with no line ends in the names of files and folders."""
        for name in self._broken:
            text = text.replace(name, visible(name))
        return text

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
def safe_streams(arguments: Sequence[str] = ()) -> Iterator[None]:
    """Replace standard output and error by SafeStreams in this context.

    arguments: the command's, in which names of folders may have line ends, as the current folder's

    After an exception they stay replaced, because its traceback is printed later.
    """
    before, broken = (sys.stdout, sys.stderr), _broken_names(arguments)
    sys.stdout, sys.stderr = (
        cast("TextIO", SafeStream(raw_stream(stream), name, broken))
        for stream, name in zip(before, ("standard output", "standard error"), strict=True)
    )
    yield
    sys.stdout, sys.stderr = before


def _broken_names(arguments: Sequence[str]) -> list[str]:
    """The names with line ends in arguments and in the current folder's path, long ones first."""
    with suppress(OSError):
        arguments = [*arguments, str(Path.cwd())]
    names = {name for text in arguments for name in text.split("/") if visible(name) != name}
    return sorted((name for name in names if _LINE_END.search(name)), key=len, reverse=True)


@contextmanager
def named_errors(stream: str = "standard output") -> Iterator[None]:
    """Add the stream's name to errors of writing to it in this context."""
    try:
        yield
    except OSError as error:
        if error.filename:
            raise
        raise OSError(error.errno, error.strerror, stream) from error


def raw_stream(stream: TextIO) -> TextIO:
    """Return the stream behind a SafeStream.  Return any other stream itself."""
    return stream.raw if isinstance(stream, SafeStream) else stream


def columns_of(stream: TextIO) -> int | None:
    """Return the width of the terminal that a stream writes to, or None if it is no terminal."""
    with suppress(OSError, ValueError):  # of a stream that has no number, or is closed
        if stream.isatty():
            chosen = os.environ.get("COLUMNS", "")
            return int(chosen) if chosen.isdecimal() else os.get_terminal_size(stream.fileno())[0]
    return None


def terminal_width() -> int | None:
    """Return the terminal's width in columns, or None if standard output isn't a terminal."""
    return columns_of(raw_stream(sys.stdout)) or None


def print_as_it_is(text: str) -> None:
    """Print a text whose lines are for programs too: they aren't broken to fit a terminal."""
    if isinstance(sys.stdout, SafeStream):
        sys.stdout.write_as_it_is(text)
    else:
        sys.stdout.write(text)


def print_words(text: str, *, is_prose: bool = False) -> None:
    """Print a text whose words are an archive's and stay, and whose addresses have no secrets.

    is_prose: whether long lines are broken to fit a terminal.  A table's lines aren't
    """
    if isinstance(sys.stdout, SafeStream):
        sys.stdout.write_words(text, is_prose=is_prose)
    else:
        sys.stdout.write(text)


def print_sentence(text: str) -> None:
    """Print a sentence with words of an archive on standard error, as `print_words` does."""
    if isinstance(sys.stderr, SafeStream):
        sys.stderr.write_words(text + "\n", is_prose=True)
    else:
        sys.stderr.write(text + "\n")
