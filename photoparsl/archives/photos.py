"""The photos of a folder, and which of them a record means."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from photoparsl.archives.records import IMAGE_SUFFIXES


class Photos:
    """The image files below some folders, found by name."""

    def __init__(self, files: Iterable[tuple[Path, str]]) -> None:
        """`files` are image files, each with its path in the source, with slashes."""
        self.paths: dict[Path, str] = {}
        self._by_name: dict[str, list[Path]] = {}
        self._derived: dict[str, list[Path]] = {}
        for path, within in files:
            self.paths[path] = within
            name, stem = _called(path.name), _called(path.stem)
            self._by_name.setdefault(name, []).append(path)
            self._by_name.setdefault(stem, []).append(path)
            if derived := _DERIVED.fullmatch(stem):
                self._derived.setdefault(derived[1], []).append(path)

    def of(self, folder: Path, identifiers: Iterable[str], own: str = "") -> Path | None:
        """The photo that a record in `folder` means, or None where it means none, or several.

        It is the file of the record's `own` name beside it; else the file that an identifier
        names, beside it rather than elsewhere; else the only file anywhere of its own name.
        `a-001r.jpg` and `a-001_web.jpg` are called `a-001` too, where no other file is.
        """
        if beside := self._named(own, folder):
            return beside
        names = [PurePosixPath(text.replace("\\", "/")).name for text in identifiers]
        for name in names:
            if found := self._named(name, folder) or self._only(name):
                return found
        return self._only(own)

    def _named(self, name: str, folder: Path) -> Path | None:
        for files in (self._by_name, self._derived):
            beside = [path for path in files.get(_called(name), ()) if path.parent == folder]
            exact = [path for path in beside if name in (path.name, path.stem)]
            if beside and (len(beside) == 1 or files is self._by_name):
                return (exact or beside)[0]
        return None

    def _only(self, name: str) -> Path | None:
        if found := self._by_name.get(_called(name)):  # of a.jpg and a.tif in one folder, the first
            return found[0] if len({path.parent for path in found}) == 1 else None
        derived = self._derived.get(_called(name), [])
        return derived[0] if len(derived) == 1 else None


def _called(name: str) -> str:
    """A name as people compare names: without capitals, and with umlauts in one spelling."""
    return unicodedata.normalize("NFC", name).lower()


_DERIVED = re.compile(r"(.*\d)(?:[a-z]|[-_.][a-z]+)")  # a number, then what a scan was made for


def files_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files below a folder with their paths in it, in order; hidden ones are left alone.

    Raises OSError for a folder that can't be read, whose photos would be missing without a word.
    """
    for parent, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and path.is_file():  # and no pipe, which would never end
                yield path, path.relative_to(folder).as_posix()


def _raise(error: OSError) -> None:
    raise error


def is_photo(path: Path) -> bool:
    """Whether it is called like an image file that is measured."""
    return path.suffix.lower() in IMAGE_SUFFIXES
