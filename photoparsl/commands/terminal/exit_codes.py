"""The exit codes of every command."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended, for scripts."""

    DONE = 0
    SOME_FAILED = 1
    COULD_NOT_RUN = 2
    INCOMPLETE = 3
    FAULT = 70
    INTERRUPTED = 130


EXIT_CODES = (
    "Exit codes: 0 done; 1 done, and some photos failed, or some records were left out (they are "
    "listed); 2 it couldn't run, or 'check' found damage; 3 the run or the manifest is incomplete, "
    "and the same 'run' or 'manifest' goes on; 70 a fault of photoparsl itself; 130 interrupted."
)
