"""Read photos from files, in a thread that is abandoned when a file blocks."""

from __future__ import annotations

import errno
import os
import queue
import re
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from photoparsl.errors import error_text
from photoparsl.fetching.fetched import Fetched
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.marks import mark_of_file
from photoparsl.fetching.paths import local_path, path_on_disk
from photoparsl.files import open_regular
from photoparsl.manifests import Photo
from photoparsl.reasons import Reason
from photoparsl.redact import in_sentence

MOST_BLOCKED = 2  # files in a row that block, then no other file of the disk is read
RETRY_SECONDS = 120.0  # until a file of that disk is read again

_BLOCK_BYTES = 1 << 20  # bytes that are read at a time
_MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(r"\\([0-7]{3})")  # a space and the like, as that file writes them
# By disk: the number of files in a row that blocked, and the time of the last one.
_blocked: dict[str, tuple[int, float]] = {}


def read_files(photos: Sequence[Photo], limits: Limits) -> Iterator[Fetched]:
    """Read photos that are paths or `file:` URLs, in order.  Yield each.

    The next file is read while the caller measures the last one.  A file fails with TIMEOUT if
    this function has waited for it for `limits.total_seconds`.
    """
    reader, requested = _FileReader(limits.most_bytes), None
    try:
        for number, photo in enumerate(photos):
            if requested is not photo and _is_blocked(photo):
                yield _timeout(photo, "not read, since other files of the same disk don't answer")
                continue
            if requested is not photo:
                reader.request(photo)
            fetched = reader.wait(limits.total_seconds)
            requested = None
            if fetched is None:
                _block(photo)
                fetched = _timeout(photo, f"can't be read within {limits.total_seconds:g} s")
                reader = _FileReader(limits.most_bytes)
            else:
                _unblock(photo)
                following = photos[number + 1] if number + 1 < len(photos) else None
                if following and not _is_blocked(following):
                    requested = following
                    reader.request(following)
            yield fetched
    finally:
        reader.stop()


class _FileReader:
    """A thread that reads one photo after the other."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._requested: queue.SimpleQueue[Photo | None] = queue.SimpleQueue()
        self._read: queue.SimpleQueue[Fetched] = queue.SimpleQueue()
        threading.Thread(target=self._run, daemon=True).start()  # a program can exit before it

    def request(self, photo: Photo) -> None:
        """Add the photo to those that the thread reads."""
        self._requested.put(photo)

    def wait(self, seconds: float) -> Fetched | None:
        """Wait for the next photo.  Returns None, and ends the reader, if the time is over."""
        try:
            return self._read.get(timeout=seconds)
        except queue.Empty:
            self.stop()
            return None

    def stop(self) -> None:
        """End the thread after the photos requested so far."""
        self._requested.put(None)

    def _run(self) -> None:
        while photo := self._requested.get():
            self._read.put(_read(photo, self._most_bytes))


class _TooLargeError(Exception):
    """Raised for a file that has too many bytes.  Its text says how many."""


def _read(photo: Photo, most_bytes: int) -> Fetched:
    reason, detail = Reason.UNREADABLE_FILE, ""
    try:
        body, mark = _bytes(path_on_disk(photo), most_bytes)
        return Fetched(photo, body, mark=mark)
    except _TooLargeError as error:
        reason, detail = Reason.TOO_LARGE, str(error)
    except (OSError, ValueError) as error:
        detail = f"{in_sentence(photo.url)}: {error_text(error)}"
        if isinstance(error, FileNotFoundError) or getattr(error, "errno", 0) == errno.ELOOP:
            is_link = local_path(photo).is_symlink()
            what = "is a link that leads to no file" if is_link else "doesn't exist"
            if len(photo.url) > 2 and photo.url[0] == photo.url[-1] == '"':
                what += " with these quotes: lines of URL YEAR have none, even around spaces"
            reason, detail = Reason.NO_SUCH_FILE, f"{in_sentence(photo.url)} {what}"
    return Fetched(photo, reason=reason, detail=detail)


def _bytes(path: Path, most_bytes: int) -> tuple[bytes, str]:
    """The file's bytes, and its mark.

    The mark is that of the file before it is read.  If the file changes meanwhile, its mark differs
    at the next start of the run, which measures it again.
    """
    with open_regular(path) as file:
        status = os.fstat(file.fileno())
        if status.st_size > most_bytes:
            raise _TooLargeError(f"{status.st_size:,} bytes")
        blocks, count, most = [], 0, max(status.st_size + 1, _BLOCK_BYTES)
        while block := file.read(most):
            blocks.append(block)
            count, most = count + len(block), _BLOCK_BYTES
            if count > most_bytes:  # the file has grown since
                raise _TooLargeError(f"more than {most_bytes:,} bytes")
        return b"".join(blocks), mark_of_file(status)


def _disk_of(photo: Photo) -> str:
    """The mount point of the photo's file system, or its folder if that is the root file system.

    This doesn't access the photo's file system, which may block.
    """
    try:
        path = Path(os.path.abspath(local_path(photo)))  # noqa: PTH100  resolve() would access it
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
    return Fetched(photo, reason=Reason.TIMEOUT, detail=f"{in_sentence(photo.url)}: {detail}")
