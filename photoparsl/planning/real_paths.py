"""The files that paths lead to, so that one file is known however its path is written."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from photoparsl.fetching import answers_of, spelling_on_disk
from photoparsl.planning.photo_paths import absolute_path, may_have_files

_UNLISTED = 16  # names in a folder that are asked for one by one, before the folder is listed
_MOST_FOLDERS = 50_000  # in memory
_DEEPEST = 100  # folders above one another that are resolved one by one
_NO_NAMES = ("", ".", "..")


class _Folder:
    """A folder that paths name.

    real: the path that it leads to, with a slash at the end
    names: how many of its names were asked for
    links: the names in it that are links, or None if it isn't listed
    """

    __slots__ = ("links", "names", "real")

    def __init__(self, real: str) -> None:
        self.real = real if real.endswith("/") else real + "/"
        self.names = 0
        self.links: frozenset[str] | None = None

    def name_on_disk(self, name: str) -> tuple[str, bool]:
        """A name as the folder spells it, and whether it is a link there."""
        self.names += 1
        if self.names > _UNLISTED and name.isascii():
            if self.links is None:
                self.links = _links_in(self.real)
            return name, name in self.links
        try:
            return name, stat.S_ISLNK(os.lstat(self.real + name).st_mode)
        except (OSError, ValueError):
            if name.isascii():
                return name, False
        with suppress(OSError, ValueError):
            name = spelling_on_disk(Path(self.real + name)).name
        return name, Path(self.real + name).is_symlink()


class RealPaths:
    """Returns the path that a path leads to, through links and in the disk's spelling of letters.

    A folder is resolved once, and listed once many of its files are looked up, so that most paths
    cost no call of the system.  Later changes on the disk aren't noticed: use an object for a short
    time.
    """

    def __init__(self) -> None:
        self._folders: dict[str, _Folder] = {}  # by their paths
        self._written: dict[tuple[str, str], _Folder] = {}  # by their paths as written, and bases
        self._real = lru_cache(os.path.realpath)

    def of_places(self, places: Sequence[str], bases: Sequence[str]) -> Sequence[str]:
        """The real path of each file among some places, and the other places as they are.

        bases: `Photo.base` of each place

        Raises RunError if a file system doesn't answer.
        """
        if not may_have_files(places):
            return places
        pairs = list(zip(places, bases, strict=True))
        return answers_of(pairs, self._of_pair, lambda pair: "/".join(pair[::-1]))

    def are_same(self, place: str, base: str, earlier: str, earlier_base: str) -> bool:
        """Whether two places are of files, and lead to one file.

        base, earlier_base: `Photo.base` of each
        """
        if not may_have_files([place]) or not may_have_files([earlier]):
            return False
        return self._of_pair((place, base)) == self._of_pair((earlier, earlier_base))

    def _of_pair(self, pair: tuple[str, str]) -> str:
        place, base = pair
        written = place[: place.rfind("/") + 1]
        name = place[len(written) :]
        known = self._written.get((written, base))
        if known and known.links is not None and name.isascii() and name not in _NO_NAMES:
            return self._file(known, name) if name in known.links else known.real + name
        path = absolute_path(place, base, self._real) if base.startswith("/") else ""
        if not path.startswith("/"):
            return place
        folder, _, name = path.rpartition("/")
        known = self._folders.get(folder) or self._add(folder)
        if known.links is not None and ":" not in written:
            self._written[written, base] = known
        return self._file(known, name)

    def _file(self, folder: _Folder, name: str) -> str:
        name, is_link = folder.name_on_disk(name)
        path = folder.real + name
        return self._real(path) if is_link and Path(path).exists() else path

    def _add(self, folder: str) -> _Folder:
        """Resolve a folder, and remember it."""
        if len(self._folders) + len(self._written) >= _MOST_FOLDERS:
            self._folders.clear()
            self._written.clear()
        parent, _, name = folder.rpartition("/")
        if not name or folder.count("/") > _DEEPEST:
            real = os.path.realpath(folder or "/")
        else:
            above = self._folders.get(parent) or self._add(parent)
            name, is_link = above.name_on_disk(name)
            real = os.path.realpath(above.real + name) if is_link else above.real + name
        self._folders[folder] = found = _Folder(real)
        return found


def _links_in(folder: str) -> frozenset[str]:
    with suppress(OSError), os.scandir(folder) as entries:
        return frozenset(entry.name for entry in entries if entry.is_symlink())
    return frozenset()
