"""Find the photos that the cells of a table name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urljoin

from photoparsl.archives.photo_files import PhotoFiles, files_below, has_image_suffix, is_photo
from photoparsl.fetching import local_path, spelling_on_disk, web_address
from photoparsl.files import names_folder
from photoparsl.manifests import Photo

_FOLDERS_AROUND = 2
_MOST_FOLDERS = 16  # whose files are kept in memory
MOST_FILES = 500_000  # below a table's folder that are searched


@dataclass(frozen=True, slots=True)
class NamedPhoto:
    """The photo that a cell names.

    place: a URL, or the file's absolute path, or '' if there is none
    is_by_name: whether the file lies elsewhere than the cell says, and was found by its name
    several: files of that name in several folders, of which none can be taken
    """

    place: str = ""
    is_by_name: bool = False
    several: tuple[Path, ...] = ()


class FolderPhotos:
    """The photos that records may name which came from anywhere: URLs, and photos of the sources.

    photos: the photos of all sources
    """

    def __init__(self, photos: PhotoFiles) -> None:
        self._photos = photos

    def of(self, cell: str) -> NamedPhoto:
        """The photo that a text names: a URL, or the only photo of that name."""
        text = cell.strip()
        if web_address(text):
            return NamedPhoto(text)
        if names_folder(text.replace("\\", "/")):
            return NamedPhoto()
        return _only(_named(cell, self._photos), cell)


class WebPhotos:
    """The photos that the cells of a table on the web may name: none of them on this machine.

    url: the table's URL
    """

    def __init__(self, url: str) -> None:
        self._url = url

    def of(self, cell: str) -> NamedPhoto:
        """The photo that a cell names: a URL, or an image's name, relative to the table."""
        text = cell.strip()
        if web_address(text):
            return NamedPhoto(text)
        name = text.replace("\\", "/")
        if not has_image_suffix(name) or ":" in name.partition("/")[0]:
            return NamedPhoto()
        return NamedPhoto(urljoin(self._url, quote(name, safe="/%?=&+,;@!$'()*~")))

    def read_cells(self, cells: Callable[[], Iterable[str]]) -> None:
        """Do nothing: no file is searched for by its name."""


class TablePhotos:
    """The photos that the cells of a table may name.

    table: the table's file
    photos: the photos of all sources
    is_named: whether the user named the column of the photos: then a name without the ending of an
        image is searched for too
    """

    def __init__(self, table: Path, photos: PhotoFiles, *, is_named: bool = False) -> None:
        self._is_named = is_named
        self._folder = table.parent
        self._photos = photos
        self._below: PhotoFiles | None = None
        self._folders: dict[Path, PhotoFiles] = {}
        self._cells: Callable[[], Iterable[str]] | None = None

    def of(self, cell: str) -> NamedPhoto:
        """The photo that a cell names.

        The place is a URL, a file relative to the table, or the only file of that name.  That file
        may have any case and any image's ending.  It is searched among the photos of all sources,
        then below the table's folder.  Spaces around a file's name are part of it if there is such
        a file.  A name that ends in a slash is a folder's.
        """
        text = cell.strip()
        if web_address(text):
            return NamedPhoto(text)
        if not text or "\0" in text or names_folder(text.replace("\\", "/")):
            return NamedPhoto()
        for name in dict.fromkeys((cell, text, text.replace("\\", "/"))):
            with suppress(OSError, ValueError):  # no such file, or several spellings of it
                file = local_path(Photo(0, name, None, str(self._folder)))
                file = file if file.is_file() else spelling_on_disk(file)
                if file.is_file():
                    return NamedPhoto(str(file.absolute()))
        if around := self._in_folders_around(text):
            return around
        spelled = self._in_spelled_folder(text)
        if spelled is not None:
            return self._unless_of_another(_only(spelled, cell), text)
        files = _named(cell, self._photos)
        if not files and (self._is_named or has_image_suffix(text)):
            files = _named(cell, self._found_below())
        if not files and (photo := self._photos.of(self._folder, [cell, text])):
            files = [photo]
        return self._unless_of_another(_only(files, cell), text)

    def read_cells(self, cells: Callable[[], Iterable[str]]) -> None:
        """Set the function that reads all cells that name photos.

        A file that one of them names isn't taken for a cell with another ending: 'x.jpg' for
        'x.tif'.
        """
        self._cells = cells

    def _unless_of_another(self, found: NamedPhoto, text: str) -> NamedPhoto:
        """The file, unless it has another ending than the cell says, and another cell names it."""
        name, wanted = Path(found.place).name.lower(), _name_in(text)
        has_other_ending = wanted != name and has_image_suffix(wanted)
        is_others = has_other_ending and self._cells is not None and name in self._all_names
        return NamedPhoto() if found.place and is_others else found

    @cached_property
    def _all_names(self) -> set[str]:
        return {_name_in(cell) for cell in (self._cells or tuple)()}

    def _in_folders_around(self, text: str) -> NamedPhoto | None:
        """The file if its path is one from a folder around the table's: 'objects/1.jpg'."""
        path = PurePosixPath(text.replace("\\", "/").lstrip("/"))
        if len(path.parts) < 2 or ".." in path.parts or not has_image_suffix(text):
            return None
        folder = self._folder.absolute()
        bases = (folder, *folder.parents[:_FOLDERS_AROUND])
        for base in bases:
            with suppress(OSError, ValueError):
                if (base / path).is_file():
                    return NamedPhoto(str(base / path), is_by_name=True)
        for base in bases[1:]:
            if files := self._listed(base / path.parent).named(path.name):
                return _only(files, path.name)
        return None

    def _in_spelled_folder(self, text: str) -> list[Path] | None:
        """The files of a cell's name in the folder that it says, in any case and with any ending.

        None if the cell says none, or one that isn't there.
        """
        path = PurePosixPath(text.replace("\\", "/"))
        folder = self._folder / path.parent
        if path.parent.name in ("", "..") or not folder.is_dir():
            return None
        return self._listed(folder).named(path.name)

    def _listed(self, folder: Path) -> PhotoFiles:
        """The photos in a folder, which is listed once."""
        if folder not in self._folders:
            if len(self._folders) == _MOST_FOLDERS:
                self._folders.clear()
            with suppress(OSError, ValueError):
                photos = (path for path in sorted(folder.iterdir()) if is_photo(path))
                files = ((path, path.name) for path in photos if path.is_file())
                self._folders[folder] = PhotoFiles(islice(files, MOST_FILES))
        return self._folders.get(folder, PhotoFiles(()))

    def _found_below(self) -> PhotoFiles:
        """The photos below the table's folder, which are listed once."""
        if self._below is None:
            files = islice(files_below(self._folder, lambda error: None), MOST_FILES)
            self._below = PhotoFiles(pair for pair in files if is_photo(pair[0]))
        return self._below


def _name_in(cell: str) -> str:
    """The file's name in a cell, for comparison."""
    return PurePosixPath(cell.strip().replace("\\", "/")).name.lower()


def _named(cell: str, photos: PhotoFiles) -> list[Path]:
    return photos.named(cell) or photos.named(cell.strip())


def _only(files: Sequence[Path], cell: str) -> NamedPhoto:
    """The file that a cell names, or all files of this name if they are in several folders."""
    if len({file.parent for file in files}) > 1:
        return NamedPhoto(several=tuple(files))
    if not files:
        return NamedPhoto()
    names = {Path(cell).name, Path(cell.strip()).name}
    exact = (file for file in files if file.name in names)
    return NamedPhoto(str(next(exact, files[0]).absolute()), is_by_name=True)
