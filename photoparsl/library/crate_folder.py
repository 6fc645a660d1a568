"""Makes the folder of a crate: a new one, or one that replaces the same run's earlier one."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from photoparsl.errors import RunError
from photoparsl.files import (
    checksum,
    fsync_path,
    remove_left_folders,
    temporary_path,
    unfinished_folder,
)
from photoparsl.results import NewPaths

METADATA = "ro-crate-metadata.json"
_MOST_BYTES = 100_000_000  # of a crate's metadata
_FROM_HERE, _EXCHANGE = -100, 2  # of Linux's renameat2
_OWN_NAMES = re.compile(  # of a crate's files, also of unfinished ones
    r"(?:CITATION|README|datapackage|manifest|photos|provenance|ro-crate-metadata|scatter)[.-].*"
)
_ELSEWHERE = "name another with -o"


@contextmanager
def crate_folder(folder: Path, run_name: str) -> Iterator[Path]:
    """Give the folder into which a crate's files are written.  After any error, nothing is changed.

    An earlier crate of this run is replaced when the block ends, and is whole until then.

    folder: the crate's folder.  Where it is a link, the folder that the link leads to is meant
    run_name: what the crate's metadata call the run

    Raises RunError if the folder holds anything but such a crate as photoparsl wrote it.
    """
    if folder.parent.is_dir():
        remove_left_folders(folder.resolve(), _OWN_NAMES)
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        with _filled(folder):
            yield folder
        return
    folder = folder.resolve()
    _check_own(folder, run_name)
    with unfinished_folder(folder) as new:
        yield new
        new.chmod(stat.S_IMODE(folder.stat().st_mode))
        _check_own(folder, run_name)  # it took a while
        _swap(new, folder)  # the earlier one, which is removed now, has the new one's name
        fsync_path(folder.parent)


def sealed(crate: dict[str, Any]) -> bytes:
    """Return a crate's metadata as text, with an identifier by which a change is noticed.

    crate: the metadata, whose first entity describes the file itself
    """
    descriptor = crate["@graph"][0]
    descriptor["identifier"] = ""
    descriptor["identifier"] = _seal(_text(crate))
    return _text(crate)


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    """Make a folder, and empty or remove it after an error."""
    made = NewPaths((folder, *folder.parents))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for part in folder.iterdir():  # it was empty
            shutil.rmtree(part) if part.is_dir() else part.unlink()
        made.remove()
        raise


def _check_own(folder: Path, run_name: str) -> None:
    """Raise RunError unless the folder is a crate of this run, as photoparsl wrote it."""
    crate = _metadata(folder)
    if crate is None:
        raise RunError(f"{folder}: exists and isn't an empty folder: {_ELSEWHERE}")
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    if entities.get("#run", {}).get("identifier") != run_name:
        raise RunError(f"{folder}: holds the crate of another run: {_ELSEWHERE}")
    if other := _changed(folder, crate, entities):
        raise RunError(
            f"{folder}: its {other} isn't what photoparsl wrote there, and would be lost: "
            f"{_ELSEWHERE}"
        )
    if Path.cwd().is_relative_to(folder):
        raise RunError(f"{folder}: is replaced as a whole: leave this folder first")


def _metadata(folder: Path) -> dict[str, Any] | None:
    """The metadata of a folder that photoparsl wrote, or None for any other folder or file."""
    path = folder / METADATA
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return None
    try:
        crate = json.loads(path.read_bytes())
        entities = crate["@graph"]
        is_whole = all(isinstance(entity["@id"], str) for entity in entities)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    is_own = any(entity["@id"] == "#photoparsl" for entity in entities)
    return crate if is_whole and is_own else None


def _changed(folder: Path, crate: dict[str, Any], entities: dict[str, Any]) -> str:
    """The path of something that photoparsl didn't write so, or '' if there is none."""
    descriptor = crate["@graph"][0]
    seal, descriptor["identifier"] = descriptor.get("identifier"), ""
    if seal != _seal(_text(crate)):
        return METADATA
    listed = {name for name, entity in entities.items() if entity.get("@type") == "File"}
    folders = {str(parent) for name in listed for parent in Path(name).parents}
    found = set()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink() and name in folders:
            continue
        found.add(name)
        if name == METADATA:
            continue
        is_file = path.is_file() and not path.is_symlink()
        if not is_file or name not in listed or checksum(path) != entities[name].get("sha256"):
            return name
    return min(listed - found, default="")


def _swap(new: Path, folder: Path) -> None:
    """Exchange two folders at once, or one after the other where the system can't."""
    if _exchanged(new, folder):
        return
    aside = temporary_path(folder)
    try:
        folder.rename(aside)
        new.rename(folder)
        aside.rename(new)
    except BaseException:
        if aside.exists() and not folder.exists():
            aside.rename(folder)
        raise


def _exchanged(new: Path, folder: Path) -> bool:
    """Exchange two folders in one step, if the system and its disk can."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    paths = os.fsencode(new), os.fsencode(folder)
    return bool(rename(_FROM_HERE, paths[0], _FROM_HERE, paths[1], _EXCHANGE) == 0)


def _text(crate: dict[str, Any]) -> bytes:
    text = json.dumps(crate, indent=1, ensure_ascii=False)
    return f"{text}\n".encode(errors="backslashreplace")


def _seal(text: bytes) -> str:
    return f"urn:sha256:{hashlib.sha256(text).hexdigest()}"
