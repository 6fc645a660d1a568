"""Marks: hashes of 64 bits by which a changed photo is noticed without reading its bytes.

The mark of a file is of its size and time, that of a server's photo of its ETag or Last-Modified.
If a photo's mark differs from the earlier one, the photo may have changed, and its bytes are
compared.  If the mark is the same, the photo is taken as unchanged.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence

from photoparsl.fetching.disk_answers import SILENT_SECONDS, answers_of
from photoparsl.fetching.paths import local_path, spelling_on_disk
from photoparsl.manifests import Photo

MARK_LETTERS = 16  # hexadecimal digits: 64 bits

_VERSIONS = (b"etag", b"last-modified")  # headers, the better one first


def mark_of_file(status: os.stat_result) -> str:
    """The mark of a file: a hash of its size and of the time of its last change."""
    return _mark(f"file {status.st_size} {status.st_mtime_ns}".encode())


def mark_on_disk(photo: Photo) -> str:
    """The present mark of a photo's file, or empty if there is no file, or if it can't be read."""
    try:
        return mark_of_file(local_path(photo).stat())
    except FileNotFoundError:
        pass
    except (OSError, ValueError):
        return ""
    try:
        return mark_of_file(spelling_on_disk(local_path(photo)).stat())
    except (OSError, ValueError):
        return ""


def marks_on_disk(photos: Sequence[Photo], seconds: float = SILENT_SECONDS) -> list[str]:
    """The marks of photos' files, as `mark_on_disk` gives them.

    seconds: how long, at most, the file system may give no further mark

    Raises RunError if it gives none for longer, as a file system whose network is down.
    """
    return answers_of(photos, mark_on_disk, local_path, seconds)


def mark_of_answer(lines: Iterable[bytes]) -> str:
    """The mark of a server's last answer, by its ETag, else by its Last-Modified.  '' without both.

    lines: the lines of its headers, perhaps after those of other answers

    >>> first = mark_of_answer([b"HTTP/1.1 200 OK\\r\\n", b'ETag: "a1"\\r\\n', b"\\r\\n"])
    >>> first == mark_of_answer([b"HTTP/2 200\\r\\n", b'etag:"a1" \\r\\n']), len(first)
    (True, 16)
    >>> mark_of_answer([b"HTTP/1.1 302\\r\\n", b"ETag: a1\\r\\n", b"\\r\\n", b"HTTP/1.1 200\\r\\n"])
    ''
    """
    found: dict[bytes, bytes] = {}
    is_trailer = False
    for line in lines:
        if line.startswith(b"HTTP/"):
            found, is_trailer = {}, False
        name, colon, value = line.partition(b":")
        is_trailer = is_trailer or not line.strip()
        name = name.strip().lower()
        if colon and not is_trailer and name in _VERSIONS and value.strip():
            found[name] = value.strip()
    best = next((name for name in _VERSIONS if name in found), None)
    return _mark(best + b" " + found[best]) if best else ""


def _mark(version: bytes) -> str:
    return hashlib.sha256(version).hexdigest()[:MARK_LETTERS]
