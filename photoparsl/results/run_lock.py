"""The lock of a run's folder, which one process has at a time."""

from __future__ import annotations

import errno
from pathlib import Path

from filelock import FileLock, Timeout

from photoparsl.errors import RunError, error_text
from photoparsl.option_names import option

_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)


class RunLock:
    """The lock of a run's folder; the system releases it when this process ends, even if killed.

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
            self._lock.acquire(timeout=0)
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
            raise RunError(
                f"{error.filename or self._folder}: can't be written: {error_text(error)}"
            ) from error

    def release(self) -> None:
        """Release the lock."""
        self._lock.release()

    def _without_locks(self) -> RunError:
        return RunError(
            f"{self._folder}: its file system has no locks, without which two runs could spoil "
            f"each other's results: give a folder on another with {option('--run-dir')}"
        )
