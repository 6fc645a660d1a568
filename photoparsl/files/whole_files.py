"""Functions for files: atomic writing, permissions, listings, checksums, the shipped folders."""

from __future__ import annotations

import errno
import fnmatch
import gzip
import hashlib
import logging
import os
import re
import secrets
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from photoparsl.files.file_paths import written_path
from photoparsl.files.regular_files import IrregularFileError, open_regular, open_unpacked

_LOG = logging.getLogger(__name__)
_SILENT_SECONDS = 1.0  # of waiting for a lock, after which `locked` logs why
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


def write_atomically(path: Path, data: bytes, *, synced: bool = True, public: bool = False) -> None:
    """Write `data` to `path`, whole or not at all, with the options of `open_atomically`."""
    with open_atomically(path, synced=synced, public=public) as file:
        file.write(data)


@contextmanager
def open_atomically(path: Path, *, synced: bool = True, public: bool = False) -> Iterator[BinaryIO]:
    """Open a temporary file in the folder of `path`, and rename it to `path` when the block ends.

    Where `path` is a symbolic link, the file that it leads to is written, as a shell's `>` does.

    After any error `path` is unchanged.  Two processes may write the same path at once: the last to
    end replaces the other's file.

    synced: whether to flush the file to the disk before the rename.  If not, it survives a killed
        process but not a power cut
    public: whether to let everyone read the file (0644), as a web server must.  If not, its
        permissions follow the user's umask, and it gets none that the file at `path` lacks

    Raises OSError, which names the file, if the disk is full or the file can't be written.
    """
    path = written_path(path)
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
        with suppress(OSError):  # of a read-only disk, too
            part.unlink(missing_ok=True)
        is_ours = error.filename == str(part) or (
            error.filename is None and error.errno in _DISK_FULL
        )
        if is_ours:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    if synced:
        fsync_path(path.parent)  # the rename is a change of the folder


def write_private(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write `data` to `path`, which nobody else can read at any time.

    mode: the file's permissions
    """
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:  # noqa: PTH123
        os.fchmod(file.fileno(), mode)  # the file may have existed
        file.write(data)


@contextmanager
def locked(path: Path, reason: str) -> Iterator[None]:
    """Hold a lock, with the file at `path`.  Log `reason` if another process holds it for long.

    reason: what the other process does, for the user
    """
    lock = FileLock(path)
    try:
        lock.acquire(timeout=_SILENT_SECONDS)
    except Timeout:
        _LOG.warning("waiting: %s", reason)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def head_of(path: Path, size: int = 4096) -> bytes:
    """The first `size` bytes of a file, decompressed if its name ends in `.gz`.

    Returns no bytes if there is no such file, or if it is damaged.
    """
    if not path.is_file():
        return b""
    try:
        with open_unpacked(path) as file:
            return file.read(size)
    except (EOFError, zlib.error, gzip.BadGzipFile, IrregularFileError):
        return b""


def holds_other_text(path: Path, *beginnings: bytes) -> bool:
    """Whether a file exists that isn't empty and begins with none of these bytes."""
    is_full = path.is_file() and path.stat().st_size > 0
    return is_full and not head_of(path).startswith(beginnings)


def set_mode(part: Path, path: Path, *, public: bool) -> None:
    """Set the permissions of `part`, which will replace `path`, as `open_atomically` describes."""
    if public:
        part.chmod(0o644)
    else:
        with suppress(FileNotFoundError):
            part.chmod(stat.S_IMODE(part.stat().st_mode & path.stat().st_mode))


def make_public_folder(folder: Path) -> None:
    """Make a folder that everyone may read (0755), unless it exists.

    Missing parent folders are made too, with the permissions of the user's umask.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir()
    except FileExistsError:
        if not folder.is_dir():
            raise
    else:
        folder.chmod(0o755)


def publish_folder(folder: Path) -> None:
    """Let everyone read a folder and all files and folders in it."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def temporary_path(path: Path) -> Path:
    """A unique name in the folder of `path`, ending in `.part`."""
    return path.with_name(f"{path.name[:50]}.{secrets.token_hex(4)}.part")


def is_temporary(name: str) -> bool:
    """Whether a file's name is one that `temporary_path` makes."""
    return bool(re.fullmatch(r".+\.[0-9a-f]{8}\.part", name))


def list_matching(folder: Path, pattern: str) -> list[Path]:
    """The paths in `folder` whose names match the glob `pattern`, sorted.

    A missing folder has none.  Raises OSError for a folder that can't be read, which `Path.glob`
    treats as empty.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208  names are enough
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [folder / name for name in sorted(fnmatch.filter(names, pattern))]


def fsync_path(path: Path) -> None:
    """Flush a file, or a folder's list of names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    total = hashlib.sha256()
    with open_regular(path) as file:
        while block := file.read(1 << 20):
            total.update(block)
    return total.hexdigest()


PACKAGE_FOLDER = Path(__file__).parents[1]  # photoparsl/


def shipped_folder(folder: str) -> Path:
    """The path of the folder `configs`, `docs` or `web`, as installed or in the checkout."""
    path = PACKAGE_FOLDER / folder
    return path if path.is_dir() else PACKAGE_FOLDER.parent / folder
