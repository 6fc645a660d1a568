"""Tells files of the kernel, as in /proc, from files of a disk: reading them may never end."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from photoparsl.errors import ManifestError


def is_of_kernel(status: os.stat_result) -> bool:
    """Whether a file is one that the kernel generates.

    >>> is_of_kernel(Path(__file__).stat())
    False
    """
    return status.st_dev in _devices()


def check_regular(path: Path, name: str) -> None:
    """Raise ManifestError if the file is one of the kernel.  The error calls it `name`."""
    if path.exists() and is_of_kernel(path.stat()):
        raise ManifestError(
            f"{name}: is a file of the kernel, like those in /proc, not of a disk: copy it first"
        )


@cache
def _devices() -> frozenset[int]:
    """The device numbers of the file systems /proc and /sys."""
    return frozenset(Path(p).stat().st_dev for p in ("/proc", "/sys") if Path(p).exists())
