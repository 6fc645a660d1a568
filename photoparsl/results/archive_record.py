"""What a run's manifest was made of, where the run was given an archive.

RUN/archive.json                     the archive, its state, and how it was read
RUN/manifest-as-read.csv.gz          the manifest (`manifest_copy`)
RUN/manifest-as-read.left-out.csv    what was left out of it; absent if nothing was
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from photoparsl.files import checksum, open_atomically, write_atomically
from photoparsl.results.fields import fields_of
from photoparsl.results.manifest_copy import MANIFEST_COPY, ManifestCopy
from photoparsl.results.record_file import read_record_file
from photoparsl.results.slice_text import FORMAT

MADE_MANIFEST = f"{MANIFEST_COPY}.csv.gz"  # the copy of one that was made
LEFT_OUT = f"{MANIFEST_COPY}.left-out.csv"

_RECORD = "archive.json"
_CORRECTIONS = "corrections"  # the choice that is a file's SHA-256
_PRIVATE = "allow_private"  # the choice to take places at private addresses


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """What a run's manifest was made of, and how, as `archive.json` holds it.

    source: a URL, or a path from the run's folder: both may be moved together
    state: the source's, by which a change is noticed (`archives.source_state`)
    choices: what a person chose of how it is read; of a file its SHA-256
    is_whole: false if the source names a photo that wasn't found and that may be there later
    has_refused: whether places in it were refused since their addresses are private; true where an
        earlier version didn't say
    made: when, in ISO 8601
    sha256: of the manifest's file, in hexadecimal
    """

    source: str
    state: str
    choices: dict[str, list[str]] = field(default_factory=dict)
    is_whole: bool = True
    has_refused: bool = True
    made: str = ""
    sha256: str = ""

    def is_of(self, other: ArchiveRecord) -> bool:
        """Whether a manifest of the other record would be the same."""
        return self.difference(other) == "" and self.source == other.source

    def difference(self, other: ArchiveRecord) -> str:
        """Why a manifest of the same source was made anew, of the other record; '' for none."""
        here, there = _given(self.choices), _given(other.choices)
        differing = {name for name in here | there if here.get(name) != there.get(name)}
        if not self.has_refused or _PRIVATE in here:  # without the choice it would be the same
            differing.discard(_PRIVATE)
        if differing == {_CORRECTIONS} and _CORRECTIONS in here and _CORRECTIONS in there:
            return "corrected otherwise than before"
        if differing:
            return "read by other options than before"
        return "" if self.state == other.state else "changed since it was read"


def _given(choices: dict[str, list[str]]) -> dict[str, list[str]]:
    """The choices that were made: an earlier version's record lacks newer ones."""
    return {name: value for name, value in choices.items() if value}


def read_archive_record(folder: Path) -> ArchiveRecord | None:
    """The record of the manifest that was made for the run in a folder; None where none was.

    Raises RunError where it can't be read.
    """
    remedy = "without it the manifest is made anew"
    return read_record_file(folder / _RECORD, ArchiveRecord, remedy)


def is_of_manifest(folder: Path) -> bool:
    """Whether a folder has a run whose manifest a person named: it wasn't made of an archive."""
    return (folder / "run.json").exists() and not (folder / _RECORD).exists()


def is_made_of(folder: Path, url: str) -> bool:
    """Whether a run's folder has a manifest that was made of what a URL gave.

    Raises RunError where its record can't be read.
    """
    record = read_archive_record(folder)
    return record is not None and record.source == url and has_manifest(folder, record)


def has_manifest(folder: Path, record: ArchiveRecord) -> bool:
    """Whether the run's copy of the manifest is the one of this record, whole."""
    path = ManifestCopy(folder).path
    return path == folder / MADE_MANIFEST and checksum(path) == record.sha256


def write_archive_record(folder: Path, record: ArchiveRecord, left_out: Path) -> None:
    """Write of what the manifest that the run will copy was made, and what was left out of it.

    folder: the run's
    record: what the manifest was made of
    left_out: the file that lists what was left out; may be absent

    After a kill before the copy, `has_manifest` is false, and the manifest is made anew.
    """
    text = json.dumps({"format": FORMAT, **fields_of(record)}, indent=1) + "\n"
    write_atomically(folder / _RECORD, text.encode())
    if not left_out.exists():
        (folder / LEFT_OUT).unlink(missing_ok=True)
        return
    with left_out.open("rb") as source, open_atomically(folder / LEFT_OUT) as target:
        shutil.copyfileobj(source, target, 1 << 20)
