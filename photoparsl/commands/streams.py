"""What a command prints to."""

from __future__ import annotations

import io
import sys


def take_any_name() -> None:
    """Have what is printed escape characters that the terminal's encoding lacks.

    A file's name may be of any bytes, and Python would end with UnicodeEncodeError.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")
