"""The exit codes of every command."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended, for scripts.  `check` and `export` say in --help what theirs mean."""

    DONE = 0
    SOME_FAILED = 1
    COULD_NOT_RUN = 2
    INCOMPLETE = 3
    FAULT = 70
    INTERRUPTED = 130


EXIT_CODES = (
    "Exit codes: 0 all photos measured; 1 finished, and some photos failed (they are listed); "
    "2 it couldn't run; 3 incomplete, run the same command again to go on; 70 a fault of "
    "photoparsl itself; 130 interrupted."
)
