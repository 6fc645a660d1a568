"""The exit codes that every command keeps to."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended, for scripts."""

    ALL = 0
    SOME_FAILED = 1
    COULD_NOT_RUN = 2  # of `check`: damaged
    INCOMPLETE = 3
    FAULT = 70
    INTERRUPTED = 130


WORDS = (
    "Exit codes: 0 all measured; 1 finished, and some photos failed (they are listed); "
    "2 it couldn't run; 3 incomplete, the same command goes on; 70 a fault of photoparsl's own; "
    "130 interrupted."
)
