"""Find the files of this machine that sources name, and tell records from photos."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from photoparsl.archives.folder_tables import tables_of_photos
from photoparsl.archives.passed_over import SortedFiles
from photoparsl.archives.photo_files import (
    PhotoFiles,
    files_below,
    is_hidden,
    is_photo,
    is_xml,
    unread_below,
)
from photoparsl.archives.read_options import ReadOptions
from photoparsl.archives.record import Skipped, SkipReason
from photoparsl.archives.tables import is_table
from photoparsl.errors import ManifestError
from photoparsl.files import check_regular, slash_problem, why_absent
from photoparsl.manifests import is_remote
from photoparsl.options import option

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """The sources of this machine, and the files in those that are folders.

    paths: the sources
    named: those that are files, and neither XML nor photos
    sorted: the files in folders, and the sources that are XML or photos
    photos: the photos among these
    tables: the tables in folders that are read, since their rows name the folders' photos
    """

    paths: Sequence[Path]
    named: Sequence[Path]
    sorted: SortedFiles
    photos: PhotoFiles
    tables: Sequence[Path]


def find_source_files(
    sources: Sequence[str], options: ReadOptions, besides: Sequence[Path] = ()
) -> SourceFiles:
    """Find the files of the sources that are of this machine.

    besides: files in the folders that aren't read

    Raises ManifestError for a source that is neither a file nor a folder.
    """
    paths = [Path(source) for source in sources if not is_remote(source)]
    for source in sources:
        if problem := slash_problem(source):
            raise ManifestError(problem)
    for path in paths:
        if not path.exists():
            raise ManifestError(why_absent(path))
        check_regular(path, str(path))
        if not (path.is_file() or path.is_dir()):
            raise ManifestError(
                f"{path}: is a pipe or a device: save its output to a file, and name that"
            )
    left = {place for path in besides for place in (path.resolve(), path.absolute())}
    files = SortedFiles(
        (pair for path in paths for pair in _files(path, paths, left)), options.folders
    )
    has_folders = any(path.is_dir() for path in paths)
    if files.unused and has_folders:  # a table says it itself
        shown = ", ".join(map(repr, files.unused))
        _LOG.warning(
            "%s: no file fits %s: a pattern is of a name, or of a path within the folder",
            option("--exclude"),
            shown,
        )
    photos = PhotoFiles(files.photos)
    named = [path for path in paths if path.is_file() and not is_xml(path) and not is_photo(path)]
    tables = [] if named else tables_of_photos(files, photos, options)
    return SourceFiles(paths, named, files, photos, tables)


def tables_among(files: SourceFiles, options: ReadOptions) -> list[Path]:
    """The tables that are read.

    options: how to read the sources
    """
    kind, template = options.kind, options.names.url
    named = (path for path in files.named if is_table(path, kind, template))
    return [*named, *files.tables]


def unread(folders: Iterable[Path]) -> Iterator[Skipped]:
    """The paths that aren't read below folders, as in `unread_below`."""
    for path in (path for folder in folders for path in unread_below(folder)):
        if is_hidden(path):
            where = f"{path}/" if path.is_dir() else str(path)
            yield Skipped(where, SkipReason.HIDDEN, "is hidden, or a system's")
        elif path.is_dir():
            detail = "links to a folder, and isn't followed: name that as a source"
            yield Skipped(str(path), SkipReason.LINKED_FOLDER, detail)
        else:
            is_lost = path.is_symlink() and not path.exists()
            detail = "is a link to no file" if is_lost else "is no file that has an end"
            yield Skipped(str(path), SkipReason.UNREADABLE_FILE, detail)


def _files(path: Path, sources: Sequence[Path], left: set[Path]) -> Iterator[tuple[Path, str]]:
    """The files in a folder besides the sources, or the file itself, if it is a photo or XML.

    Each has its path relative to the source.

    left: files that aren't read, by their resolved paths
    """
    if path.is_dir():
        names = {file.name for file in (*left, *sources)}  # few files have them
        for file, within in files_below(path):
            is_left = file.name in names and (file in sources or file.resolve() in left)
            if not is_left:
                yield file, within
    elif is_photo(path) or is_xml(path):
        yield path, path.name
