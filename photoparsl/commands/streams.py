"""What a command reads from and prints to."""

from __future__ import annotations

import io
import os
import sys


def open_closed() -> None:
    """Open what the caller closed of the standard streams, as `>&-` does, on nothing.

    Else the next file that is opened gets its number, and what subprocesses print.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free, which is this
            os.set_inheritable(number, True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, closefd=False, encoding="utf-8"))  # noqa: SIM115


def take_any_name() -> None:
    """Have what is printed escape characters that the terminal's encoding lacks.

    A file's name may be of any bytes, and Python would end with UnicodeEncodeError.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")
