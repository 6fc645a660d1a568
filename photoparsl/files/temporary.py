"""Temporary folders that are removed even if the process that made them is killed.

A folder stays locked while a process uses it.  A killed process removes nothing.  The next process
that makes such a folder removes those that nobody has locked.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "photoparsl-run-"
NAME_LENGTH = len(PREFIX) + 8  # bytes of a folder's name

_NEW = ".photoparsl-new-"  # the prefix until the folder is locked
_TRIES = 20  # to remove a folder into which processes that are being killed still write
_PAUSE_SECONDS = 0.05

_locks: dict[Path, int] = {}  # by folder: the open file that has its lock


def make_temporary_folder(parent: Path | None = None) -> Path:
    """Make a folder, which stays locked until this process and those that it forked have ended.

    Folders of killed processes beside it are removed.

    parent: where it is made (default: TMPDIR)
    """
    parent = parent or Path(tempfile.gettempdir())
    _remove_left(parent)
    new = Path(tempfile.mkdtemp(prefix=_NEW, dir=parent))
    with suppress(OSError):  # the file system has no locks: then no other process removes it
        lock = os.open(new, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        new = new.rename(parent / f"{PREFIX}{new.name.removeprefix(_NEW)}")
        _locks[new] = lock
    return new


def remove_temporary_folder(folder: Path) -> None:
    """Remove a folder with all that is in it."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(_PAUSE_SECONDS)
    if (lock := _locks.pop(folder, None)) is not None:
        os.close(lock)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Return a context with a folder in TMPDIR, which is removed at its end."""
    folder = make_temporary_folder()
    try:
        yield folder
    finally:
        remove_temporary_folder(folder)


def _remove_left(parent: Path) -> None:
    """Remove this user's folders that no process has locked."""
    for folder in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):  # another user's, or one that is in use
            file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                is_own = os.fstat(file).st_uid == os.getuid()
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if is_own:
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(file)
