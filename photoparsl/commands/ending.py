"""How a command ends, whatever happens: with an exit code, and a sentence where one is due."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError
from types import FrameType
from typing import IO

from photoparsl.commands.exits import Exit
from photoparsl.errors import IncompleteError, PhotoparslError, error_text
from photoparsl.redact import visible

_WHAT_TO_DO = {
    errno.ENOSPC: "make room, and run the same command again",
    errno.EDQUOT: "make room, and run the same command again",
    errno.EACCES: "its permissions don't allow it; choose another place, or ask its owner",
    errno.EPERM: "its permissions don't allow it; choose another place, or ask its owner",
    errno.EROFS: "choose another place",
    errno.EEXIST: "it is in the way; choose another name",
    errno.EISDIR: "name a file",
    errno.ENOTDIR: "a part of the path is a file, and would have to be a folder",
    errno.EMFILE: "allow more, as with 'ulimit -n 4096'",
    errno.ENAMETOOLONG: "choose a shorter one",
}


def ended(act: Callable[[], int]) -> int:
    """Do what a command does, and return its exit code; errors become sentences."""
    try:
        with _ending_signals():
            code = act()
            _flush()
    except SystemExit:
        _forget_output()
        raise
    except BrokenPipeError:  # who read the output has had enough
        code = Exit.ALL
    except KeyboardInterrupt:
        code = _said("interrupted", Exit.INTERRUPTED)
    except IncompleteError as error:
        code = _said(str(error), Exit.INCOMPLETE)
    except PhotoparslError as error:
        code = _said(str(error), Exit.COULD_NOT_RUN)
    except MemoryError:
        code = _said("there isn't enough memory for this", Exit.COULD_NOT_RUN)
    except PackageNotFoundError as error:
        code = _said(_not_installed(str(error.name)), Exit.COULD_NOT_RUN)
    except ModuleNotFoundError as error:
        code = _missing(error)
    except OSError as error:
        code = _said(_sentence(error), Exit.COULD_NOT_RUN) if error.errno else _fault(error)
    except RuntimeError as error:  # of pathlib, for what has no number of an error
        is_path = str(error).startswith(("Symlink loop", "Could not determine home"))
        code = _said(error_text(error), Exit.COULD_NOT_RUN) if is_path else _fault(error)
    except Exception as error:  # noqa: BLE001  the one place for what nobody has foreseen
        code = _fault(error)
    _forget_output()
    return code


@contextmanager
def unless_gone() -> Iterator[None]:
    """Write the output, or nothing where the reader of a pipe, or a terminal, is gone."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EIO):
            raise


def _said(sentence: str, code: Exit) -> Exit:
    lines = "\n".join(map(visible, sentence.splitlines()))  # strangers have a say in them
    with suppress(OSError):
        print(f"photoparsl: {lines}", file=sys.stderr)
    return code


def _sentence(error: OSError) -> str:
    """Where, what, and what to do."""
    where = f"{_shortened(error.filename)}: " if error.filename else ""
    told = f"{where}{error_text(error)}"
    hint = _WHAT_TO_DO.get(error.errno or 0)
    return f"{told}: {hint}" if hint else told


def _shortened(name: object, most: int = 300) -> str:
    """A file's name, without its middle where it is far too long."""
    text = os.fsdecode(name) if isinstance(name, bytes) else str(name)
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 4 :]}"


def _missing(error: ModuleNotFoundError) -> int:
    if (error.name or "photoparsl").partition(".")[0] == "photoparsl":
        return _fault(error)
    return _said(_not_installed(str(error.name)), Exit.COULD_NOT_RUN)


def _not_installed(name: str) -> str:
    return (
        f"isn't wholly installed for {sys.executable}, which lacks {name}: run "
        "'python3 -m pip install .' in its folder, in a virtual environment"
    )


def _fault(error: BaseException) -> int:
    """Keep the traceback for who will mend it."""
    kind = " ".join(f"{type(error).__name__}: {error}".split())[:200].rstrip(": ")
    text = "".join(traceback.format_exception(error)) + f"\nPython {sys.version}\n{sys.argv}\n"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="photoparsl-fault-", suffix=".txt", delete=False, errors="replace"
        ) as file:
            file.write(text)
        where = file.name
    except OSError:  # no room, or no folder for it
        with suppress(OSError):
            sys.stderr.write(text)
        where = "the lines above"
    return _said(f"a fault of its own ({kind}): please report it with {where}", Exit.FAULT)


def _flush() -> None:
    """Write what is held back, so that what is wrong with the output is known in time."""
    with unless_gone():
        if sys.stdout:
            sys.stdout.flush()


def _forget_output() -> None:
    """Drop what can't be written any more: at its end Python would try once more, loudly."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream:
                stream.flush()
        except OSError:
            _to_nowhere(stream)


def _to_nowhere(stream: IO[str]) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


@contextmanager
def _ending_signals() -> Iterator[None]:
    """SIGTERM and a closed terminal end a command as Ctrl-C does; not under `nohup`."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
