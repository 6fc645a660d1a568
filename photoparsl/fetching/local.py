"""Photos that are files, read by a thread that is left behind when a file blocks."""

from __future__ import annotations

import os
import queue
import re
import stat
import threading
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from photoparsl.fetching.limits import Limits
from photoparsl.fetching.paths import local_path, spelling_on_disk
from photoparsl.fetching.transfer import Fetched
from photoparsl.manifests import Photo
from photoparsl.reasons import Reason

MOST_BLOCKED = 2  # files in a row that block on a disk, before its others are left alone
RETRY_SECONDS = 120.0  # after which another file of that disk is read

_BLOCK_BYTES = 1 << 20  # of one reading
_MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(r"\\([0-7]{3})")  # how that file writes a space
_blocked: dict[str, tuple[int, float]] = {}  # files that blocked, and when the last did, by disk


def read_files(photos: Sequence[Photo], limits: Limits) -> Iterator[Fetched]:
    """Read photos that are paths or `file:` URLs, in order, each while the last is measured.

    A file has `limits.total_seconds`, from the moment when nothing is left to do but to wait.
    """
    reader, requested = _Reader(limits.most_bytes), None
    try:
        for number, photo in enumerate(photos):
            if requested is not photo and _is_blocked(photo):
                yield _timeout(photo, "not read, since other files there don't answer")
                continue
            if requested is not photo:
                reader.request(photo)
            fetched = reader.wait(limits.total_seconds)
            requested = None
            if fetched is None:
                _block(photo)
                fetched = _timeout(photo, f"can't be read within {limits.total_seconds:g} s")
                reader = _Reader(limits.most_bytes)
            else:
                _unblock(photo)
                following = photos[number + 1] if number + 1 < len(photos) else None
                if following and not _is_blocked(following):
                    requested = following
                    reader.request(following)
            yield fetched
    finally:
        reader.stop()


class _Reader:
    """A thread that reads one photo after the other."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._requested: queue.SimpleQueue[Photo | None] = queue.SimpleQueue()
        self._read: queue.SimpleQueue[Fetched] = queue.SimpleQueue()
        threading.Thread(target=self._run, daemon=True).start()  # no program waits for its end

    def request(self, photo: Photo) -> None:
        """Let the thread read the photo, after those requested before."""
        self._requested.put(photo)

    def wait(self, seconds: float) -> Fetched | None:
        """The next photo; None: it wasn't read in time, and the reader is of no use any more."""
        try:
            return self._read.get(timeout=seconds)
        except queue.Empty:
            self.stop()
            return None

    def stop(self) -> None:
        """Let the thread end, once it can."""
        self._requested.put(None)

    def _run(self) -> None:
        while photo := self._requested.get():
            self._read.put(_read(photo, self._most_bytes))


class _UnfitError(Exception):
    """A file that isn't read; its arguments are the reason, and the reason in a sentence."""


def _read(photo: Photo, most_bytes: int) -> Fetched:
    reason, detail = Reason.UNREADABLE_FILE, ""
    try:
        return Fetched(photo, _bytes(_path_on_disk(local_path(photo)), most_bytes))
    except _UnfitError as error:
        reason, detail = error.args
    except FileNotFoundError:
        reason, detail = Reason.NO_SUCH_FILE, f"{photo.url} doesn't exist"
    except (OSError, ValueError) as error:
        detail = str(error)
    return Fetched(photo, reason=reason, detail=detail)


def _bytes(path: Path, most_bytes: int) -> bytes:
    _check(path.stat(), most_bytes)  # before it is opened: some devices act on that
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(file)
        _check(status, most_bytes)
        blocks, count, most = [], 0, max(status.st_size + 1, _BLOCK_BYTES)
        while block := os.read(file, most):
            blocks.append(block)
            count, most = count + len(block), _BLOCK_BYTES
            if count > most_bytes:  # it grows while it is read
                raise _UnfitError(Reason.TOO_LARGE, f"more than {most_bytes:,} bytes")
        return b"".join(blocks)
    finally:
        os.close(file)


def _check(status: os.stat_result, most_bytes: int) -> None:
    """Raise _UnfitError for what isn't to be read."""
    if not stat.S_ISREG(status.st_mode):
        raise _UnfitError(Reason.UNREADABLE_FILE, "not a regular file")
    if status.st_dev in _kernel_devices():
        raise _UnfitError(Reason.UNREADABLE_FILE, "a file of the kernel, not of a disk")
    if status.st_size > most_bytes:
        raise _UnfitError(Reason.TOO_LARGE, f"{status.st_size:,} bytes")


@cache
def _kernel_devices() -> frozenset[int]:
    """The numbers of the devices whose files the kernel makes up."""
    return frozenset(Path(p).stat().st_dev for p in ("/proc", "/sys") if Path(p).exists())


def _path_on_disk(path: Path) -> Path:
    """The path in the disk's own spelling."""
    return path if path.exists() else spelling_on_disk(path)


def _disk_of(photo: Photo) -> str:
    """The mount point of the photo's file system, else its folder.

    It is found without touching that file system, which may block.
    """
    try:
        path = Path(os.path.abspath(local_path(photo)))  # noqa: PTH100  resolving would touch it
        lines = _MOUNTS.read_text(errors="surrogateescape").splitlines()
    except (OSError, ValueError):
        return photo.base
    points = {_OCTAL.sub(lambda code: chr(int(code[1], 8)), line.split(" ")[1]) for line in lines}
    parents = (str(parent) for parent in path.parents)
    return next((parent for parent in parents if parent in points - {"/"}), str(path.parent))


def _is_blocked(photo: Photo) -> bool:
    if not _blocked:
        return False
    files, since = _blocked.get(_disk_of(photo), (0, 0.0))
    return files >= MOST_BLOCKED and time.monotonic() - since < RETRY_SECONDS


def _block(photo: Photo) -> None:
    disk = _disk_of(photo)
    _blocked[disk] = _blocked.get(disk, (0, 0.0))[0] + 1, time.monotonic()


def _unblock(photo: Photo) -> None:
    if _blocked:
        _blocked.pop(_disk_of(photo), None)


def _timeout(photo: Photo, detail: str) -> Fetched:
    return Fetched(photo, reason=Reason.TIMEOUT, detail=f"{photo.url}: {detail}")
