"""Turns a command's errors into a sentence on standard error and an exit code."""

from __future__ import annotations

import errno
import os
import re
import resource
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import FrameType

from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.safe_stream import SafeStream
from photoparsl.commands.terminal.streams import discard_unwritable_output, flush_output
from photoparsl.errors import (
    OF_DISKS,
    WHAT_TO_DO,
    IncompleteError,
    PhotoparslError,
    RunError,
    system_problem,
)
from photoparsl.redact import visible

_NO_MEMORY = re.compile(r"failed to map|cannot allocate", re.IGNORECASE)  # the dynamic linker's
_LITTLE_MEMORY = 300_000_000  # bytes that Python and its libraries take
_LOOP = re.compile(r"Symlink loop from ['\"](.*)['\"]", re.DOTALL)  # of pathlib, before Python 3.13
_OF_NETWORKS = (
    errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTDOWN,
    errno.EHOSTUNREACH, errno.ECONNREFUSED, errno.ECONNRESET, errno.ECONNABORTED, errno.ETIMEDOUT,
    errno.ENOBUFS,
)  # fmt: skip
_AGAIN_SECONDS = 0.05


class _SignalError(KeyboardInterrupt):
    """Raised when Ctrl-C, SIGTERM or SIGHUP arrives."""


def exit_code_of(command: Callable[[], int]) -> int:
    """Call a command and return its exit code.  Print a sentence for any exception."""
    try:
        with _signals_as_interrupt():
            code = command()
            flush_output()
    except SystemExit as end:  # argparse's, for --help, --version and wrong arguments
        code = _flush_at_exit()
        discard_unwritable_output()
        if not code:
            raise end
    except BrokenPipeError:  # the reader of the output has closed it
        code = ExitCode.DONE
    except _SignalError as signal_error:
        code = _print_error(str(signal_error) or "interrupted", ExitCode.INTERRUPTED)
        discard_unwritable_output()
        os._exit(code)  # while Python exits, a second signal would end the process with its number
    except KeyboardInterrupt:
        code = _print_error("interrupted", ExitCode.INTERRUPTED)
    except IncompleteError as error:
        code = _print_error(str(error), ExitCode.INCOMPLETE)
    except PhotoparslError as error:
        code = _print_error(str(error), ExitCode.COULD_NOT_RUN)
    except Exception as error:  # noqa: BLE001  the only place that handles unexpected errors
        code = _exit_code_of_error(error)
    discard_unwritable_output()
    return code


def _flush_at_exit() -> ExitCode:
    """Flush standard output.  Print a sentence if it can't be written, and return the exit code."""
    try:
        flush_output()
    except OSError as error:
        return _exit_code_of_error(error)
    return ExitCode.DONE


def check_working_folder() -> None:
    """Raise RunError if the current folder is gone, since then no path has a meaning."""
    try:
        Path.cwd()
    except FileNotFoundError as error:
        raise RunError(
            "the folder in which this was started is gone: change to another, and run the same "
            "command again"
        ) from error


def _exit_code_of_error(error: Exception) -> ExitCode:
    """Print a sentence about an error that photoparsl didn't raise, and return the exit code.

    An error of the machine or the installation exits with COULD_NOT_RUN.  Any other error is a
    fault of photoparsl: its traceback is written to a file.
    """
    sentence = ""
    if isinstance(error, MemoryError):
        sentence = f"there isn't enough memory for this: {WHAT_TO_DO[errno.ENOMEM]}"
    elif isinstance(error, PackageNotFoundError):
        sentence = _not_installed(str(error.name))
    elif isinstance(error, ModuleNotFoundError):
        name = error.name or "photoparsl"
        sentence = "" if name.partition(".")[0] == "photoparsl" else _not_installed(name)
    elif isinstance(error, ImportError | SystemError) and _is_short_of_memory(str(error)):
        sentence = f"there isn't enough memory for this: {WHAT_TO_DO[errno.ENOMEM]}"
    elif isinstance(error, OSError) and error.errno and _is_of_system(error):
        sentence = system_problem(error)
    elif isinstance(error, RuntimeError):
        sentence = _runtime_error(str(error))
    return _print_error(sentence, ExitCode.COULD_NOT_RUN) if sentence else _report_fault(error)


