"""Read files that anyone may have made: regular files of a disk, up to a bound of bytes.

A folder that came from someone else may hold links to devices, pipes and files of the kernel, whose
reading never ends, and files without a bound.
"""

from __future__ import annotations

import errno
import gzip
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from photoparsl.files.kernel_files import is_of_kernel

MOST_FILE_BYTES = 1 << 28  # of a file that is read at once
_NO_FILE = "is a device, a pipe or a file of the kernel"


class IrregularFileError(OSError):
    """Raised for a path that leads to no regular file of a disk, or to one that is too large."""


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file to read it.  This never waits, and never opens a device.

    Raises IrregularFileError for a folder, a device, a pipe or a file of the kernel, and OSError if
    the file can't be opened.
    """
    _check_regular(path, path.stat())  # before it is opened, which makes some devices act
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        _check_regular(path, os.fstat(number))
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise


def _check_regular(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IrregularFileError(errno.EISDIR, "is a folder", str(path))
    if not stat.S_ISREG(status.st_mode) or is_of_kernel(status):
        raise IrregularFileError(errno.EINVAL, _NO_FILE, str(path))


def read_regular(path: Path, most_bytes: int = MOST_FILE_BYTES) -> bytes:
    """Return the bytes of a regular file, as many as it has when it is opened.

    Raises IrregularFileError if it has more than `most_bytes`, and as `open_regular` does.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > most_bytes:
            problem = f"has more than {most_bytes:,} bytes"
            raise IrregularFileError(errno.EFBIG, problem, str(path))
        return file.read(size)


def read_json_file(path: Path, most_bytes: int = MOST_FILE_BYTES) -> Any:
    """Return what a regular file of JSON holds, which has at most `most_bytes`.

    Raises ValueError as `parse_json` does, and OSError as `read_regular` does.
    """
    return parse_json(read_regular(path, most_bytes))


def parse_json(text: str | bytes) -> Any:
    """Parse JSON.  Raises ValueError for any text that can't be, also for one nested too deeply."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("its brackets are nested too deeply") from error
    except ValueError as error:
        if "integer string conversion" in str(error):  # Python's own words about it
            raise ValueError("it has a number of too many digits") from error
        raise


@contextmanager
def open_unpacked(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file, which is unpacked while it is read if its name ends in `.gz`.

    Raises OSError as `open_regular` does.
    """
    with open_regular(path) as file:
        if path.suffix == ".gz":
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield cast("BinaryIO", unpacked)
        else:
            yield file
