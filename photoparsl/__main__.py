"""Run the command `photoparsl` as `python -m photoparsl`."""

from __future__ import annotations

import atexit
import gc
import os
import signal
from typing import NoReturn

MOST_NEW = 50_000  # objects until Python collects garbage. Importing Parsl makes none


def run_program() -> NoReturn:
    """Run the command that the arguments name, and end this process with its exit code."""
    # While modules are imported, Ctrl-C would print a traceback of theirs.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from photoparsl.commands.main import main  # noqa: PLC0415

    gc.set_threshold(MOST_NEW)
    code = main()
    # os._exit skips the functions of `atexit`, and no public function runs them.  sys.exit would
    # run them, but first wait for all threads, and then free every object, which takes 0.1 s.
    atexit._run_exitfuncs()
    os._exit(code)


if __name__ == "__main__":
    run_program()
