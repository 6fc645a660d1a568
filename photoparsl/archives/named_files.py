"""Whether a table names files that exist, as far as its first rows tell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from photoparsl.archives.image_columns import SAMPLE, find_image_columns
from photoparsl.archives.json_items import is_list
from photoparsl.archives.photo_files import PhotoFiles
from photoparsl.archives.table_photos import TablePhotos
from photoparsl.archives.table_rows import read_rows
from photoparsl.archives.trust import is_below
from photoparsl.errors import ManifestError
from photoparsl.manifests import open_file

_BEGINNING = 4_096  # bytes of a file, in which its first letter is


def finds_photos(path: Path) -> bool:
    """Whether one of a table's first rows names a photo that exists."""
    return any(_places(path))


def is_list_of_files(path: Path) -> bool:
    """Whether a file is a list in JSON whose first records name a file below its folder."""
    return is_list(path) and _names_files_below(path, path.stat().st_mtime_ns)


@lru_cache
def _names_files_below(path: Path, changed: int) -> bool:
    """As `is_list_of_files`.

    changed: the time of the file's last change, so that the cache notices changes
    """
    try:
        with open_file(path, str(path)) as file:
            begins = file.read(_BEGINNING).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        return begins == b"[" and any(is_below(place, path.parent) for place in _places(path))
    except ManifestError:  # who reads the file is told why it can't be read
        return False


def _places(path: Path) -> Iterator[str]:
    """Yield the places of the photos of a table's first rows, '' for a row without one."""
    sample = islice(read_rows(path, is_logged=False), SAMPLE)
    rows = [row for _, row in sample if not isinstance(row, str)]
    photos = TablePhotos(path, PhotoFiles(()))
    columns = find_image_columns(rows, photos).taken
    for row in rows:
        cell = next((row[c.lower()] for c in columns if row.get(c.lower())), "")
        yield photos.of(cell).place
