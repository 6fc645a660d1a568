"""FolderWatch: where a folder is that may be moved or removed while a process works in it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from photoparsl.options import option


class FolderWatch:
    """Tells whether a run's folder still has its path.

    Before `open`, the answer is yes.

    folder: the path
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = -1  # the folder, open

    def open(self) -> None:
        """Begin to follow the folder that has the path now."""
        self._file = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def close(self) -> None:
        """Stop following it."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def now(self) -> Path | None:
        """The folder's path now, or None if it was removed, or if that can't be known."""
        if self._is_there():
            return self._folder
        try:
            path = Path(f"/proc/self/fd/{self._file}").readlink()
            return path if os.path.samestat(path.stat(), os.fstat(self._file)) else None
        except OSError:
            return None

    def check_there(self) -> None:
        """Raise FileNotFoundError if the folder has its path no more: nothing is made there."""
        if not self._is_there():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self._folder))

    def problem(self) -> str:
        """A sentence about a folder that was moved or removed, or '' if it wasn't."""
        if self._is_there():
            return ""
        if new := self.now():
            return (
                f"{self._folder}: was moved to {new} while the run was at work; what was measured "
                f"before is kept there, and the same command with {option('--run-dir', str(new))} "
                "goes on"
            )
        return (
            f"{self._folder}: was removed while the run was at work, or moved to another disk; the "
            "same command begins anew"
        )

    def _is_there(self) -> bool:
        if self._file < 0:
            return True
        try:
            return os.path.samestat(self._folder.stat(), os.fstat(self._file))
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True  # a disk that fails, which is reported where it is written
