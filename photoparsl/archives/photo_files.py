"""Find the photo file that a record describes."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePath, PurePosixPath

from photoparsl.files import RAW_ENDINGS, READABLE_ENDINGS, is_temporary


def _raise(error: OSError) -> None:
    raise error


class PhotoFiles:
    """Image files, indexed by name.

    paths: each file's path relative to its source, with slashes
    """

    def __init__(self, files: Iterable[tuple[Path, str]]) -> None:
        """files: image files, each with its path relative to its source, with slashes."""
        self.paths: dict[Path, str] = {}
        self._by_name: dict[str, list[Path]] = {}
        self._derived: dict[str, list[Path]] = {}
        self._folder_names: set[str] = set()
        for path, within in files:
            self.paths[path] = within
            self._folder_names.add(_normalized(path.parent.name))
            name, stem = _normalized(path.name), _normalized(path.stem)
            self._by_name.setdefault(name, []).append(path)
            self._by_name.setdefault(stem, []).append(path)
            if derived := _DERIVED.fullmatch(stem):
                self._derived.setdefault(derived[1], []).append(path)

    def of(self, folder: Path, identifiers: Iterable[str], own: str = "") -> Path | None:
        """The photo that a record describes.

        None if there is none, or if it isn't clear which it is.

        folder: the folder of the record's file
        identifiers: the record's identifiers, the best first
        own: the name of the record's file, without its suffix

        The candidates are, in this order: the photo called `own` in the folder, a photo that an
        identifier names (first in the folder, then anywhere), and the only photo called `own`
        anywhere.  If no file is called `a-001`, `a-001r.jpg` and `a-001_web.jpg` match that name.
        """
        if not self.paths:
            return None  # at once: many archives have their records here and their photos elsewhere
        if photo := self._in_folder(own, folder):
            return photo
        names = [PurePosixPath(text.replace("\\", "/")).name for text in identifiers]
        for name in names:
            if photo := self._in_folder(name, folder) or self._only(name):
                return photo
        return self._only(own)

    def named(self, text: str) -> list[Path]:
        """The files of a name in any case and with any image suffix, or [] if there are none.

        text: a name, perhaps with folders before it.  Files in folders of these names come before
            all others
        """
        *folders, name = text.replace("\\", "/").split("/")
        keys = (name, PurePosixPath(name).stem) if has_image_suffix(name) else (name,)
        files = next((f for key in keys if (f := self._by_name.get(_normalized(key)))), [])
        for number in range(len(folders)):
            wanted = [_normalized(folder) for folder in folders[number:]]
            if fitting := [f for f in files if _folders(f, len(wanted)) == wanted]:
                return fitting
        is_elsewhere = bool(folders) and _normalized(folders[-1]) in self._folder_names
        return [] if is_elsewhere else files  # the folder is there, and the file isn't in it

    def _in_folder(self, name: str, folder: Path) -> Path | None:
        """The folder's file of this name, preferring the exact spelling, or None if it has none."""
        for files in (self._by_name, self._derived):
            paths = [path for path in files.get(_normalized(name), ()) if path.parent == folder]
            exact = [path for path in paths if name in (path.name, path.stem)]
            if paths and (len(paths) == 1 or files is self._by_name):
                return (exact or paths)[0]
        return None

    def _only(self, name: str) -> Path | None:
        """The file of this name, if all files of this name are in one folder, else None."""
        if paths := self._by_name.get(_normalized(name)):
            is_one_folder = len({path.parent for path in paths}) == 1
            return paths[0] if is_one_folder else None  # the first of a.jpg and a.tif
        derived = self._derived.get(_normalized(name), [])
        return derived[0] if len(derived) == 1 else None


def _folders(file: Path, number: int) -> list[str]:
    """The names of the last folders that a file is in, for comparison."""
    return [_normalized(name) for name in file.parent.parts[-number:]]


def _normalized(name: str) -> str:
    """A name for comparison: in lower case, and with each letter in one spelling of Unicode."""
    return unicodedata.normalize("NFC", name).lower()


