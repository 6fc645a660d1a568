"""Sort the files of a folder: photos and records, and those that are passed over."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from photoparsl.archives.photo_files import ending, is_photo, is_raw, is_xml
from photoparsl.archives.photo_sidecars import is_takeout
from photoparsl.archives.read_options import FolderOptions
from photoparsl.archives.record import Skipped, SkipReason
from photoparsl.files import RAW_ENDINGS, UNREAD_PHOTOS
from photoparsl.manifests import is_named_as_list
from photoparsl.options import option

_File = tuple[Path, str]  # its path, and its path relative to the source, with slashes

_THUMBNAIL = re.compile(r"(.+?)(?:[-_. ]?thumb(?:nail)?s?|[-_](?:th|tn|sm|small))", re.IGNORECASE)
_RAW = f"raw: {option('--raw')} lists it, to be measured by its preview"
_UNREAD = UNREAD_PHOTOS | dict.fromkeys(RAW_ENDINGS, _RAW)  # what they are, by their endings


class SortedFiles:
    """The files of folders, sorted by what they are.

    photos: the photos
    records: the XML files
    documents: the JSON files that aren't Google Takeout's beside a photo
    tables: the files named like tables that don't stand beside a photo
    passed_over: the others, with the reasons
    unused: the patterns of `options.exclude` that no file fits
    """

    def __init__(self, files: Iterable[_File], options: FolderOptions = FolderOptions()) -> None:
        """options: which files below a folder are read."""
        self.photos: list[_File] = []
        self.records: list[_File] = []
        self.documents: list[_File] = []
        self.tables: list[_File] = []
        self.passed_over: list[Skipped] = []
        others: list[_File] = []
        used: set[str] = set()
        for file in files:
            if fitting := [p for p in options.exclude if fits(file[1], p)]:
                pattern = fitting[0]
                used.update(fitting)
                self._pass_over(file, SkipReason.EXCLUDED, f"fits the pattern {pattern}")
            elif is_photo(file[0]) or (options.raw and is_raw(file[0])):
                self.photos.append(file)
            elif is_xml(file[0]):
                self.records.append(file)
            else:
                others.append(file)
        self.unused = [pattern for pattern in options.exclude if pattern not in used]
        stems = {path.stem.lower() for path, _ in self.photos}
        self.passed_over += _thumbnails(self.photos, stems)
        small = {skipped.where for skipped in self.passed_over}
        self.photos = [file for file in self.photos if str(file[0]) not in small]
        for file in others:
            self._sort_other(file, stems)

    def _sort_other(self, file: _File, stems: set[str]) -> None:
        """Pass over a file that is neither a photo nor XML, unless it stands beside a photo."""
        suffix = ending(file[0])
        if suffix in _UNREAD:
            self._pass_over(file, SkipReason.UNREAD_FORMAT, f"is {_UNREAD[suffix]}")
        elif (
            suffix in (".xmp", ".json")
            and _stems_of(file[0].name) & stems
            and (suffix == ".xmp" or is_takeout(file[0]))
        ):
            return
        elif suffix == ".json":
            self.documents.append(file)
        elif is_named_as_list(file[0]) and file[0].stem.lower() not in stems:
            self.tables.append(file)
        else:
            self._pass_over(file, SkipReason.OTHER_FILE, "is neither a photo nor a record")

    def pass_over_others(self, read: Collection[Path]) -> None:
        """Pass over the records, JSON files and tables too, but for those that are read."""
        kept = set(read)
        for file in (*self.records, *self.documents, *self.tables):
            if file[0] not in kept:
                self._pass_over(file, SkipReason.OTHER_FILE, "is neither a photo nor a record")

    def _pass_over(self, file: _File, reason: SkipReason, detail: str) -> None:
        self.passed_over.append(Skipped(str(file[0]), reason, detail))


def _stems_of(name: str) -> set[str]:
    """The names of the photos that a file may stand beside: 'a.jpg(1).json' beside 'a(1).jpg'."""
    stem, _, rest = name.lower().partition(".")
    number = re.search(r"\(\d{1,3}\)", rest)
    return {stem, f"{stem}{number[0]}"} if number else {stem}


def _thumbnails(photos: Sequence[_File], stems: set[str]) -> Iterator[Skipped]:
    """The photos that are named as thumbnails of other photos in the folder."""
    for path, _ in photos:
        found = _THUMBNAIL.fullmatch(path.stem)
        if found and found[1].lower() in stems:
            yield Skipped(str(path), SkipReason.THUMBNAIL, f"is a small image of {found[1]}")


def fits(within: str, pattern: str) -> bool:
    """Whether a pattern fits a file's name, its path in the folder, or a folder on that path.

    In any case, as cameras and scanners write either.

    >>> fits("a/b/1_back.jpg", "*_back.jpg"), fits("a/b/1.jpg", "b"), fits("a/b/1.jpg", "a/b/*")
    (True, True, True)
    """
    within, pattern = within.lower(), pattern.lower().rstrip("/")
    path = PurePosixPath(within)
    names = (within, *path.parts, *map(str, path.parents))
    return any(fnmatchcase(name, pattern) for name in names)
