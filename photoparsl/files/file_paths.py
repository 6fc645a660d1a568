"""Find out what a path leads to: a folder, no file, or the file that an output replaces."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from photoparsl.errors import read_problem


def check_replaceable(path: Path) -> None:
    """Raise OSError if `path` exists and a new file must not replace it.

    This concerns folders, devices, the system's names of open files, such as /dev/stdout, and links
    that can't be followed.
    """
    folder = str(path.parent.resolve())
    is_system_name = folder == "/dev" or folder.startswith("/proc/")
    try:
        is_file = stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return
    if is_system_name or not is_file:
        raise OSError(errno.EINVAL, "is there and isn't a file", str(path))


def written_path(path: Path) -> Path:
    """The file that is written at `path`.  For a symbolic link, it is the file that this leads to.

    That file may not exist yet.  Raises OSError as `check_replaceable` does.
    """
    check_replaceable(path)
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def names_folder(place: str) -> bool:
    """Whether a path can only be a folder's, since it ends in a slash, which `Path` drops.

    >>> names_folder("photos/1.jpg/"), names_folder("photos/1.jpg/."), names_folder("photos/1.jpg")
    (True, True, False)
    """
    return place.endswith(("/", "/."))


def slash_problem(place: str) -> str:
    """The sentence about a file's path that ends in a slash, or '' for any other path."""
    is_wrong = names_folder(place) and Path(place).is_file()
    return f"{place}: is a file, and only a folder's path ends in a slash" if is_wrong else ""


def folder_problem(place: str) -> str:
    """The sentence about an output's path that can only be a folder's, or '' for any other path."""
    is_wrong = names_folder(place)
    return f"{place}: names a folder, since it ends in a slash: name a file" if is_wrong else ""


def why_absent(path: Path) -> str:
    """The sentence about a path that leads to no file or folder."""
    try:
        path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            return f"{path}: is a link that leads to no file"
    except OSError as error:
        return read_problem(error, path)
    return f"{path}: doesn't exist"
