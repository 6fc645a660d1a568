"""Files: written so that a reader never sees half of one, and found where they are shipped."""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_OF_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


def write_whole(path: Path, data: bytes, *, synced: bool = True, public: bool = False) -> None:
    """Write `data` to `path`, whole or not at all (`writing`)."""
    with writing(path, synced=synced, public=public) as file:
        file.write(data)


@contextmanager
def writing(path: Path, *, synced: bool = True, public: bool = False) -> Iterator[BinaryIO]:
    """A file under a temporary name, which is put on the disk and renamed to `path` at the end.

    One that isn't `synced` survives whatever ends this process, but not a power cut just then.

    Who may read it is left to the user's umask, and to the permissions of the file that it
    replaces; a `public` file is for everyone (0644), since a web server has to read it.
    Raises OSError, which names `path`, as the disk does; then, as after any other error, `path`
    is as it was.  Two writers of one path don't meet: the one that ends last has it.
    """
    refuse_no_file(path)
    part = temporary_path(path)
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            if synced:
                os.fsync(file.fileno())
            set_mode(part, path, public=public)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        is_ours = error.filename == str(part) or (
            error.filename is None and error.errno in _OF_WRITING
        )
        if is_ours:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if synced:
        sync(path.parent)  # on which the rename is


def refuse_no_file(path: Path) -> None:
    """OSError for a path where no file can be put: a folder, a device, what a program has open.

    Through /dev/stdout a file may be open, but its name is the system's.
    """
    folder = str(path.parent.resolve())
    is_systems = folder == "/dev" or folder.startswith("/proc/")
    if path.exists() and (is_systems or not path.is_file()):
        raise OSError(errno.EINVAL, "is there and isn't a file", str(path))


def set_mode(part: Path, path: Path, *, public: bool) -> None:
    """Give the new file `part` the permissions that it has as `path` (`writing`)."""
    if public:
        part.chmod(0o644)
    else:
        with suppress(FileNotFoundError):
            part.chmod(stat.S_IMODE(part.stat().st_mode & path.stat().st_mode))


def make_public_folder(folder: Path) -> None:
    """Make a folder that everyone may read (0755), unless it is there; its parents by the umask."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir()
    except FileExistsError:
        if not folder.is_dir():
            raise
    else:
        folder.chmod(0o755)


def publish_folder(folder: Path) -> None:
    """Let everyone read a folder with all that it holds."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def temporary_path(path: Path) -> Path:
    """A name beside `path` that nobody else has; it ends in `.part`."""
    return path.with_name(f"{path.name[:50]}.{secrets.token_hex(4)}.part")


def matching(folder: Path, pattern: str) -> list[Path]:
    """The paths in a folder whose names match, by their names; none where there is no folder.

    Raises OSError for a folder that can't be read, which `Path.glob` takes for an empty one.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208  names are enough
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [folder / name for name in sorted(fnmatch.filter(names, pattern))]


def sync(path: Path) -> None:
    """Put a file's bytes, or a folder's names, on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            total.update(block)
    return total.hexdigest()


def shipped(folder: str) -> Path:
    """Where `configs` or `web` lies: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    return package / folder if (package / folder).is_dir() else package.parent / folder
