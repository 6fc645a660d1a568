"""Handles standard streams that are closed, that can't be written to, or that lack characters."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from photoparsl.errors import error_text

_READER_IS_GONE = (errno.EPIPE, errno.EIO)  # a pipe's reader, or the terminal


def open_closed_streams() -> None:
    """Open /dev/null in place of standard streams that the caller has closed, as `>&-` does.

    Otherwise the next file that is opened would get the stream's number, and the output would be
    written to that file.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number, which is this one
            os.set_inheritable(number, True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, closefd=False, encoding="utf-8"))  # noqa: SIM115


def escape_unencodable() -> None:
    """Print characters that the terminal's encoding lacks as backslash escapes.

    By default Python raises UnicodeEncodeError for them, and a file's name may have any bytes.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def ignore_closed_output() -> Iterator[None]:
    """Ignore errors because a pipe's reader or the terminal is gone."""
    try:
        yield
    except OSError as error:
        if error.errno not in _READER_IS_GONE:
            raise


@contextmanager
def go_on_without_output() -> Iterator[None]:
    """Return a context in which printing goes on where standard output can't be written.

    Standard error says so once.
    """
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        discard_unwritable_output()
        if error.errno not in _READER_IS_GONE:
            with suppress(OSError):
                print(
                    f"photoparsl: standard output: {error_text(error)}: the run goes on without it",
                    file=sys.stderr,
                )


def flush_output() -> None:
    """Flush standard output, so that a write error is raised here and not when Python exits."""
    with ignore_closed_output():
        if sys.stdout:
            sys.stdout.flush()


def discard_unwritable_output() -> None:
    """Redirect streams that can't be written to /dev/null: Python flushes them when it exits."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream:
                stream.flush()
        except OSError:
            _redirect_to_null(stream)


def _redirect_to_null(stream: IO[str]) -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)