def _print_error(sentence: str, code: ExitCode) -> ExitCode:
    if isinstance(sys.stderr, SafeStream):
        sentence = sys.stderr.in_one_line(sentence)
    lines = "\n".join(map(visible, sentence.split("\n")))  # it may quote an archive's text
    with suppress(OSError):
        print(f"photoparsl: {lines}", file=sys.stderr)
    return code


def _is_short_of_memory(text: str) -> bool:
    """Whether an error comes of too little memory, as its text or this process' limit says."""
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return bool(_NO_MEMORY.search(text)) or 0 <= limit < _LITTLE_MEMORY


def _runtime_error(text: str) -> str:
    """Return the sentence about a RuntimeError of the machine, or '' for any other."""
    if text.startswith("can't start new thread"):
        return "no more threads can be started: allow more, or more memory ('ulimit -u', '-v')"
    if found := _LOOP.fullmatch(text):
        return system_problem(OSError(errno.ELOOP, os.strerror(errno.ELOOP), found[1]))
    return " ".join(text.split()) if text.startswith("Could not determine home") else ""


def _not_installed(name: str) -> str:
    return (
        f"the package {name} isn't installed for {sys.executable}: run "
        "'python3 -m pip install .' in photoparsl's folder, in a virtual environment"
    )


def _report_fault(error: BaseException) -> ExitCode:
    """Write the traceback to a file, and print a sentence that names it."""
    kind = " ".join(f"{type(error).__name__}: {error}".split())[:200].rstrip(": ")
    text = "".join(traceback.format_exception(error)) + f"\nPython {sys.version}\n{sys.argv}\n"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="photoparsl-fault-", suffix=".txt", delete=False, errors="replace"
        ) as file:
            file.write(text)
        where = file.name
    except OSError:  # the disk is full, or there is no temporary folder
        with suppress(OSError):
            sys.stderr.write(text)
        where = "the lines above"
    return _print_error(
        f"this is a fault of photoparsl itself ({kind}): please report it with {where}",
        ExitCode.FAULT,
    )


@contextmanager
def _signals_as_interrupt() -> Iterator[None]:
    """Raise KeyboardInterrupt on Ctrl-C, SIGTERM and SIGHUP (a closed terminal).

    A further signal ends the process at once.  A signal that the caller ignores, as `nohup` does
    with SIGHUP, stays ignored.
    """
    before = {}
    arrived = 0

    def on_signal(number: int, frame: FrameType | None) -> None:
        nonlocal arrived
        if arrived:
            os._exit(ExitCode.INTERRUPTED)
        arrived = number
        raise _SignalError

    def on_ignored(ignored: sys.UnraisableHookArgs) -> None:
        """Send the signal again if it arrived where Python drops exceptions, as in `__del__`."""
        nonlocal arrived
        if ignored.exc_type is not _SignalError:
            hook(ignored)
            return
        again = threading.Timer(_AGAIN_SECONDS, os.kill, (os.getpid(), arrived))
        arrived = 0
        again.daemon = True
        again.start()

    hook, sys.unraisablehook = sys.unraisablehook, on_ignored
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                before[number] = signal.signal(number, on_signal)
    try:
        yield
    finally:
        sys.unraisablehook = hook
        if not arrived:  # else this process is about to end
            for number, handler in before.items():
                signal.signal(number, handler)


def _is_of_system(error: OSError) -> bool:
    """Whether an error's number tells a user something, even if the error names no file.

    Otherwise it is a fault in a program, such as EINVAL, an argument that a function doesn't take.
    """
    number = error.errno or 0
    return bool(error.filename) or number < 0 or number in {*OF_DISKS, *WHAT_TO_DO, *_OF_NETWORKS}
