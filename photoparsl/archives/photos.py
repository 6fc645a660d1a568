"""The photos of a folder, and which of them a record means."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from photoparsl.archives.records import IMAGE_SUFFIXES


class Photos:
    """The image files below some folders, found by name."""

    def __init__(self, files: Iterable[tuple[Path, str]]) -> None:
        """`files` are image files, each with its path in the source, with slashes."""
        self.paths: dict[Path, str] = {}
        self._by_name: dict[str, list[Path]] = {}
        for path, within in files:
            self.paths[path] = within
            for name in {path.name.lower(), path.stem.lower()}:
                self._by_name.setdefault(name, []).append(path)

    def of(self, folder: Path, identifiers: Iterable[str], own: str = "") -> Path | None:
        """The photo that a record in `folder` means, or None where it means none, or several.

        It is the file of the record's `own` name beside it; else the file that an identifier
        names, beside it rather than elsewhere; else the only file anywhere of its own name.
        """
        own = own.lower()
        if beside := self._named(own, folder):
            return beside
        names = [PurePosixPath(text.replace("\\", "/")).name.lower() for text in identifiers]
        for name in names:
            if found := self._named(name, folder) or self._only(name):
                return found
        return self._only(own)

    def _named(self, name: str, folder: Path) -> Path | None:
        beside = [path for path in self._by_name.get(name, ()) if path.parent == folder]
        return beside[0] if beside else None

    def _only(self, name: str) -> Path | None:
        found = self._by_name.get(name, ())
        return found[0] if len(found) == 1 else None


def files_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files below a folder with their paths in it, in order; hidden ones are left alone."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and path.is_file():  # and no pipe, which would never end
                yield path, path.relative_to(folder).as_posix()


def is_photo(path: Path) -> bool:
    """Whether it is called like an image file that is measured."""
    return path.suffix.lower() in IMAGE_SUFFIXES