# Folders of Synology's and other disks, of Macs' archives and of Windows.
_OF_SYSTEMS = {
    "@eadir", "#recycle", "#snapshot", "@recycle", "__macosx", "$recycle.bin", "lost+found",
    "system volume information",
}  # fmt: skip
_AFTER_ENDING = re.compile(r"[\s.]+$")
_DERIVED = re.compile(r"(.*\d)(?:[a-z]|[-_.][a-z]+)")  # a number, then the purpose of a scan


def files_below(
    folder: Path, on_error: Callable[[OSError], None] = _raise
) -> Iterator[tuple[Path, str]]:
    """The files in a folder and its subfolders, sorted, each with its path relative to the folder.

    Hidden files are left out.  So are files in the folders of runs, and in folders where systems
    keep small copies and deleted files.  Links to folders aren't followed.

    on_error: a function that gets the error of each folder that can't be read (default: raise it)
    """
    for parent, _, names in _walk(folder, on_error):
        for name in sorted(names):
            path = Path(parent, name)
            is_left = name.startswith(".") or is_temporary(name)
            if not is_left and _may_be_opened(path):
                yield path, path.relative_to(folder).as_posix()


def unread_below(folder: Path) -> Iterator[Path]:
    """The sorted paths that `files_below` leaves out below a folder.

    Paths that photoparsl wrote aren't among them.

    These are hidden files and folders, folders of systems, pipes, devices, links to a system's own
    files, and links to folders.  Links that lead to no file count if they have the name of a photo
    or of records.
    """
    for parent, folders, names in os.walk(folder, onerror=_raise):
        paths = [Path(parent, name) for name in sorted(folders)]
        folders[:] = [path.name for path in paths if not _is_unread(path)]
        read = set(folders)
        for path in paths:
            if is_hidden(path) or (path.name in read and path.is_symlink()):
                yield path
        for path in (Path(parent, name) for name in sorted(names) if not is_temporary(name)):
            is_named = is_photo(path) or is_xml(path) or path.exists()
            if path.name.startswith(".") or (is_named and not _may_be_opened(path)):
                yield path


def _may_be_opened(path: Path) -> bool:
    """Whether a path leads to a file that ends.

    Reading a pipe or a device might never end.  So might reading a system's own file, such as
    /proc/kmsg.  Such a file has no size, and stands in a folder of photos as a link only.
    """
    try:
        status = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and (status.st_size > 0 or not path.is_symlink())


def is_hidden(path: Path) -> bool:
    """Whether a name is that of a hidden file or folder, or of a folder of a system."""
    return path.name.startswith(".") or path.name.lower() in _OF_SYSTEMS


def _walk(
    folder: Path, on_error: Callable[[OSError], None] = _raise
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Walk as os.walk does, with sorted folders and without those that aren't read."""
    for parent, folders, names in os.walk(folder, onerror=on_error):
        folders[:] = sorted(name for name in folders if not _is_unread(Path(parent, name)))
        yield parent, folders, names


def _is_unread(folder: Path) -> bool:
    """Whether a folder isn't searched: a hidden one, one of a system, or a run's."""
    if is_hidden(folder):
        return True
    with suppress(OSError):  # it can't be read, which its listing reports
        return (folder / "run.json").exists() and (folder / "slices").exists()
    return False


def is_photo(path: Path) -> bool:
    """Whether the file's name has the ending of an image."""
    return ending(path) in READABLE_ENDINGS


def is_raw(path: Path) -> bool:
    """Whether the file is named like a camera's raw file, of those whose previews are found."""
    return ending(path) in RAW_ENDINGS


def is_xml(path: Path) -> bool:
    """Whether the file is named like an XML document of records."""
    return ending(path) in (".xml", ".mods", ".rdf")


def ending(path: PurePath) -> str:
    """The suffix of a file's name, in lower case.  Spaces and dots after it don't matter.

    >>> ending(PurePath("Haus.JPG ")), ending(PurePath("a.jpg."))
    ('.jpg', '.jpg')
    """
    return PurePath(_AFTER_ENDING.sub("", path.name)).suffix.lower()


def has_image_suffix(text: str) -> bool:
    """Whether a name, a path or a URL has the ending of an image."""
    return text.lower().endswith(READABLE_ENDINGS)
