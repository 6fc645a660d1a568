"""What a run's manifest was made of, where the run was given an archive.

RUN/archive.json                     the archive, its fingerprint, and how it was read
RUN/manifest-as-read.csv.gz          the manifest (`manifest_copy`)
RUN/manifest-as-read.left-out.csv    what was left out of it, if anything was
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from photoparsl.errors import RunError
from photoparsl.files import checksum, open_atomically, write_atomically
from photoparsl.manifests import is_remote
from photoparsl.results.copy_faults import MANIFEST_COPY
from photoparsl.results.fields import OLD_KEY, fields_of
from photoparsl.results.manifest_copy import ManifestCopy
from photoparsl.results.record_file import read_record_file
from photoparsl.results.slice_text import FORMAT

MADE_MANIFEST = f"{MANIFEST_COPY}.csv.gz"  # the copy of one that was made
LEFT_OUT = f"{MANIFEST_COPY}.left-out.csv"

_RECORD = "archive.json"
_FORMER = {"image": "image_column", "date": "date_column"}  # earlier names of choices
_CORRECTIONS = "corrections"  # the choice that is a file's SHA-256
_PRIVATE = "allow_private"  # the choice to take places at private addresses


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """The archive that a run's manifest was made from, and how, as `archive.json` holds it.

    source: the archive: a URL, or a path from the run's folder, as both may be moved together
    fingerprint: a text that differs once the archive has changed (`archives.source_fingerprint`)
    choices: the options by which the archive was read.  For an option that names a file, it is the
        file's SHA-256
    is_whole: false if the archive names a photo that wasn't found and that may be there later
    has_refused: whether places in it were refused since their addresses are private.  True where an
        earlier version didn't say
    made: when the manifest was made, in ISO 8601
    sha256: the SHA-256 of the manifest's file, in hexadecimal
    """

    source: str
    fingerprint: str = field(metadata={OLD_KEY: "state"})
    choices: dict[str, list[str]] = field(default_factory=dict)
    is_whole: bool = True
    has_refused: bool = True
    made: str = ""
    sha256: str = ""

    def is_of(self, other: ArchiveRecord) -> bool:
        """Whether the other record is of the same archive, unchanged, read the same way."""
        return self.difference(other) == "" and self.source == other.source

    def difference(self, other: ArchiveRecord) -> str:
        """Why this record's manifest doesn't serve for the other record, or '' if it does.

        The reason is a phrase about the archive, such as 'changed since it was read'.  Both records
        are of the same source.
        """
        here, there = _given(self.choices), _given(other.choices)
        differing = {name for name in here | there if here.get(name) != there.get(name)}
        if not self.has_refused or _PRIVATE in here:  # without the choice it would be the same
            differing.discard(_PRIVATE)
        if differing == {_CORRECTIONS} and _CORRECTIONS in here and _CORRECTIONS in there:
            return "corrected otherwise than before"
        if differing:
            return "read by other options than before"
        return "" if self.fingerprint == other.fingerprint else "changed since it was read"


def _given(choices: dict[str, list[str]]) -> dict[str, list[str]]:
    """The choices with a value, since an earlier version's record lacks newer choices."""
    return {name: value for name, value in choices.items() if value}


def read_archive_record(folder: Path) -> ArchiveRecord | None:
    """The record of the manifest that was made for the run in a folder, or None where none was.

    Raises RunError where it can't be read.
    """
    remedy = "without it the manifest is made anew"
    record = read_record_file(folder / _RECORD, ArchiveRecord, remedy)
    if record is None:
        return None
    choices = {_FORMER.get(name, name): value for name, value in record.choices.items()}
    return replace(record, choices=choices)


def reading_of(folder: Path) -> dict[str, list[str]]:
    """How the manifest of a folder's run was made of an archive (`ArchiveRecord.choices`).

    It is empty for another manifest, and where the record is damaged.
    """
    with suppress(RunError):
        if record := read_archive_record(folder):
            return record.choices
    return {}


def places_folder(folder: Path) -> str:
    """The folder that a person gave to a run, as the places in its manifest begin, or ''.

    It ends with a slash.  Of a file with records, it is the file's folder.  It is '' for an archive
    of the web, for a manifest that a person named, and where the archive's record is damaged.
    """
    source = ""
    with suppress(RunError):
        source = record.source if (record := read_archive_record(folder)) else ""
    if not source or is_remote(source):
        return ""
    is_folder = (folder / source).is_dir()
    path = PurePosixPath(source) if is_folder else PurePosixPath(source).parent
    return "" if path == PurePosixPath() else f"{path}/"


def is_of_manifest(folder: Path) -> bool:
    """Whether a folder's run is of a manifest that a person named, and not of one that was made."""
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
    """Write the record of a manifest that was made, and the list of what was left out of it.

    Call it before the run copies the manifest.  If the process is killed before that copy,
    `has_manifest` is false, and the manifest is made anew.

    folder: the run's folder
    record: the record
    left_out: the file that lists what was left out, which may be absent
    """
    text = json.dumps({"format": FORMAT, **fields_of(record)}, indent=1) + "\n"
    write_atomically(folder / _RECORD, text.encode())
    if not left_out.exists():
        (folder / LEFT_OUT).unlink(missing_ok=True)
        return
    with left_out.open("rb") as source, open_atomically(folder / LEFT_OUT) as target:
        shutil.copyfileobj(source, target, 1 << 20)


def forget_archive_record(folder: Path) -> None:
    """Remove the record, since the run is now of a manifest that a person named."""
    (folder / LEFT_OUT).unlink(missing_ok=True)
    (folder / _RECORD).unlink(missing_ok=True)
