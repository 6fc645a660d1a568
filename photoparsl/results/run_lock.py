"""The lock of a run's folder, which one process has at a time."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

from filelock import FileLock, Timeout

from photoparsl.errors import RunError, error_text
from photoparsl.options import option

_READER_SECONDS = 0.2  # that `is_locked`, in another process, may have the lock
_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)


class RunLock:
    """The lock of a run's folder.  The system releases it when this process ends, even if killed.

    folder: the run's folder
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / "lock")

    def acquire(self) -> None:
        """Take the lock.

        Raises RunError if another process has it, or if the file system has no locks.
        """
        try:
            self._lock.acquire(timeout=_READER_SECONDS, poll_interval=_READER_SECONDS / 4)
        except Timeout as error:
            raise RunError(
                f"{self._folder}: another photoparsl is at work on this run; 'photoparsl status' "
                "shows how far it is"
            ) from error
        except NotImplementedError as error:
            raise self._without_locks() from error
        except OSError as error:
            if error.errno in _NO_LOCKS:
                raise self._without_locks() from error
            where = error.filename or f"{self._folder / 'lock'}"
            raise RunError(f"{where}: can't be locked: {error_text(error)}") from error

    def release(self) -> None:
        """Release the lock."""
        self._lock.release()

    def _without_locks(self) -> RunError:
        return RunError(
            f"{self._folder}: its file system has no locks, without which two runs could spoil "
            f"each other's results: give a folder on another with {option('--run-dir')}"
        )


def is_locked(folder: Path) -> bool:
    """Whether a process has the lock of a run's folder, or False if that can't be known."""
    try:
        file = os.open(folder / "lock", os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # the file system has no locks
        return False
    finally:
        os.close(file)
    return False


def no_run(folder: Path) -> RunError:
    """The error for a folder that has no run's record, or no progress of one."""
    if is_locked(folder):
        return RunError(
            f"{folder}: a run is starting there, and hasn't begun to measure: ask again in a moment"
        )
    if (folder / "run.json").exists():
        return RunError(
            f"{folder}: the run ended before it began to measure; the same command goes on"
        )
    if any((folder / name).exists() for name in ("slices", "summary.json", "events.jsonl")):
        return RunError(f"{folder}: run.json is missing; the run's own command writes it anew")
    return RunError(f"{folder}: isn't a run's folder: no run has begun there")
