"""Folders that replace another at the end, and what killed processes left of such folders.

A process keeps the folder that it fills locked.  The next process that makes one for the same path
removes those that nobody has locked.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from photoparsl.files.whole_files import is_temporary, temporary_path


@contextmanager
def unfinished_folder(path: Path) -> Iterator[Path]:
    """Make a folder beside `path`, and remove what stands there under its name at the end."""
    folder, lock = _made(path)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def remove_left_folders(path: Path, names: re.Pattern[str]) -> None:
    """Remove this user's folders that killed processes left of `unfinished_folder` at a path.

    names: what all entries of such a folder are called.  Others are a person's, and are kept
    """
    for folder in path.parent.iterdir():
        if is_temporary(folder.name) and folder.name[:-14] == path.name[:50]:
            with suppress(OSError):  # a file, another user's, or one that is in use
                _remove(folder, names)


def _made(path: Path) -> tuple[Path, int]:
    """A new folder beside `path`, and the open file that has its lock."""
    while True:
        folder = temporary_path(path)
        folder.mkdir()
        with suppress(FileNotFoundError):  # another process removed it before it was locked
            lock = os.open(folder, os.O_RDONLY)
            with suppress(OSError):  # the file system has no locks: then no other removes it
                fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
            os.close(lock)


def _remove(folder: Path, names: re.Pattern[str]) -> None:
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_own = os.fstat(file).st_uid == os.getuid()
        if is_own and all(map(names.fullmatch, os.listdir(folder))):  # noqa: PTH208  names are enough
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(file)
