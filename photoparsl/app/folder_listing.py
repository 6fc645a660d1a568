"""What a folder of this disk holds, for a person who looks for photos in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from urllib.parse import unquote, urlsplit

from photoparsl.errors import RunError
from photoparsl.files import READABLE_ENDINGS
from photoparsl.manifests import file_host

MOST_SHOWN = 2_000  # folders and files
_TABLES = (
    ".csv", ".tsv", ".tab", ".txt", ".parquet", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls",
    ".ods", ".json", ".xml", ".mods", ".rdf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A folder, or a file that may list photos.

    path: its path
    is_folder: whether it is a folder
    """

    path: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class FolderListing:
    """What a folder holds.

    path: its path
    file: the named file if it wasn't a folder, else ''
    folders_above: those that it lies in, from the root
    entries: its folders, and its files that may list photos, by name
    photos: how many photos lie directly in it, by their names
    left_out: how many entries aren't among these, since there are too many
    """

    path: str
    file: str
    folders_above: tuple[str, ...]
    entries: tuple[ListedFile, ...]
    photos: int
    left_out: int


def list_folder(typed: str, base: Path) -> FolderListing:
    """Return what a folder holds.  For a file, return what its folder holds.

    Names that begin with a point are left out.

    typed: its path, as a person typed or pasted it: perhaps in quotes, or as a file: URL
    base: the folder that it is relative to

    Raises RunError for a path that isn't there, OSError for a folder that can't be read.
    """
    named = path = _path(typed, base)
    if not path.is_dir():
        path = path.parent
    folders: list[str] = []
    tables: list[str] = []
    photos = 0
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            name = entry.name.lower()
            if _is(entry, S_ISDIR):
                folders.append(entry.path)
            elif name.removesuffix(".gz").endswith(_TABLES) and _is(entry, S_ISREG):
                tables.append(entry.path)
            else:
                photos += name.endswith(READABLE_ENDINGS)
    found = [*sorted(folders, key=_order), *sorted(tables, key=_order)]
    shown = tuple(ListedFile(p, n < len(folders)) for n, p in enumerate(found[:MOST_SHOWN]))
    above = tuple(str(parent) for parent in reversed(path.parents))
    file = "" if named == path else str(named)
    return FolderListing(str(path), file, above, shown, photos, len(found) - len(shown))


def _path(typed: str, base: Path) -> Path:
    """The path that a person typed, if it exists.

    Raises RunError if nothing is there.
    """
    forms = [typed]
    if typed.startswith("file://") and not file_host(typed):
        forms.append(unquote(urlsplit(typed).path, errors="surrogateescape"))
    if typed[:1] in ("'", '"') and typed[-1:] == typed[:1]:
        forms.append(typed[1:-1])
    for form in forms:
        with suppress(OSError, ValueError, RuntimeError):  # too long, a null, no such user
            path = Path(os.path.normpath(base / Path(form).expanduser()))
            if path.exists():
                return path
    raise RunError(f"there is no folder or file “{typed}”; look at the spelling")


def _is(entry: os.DirEntry[str], is_of_kind: Callable[[int], bool]) -> bool:
    try:
        return is_of_kind(entry.stat().st_mode)
    except OSError:  # a link to nothing
        return False


def _order(path: str) -> tuple[str, str]:
    name = os.path.basename(path)  # noqa: PTH119  thousands of them
    return name.casefold(), name
