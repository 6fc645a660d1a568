"""The exceptions of photoparsl, and the text of an error."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from photoparsl.reasons import Reason

_MAKE_ROOM = "make room, and run the same command again"
_ASK = "its permissions don't allow it; choose another place, or ask its owner"
WHAT_TO_DO = {  # about errors of the system, by their numbers
    errno.ENOSPC: _MAKE_ROOM,
    errno.EDQUOT: _MAKE_ROOM,
    errno.EACCES: _ASK,
    errno.EPERM: _ASK,
    errno.EROFS: "choose another place",
    errno.EEXIST: "it is in the way; choose another name",
    errno.EISDIR: "name a file",
    errno.ENOTDIR: "a part of the path is a file, and would have to be a folder",
    errno.ENAMETOOLONG: "choose a shorter one",
    errno.ELOOP: "a link leads back to itself; name what it should lead to",
    errno.EIO: "its disk, or the network to it, fails",
    errno.ESTALE: "its disk was removed or mounted anew; run the same command again",
    errno.EFBIG: "the disk, or 'ulimit -f', doesn't allow a larger file",
    errno.EMFILE: "allow more, as with 'ulimit -n 4096'",
    errno.ENFILE: "this machine allows no more: end other programs",
    errno.EAGAIN: "allow more processes and threads, as with 'ulimit -u 4096'",
    errno.ENOMEM: "allow more memory, as with 'ulimit -v unlimited', or end other programs",
}
OF_MACHINE = (errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM)  # no file is to blame
# The errors whose hint in WHAT_TO_DO also helps when a file is read.
_OF_READING = (errno.ELOOP, errno.EIO, errno.ESTALE, errno.ENAMETOOLONG)
_OF_WRITING = (*_OF_READING, errno.EFBIG)
_LONGEST_PATH = 300  # characters of a path in an error's sentence
OF_DISKS = (
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.ESTALE, errno.ENODEV,
    errno.ENXIO,
)  # fmt: skip


class PhotoparslError(Exception):
    """Base of the errors that stop a run or a command.

    The text tells the person who started it what is wrong, where, and what to do.
    """


class ManifestError(PhotoparslError):
    """Raised when a manifest can't be read, fetched or made, or a line of it isn't a photo."""


class SiteError(PhotoparslError):
    """Raised when a site's file or settings are missing or wrong, or its check before a run fails.

    Also raised when a site's workers have another version of photoparsl or of a measure.
    """


class RunError(PhotoparslError):
    """Raised when a run's folder is missing, damaged, in use, or of another manifest or measures.

    Also raised when a page, a table or another output can't be written where it was to go.
    """


class OptionError(PhotoparslError):
    """Raised when an option has a value of another type than its own, or outside of its range."""


class MeasureError(PhotoparslError):
    """Raised when there is no measure of that name, or a function can't be used as a measure."""


class IncompleteError(PhotoparslError):
    """Raised when a run or a harvest began but couldn't finish.

    All results so far are kept.  The same command or call goes on from there.
    """


class NoParquetError(PhotoparslError):
    """Raised when PyArrow isn't installed and is needed, for Parquet or a run's table."""


class NewerFormatError(PhotoparslError):
    """Raised when a file was written by a newer photoparsl, in a format unknown to this one."""


class SlicesLostError(PhotoparslError):
    """Raised by `gather` when tasks gave no result.

    errors: the exceptions of these tasks
    results: the results of all other tasks (`SliceResult`), by row
    """

    def __init__(self, errors: list[BaseException], results: list[Any]) -> None:
        first, number = errors[0], len(errors) + len(results)
        is_import = isinstance(first, ImportError)
        remedy = "start workers in an environment with it" if is_import else "remove the cause"
        super().__init__(
            f"{len(errors)} of {number} tasks gave no result: {type(first).__name__}: "
            f"{error_text(first)}: {remedy}, and submit their slices again; the results of the "
            "other tasks are in `results` of this error"
        )
        self.errors, self.results = errors, results


class NotMeasurableError(Exception):
    """Raised on a worker when a photo can't be decoded or a measure has no value for it.

    It becomes the photo's `Failure` and never stops a run.

    reason: why the photo has no measurement
    detail: the reason in a sentence
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class NoValueError(Exception):
    """Raised by a measure for a photo that has no value of it: `raise NoValueError("no sky")`.

    The photo's values of other measures are kept.
    """


def error_text(error: BaseException) -> str:
    """An error's message on one line: the system's message for an OSError, else the error's own.

    The class's name if it has none.

    >>> error_text(OSError(28, "No space left on device", "a.csv")), error_text(EOFError())
    ('No space left on device', 'EOFError')
    """
    if isinstance(error, KeyError) and error.args:
        return f"it lacks {error.args[0]!r}"
    text = str(error)
    if isinstance(error, OSError) and error.errno:
        text = error.strerror or os.strerror(error.errno)
    return " ".join(text.split()) or type(error).__name__


def system_problem(error: OSError) -> str:
    """Return a sentence about an error of the system: its file, if any, and what to do.

    >>> system_problem(OSError(21, "Is a directory", "a.csv"))
    'a.csv: Is a directory: name a file'
    """
    is_of_file = error.filename and error.errno not in OF_MACHINE
    where = f"{_shortened(error.filename)}: " if is_of_file else ""
    hint = WHAT_TO_DO.get(error.errno or 0)
    return f"{where}{error_text(error)}" + (f": {hint}" if hint else "")


def read_problem(error: Exception, path: object) -> str:
    """Return a sentence about an error that was raised while a file was opened or read.

    path: the file, as the user named it

    >>> read_problem(PermissionError(13, "Permission denied", "/home/ann/a.csv"), "a.csv")
    "a.csv: can't be read: Permission denied"
    """
    number = (error.errno or 0) if isinstance(error, OSError) else 0
    if number in OF_MACHINE:
        return f"{error_text(error)}: {WHAT_TO_DO[number]}"
    hint = f": {WHAT_TO_DO[number]}" if number in _OF_READING else ""
    return f"{_shortened(path)}: can't be read: {error_text(error)}{hint}"


def write_problem(error: OSError, path: object) -> str:
    """Return a sentence about an error that was raised while files were written.

    path: the file that the sentence names if the error names none

    Raises `error` itself if it concerns neither a file nor a limit of the machine.

    >>> write_problem(OSError(28, "No space left on device"), "a.csv")
    "a.csv: can't be written: No space left on device"
    >>> write_problem(OSError(24, "Too many open files"), "a.csv")
    "Too many open files: allow more, as with 'ulimit -n 4096'"
    """
    if error.errno in OF_MACHINE:
        return f"{error_text(error)}: {WHAT_TO_DO[error.errno]}"
    if not error.filename and error.errno not in OF_DISKS:
        raise error
    hint = f": {WHAT_TO_DO[error.errno]}" if error.errno in _OF_WRITING else ""
    return f"{_shortened(error.filename or path)}: can't be written: {error_text(error)}{hint}"


def spelling_hint(word: str, choices: Iterable[str]) -> str:
    """A hint at the known word that is most like `word`, or '' if none is like it.

    >>> spelling_hint("lumnance", ["luminance", "contrast"])
    "; did you mean 'luminance'?"
    """
    near = get_close_matches(word, list(choices), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _shortened(name: object) -> str:
    """A file's name, without its middle if it is longer than _LONGEST_PATH."""
    text = os.fsdecode(name) if isinstance(name, bytes) else str(name)
    if len(text) <= _LONGEST_PATH:
        return text
    return f"{text[: _LONGEST_PATH // 2]} … {text[-_LONGEST_PATH // 4 :]}"
