"""Checks that a new run's folder holds no other files, and empties it if the run is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.files import head_of
from photoparsl.options import option
from photoparsl.results.events import EVENTS
from photoparsl.results.progress import PROGRESS

_OTHERS = ("run.json", EVENTS, PROGRESS, "summary.json")  # a run without a record has none of them
_LOG_LINE = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d  ")


def check_new_folder(folder: Path) -> None:
    """Raise RunError if a new run would change a file that no run of photoparsl wrote.

    folder: the run's folder, without a record of a run, or with a damaged one
    """
    is_run = head_of(folder / EVENTS).startswith(b'{"event": ')
    others = [name for name in (() if is_run else _OTHERS) if (folder / name).exists()]
    if head := head_of(folder / "run.log"):
        others += [] if _LOG_LINE.match(head) else ["run.log"]
    if head_of(folder / "lock", 1):  # a run's is empty
        others.append("lock")
    for name in others:
        raise RunError(
            f"{folder / name}: exists and isn't a run's; give another {option('--run-dir')}"
        )


class NewPaths:
    """The files and folders that a run makes before it begins.

    paths: the folders that it may make, the deepest first.  It didn't make those that exist already
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = [path for path in paths if not path.exists()]

    def remove(self) -> None:
        """Remove what the run made, except folders that hold something else."""
        for path in self._paths:
            with suppress(OSError):
                if path.is_dir():
                    path.rmdir()
                else:
                    path.unlink()
