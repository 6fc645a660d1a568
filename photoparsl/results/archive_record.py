"""The manifest that a run made of an archive, kept in the run's folder.

RUN/manifest.csv            the manifest
RUN/manifest.left-out.csv   what was left out of it, where that is something
RUN/archive.json            what it was made of, and how
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from photoparsl.errors import NewerFormatError, RunError, error_text
from photoparsl.files import checksum, open_atomically, write_atomically
from photoparsl.results.fields import dataclass_of, fields_of
from photoparsl.results.slice_text import FORMAT, check_format

MANIFEST = "manifest.csv"
LEFT_OUT = "manifest.left-out.csv"

_RECORD = "archive.json"


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """What a run's manifest was made of, and how, as `archive.json` holds it.

    source: a URL, or a path from the run's folder: both may be moved together
    state: the source's, by which a change is noticed (`archives.source_state`)
    choices: what a person chose of how it is read
    is_whole: whether the source names no photo that wasn't found, and that may be there later
    made: when, in ISO 8601
    sha256: of the manifest, in hexadecimal
    sha256_before: of the manifest that it replaced; empty for none
    """

    source: str
    state: str
    choices: dict[str, list[str]] = field(default_factory=dict)
    is_whole: bool = True
    made: str = ""
    sha256: str = ""
    sha256_before: str = ""

    def is_of(self, other: ArchiveRecord) -> bool:
        """Whether a manifest of the other record would be the same."""
        return self.difference(other) == "" and self.source == other.source

    def difference(self, other: ArchiveRecord) -> str:
        """Why a manifest of the same source was made anew, of the other record; '' for none."""
        if self.choices != other.choices:
            return "read by other options than before"
        return "" if self.state == other.state else "changed since it was read"


def read_archive_record(folder: Path) -> ArchiveRecord | None:
    """The record of the manifest that was made for the run in a folder; None where none was.

    Raises RunError where it can't be read.
    """
    path = folder / _RECORD
    try:
        fields = json.loads(path.read_bytes())
        check_format(fields)
        del fields["format"]
        return dataclass_of(ArchiveRecord, fields)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except NewerFormatError as error:
        raise RunError(f"{path}: {error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(
            f"{path}: damaged ({error_text(error)}); without this file and {MANIFEST} the "
            "manifest is made anew"
        ) from error


def is_of_manifest(folder: Path) -> bool:
    """Whether a run's folder has a run, of a manifest that wasn't made for it."""
    return (folder / "run.json").exists() and not (folder / _RECORD).exists()


def has_manifest(folder: Path, record: ArchiveRecord) -> bool:
    """Whether the manifest of this record is in the run's folder.

    Raises RunError for another manifest that a person put or edited there.
    """
    path = folder / MANIFEST
    if not path.exists():
        return False
    sha256 = checksum(path)
    if sha256 not in (record.sha256, record.sha256_before):
        raise RunError(
            f"{path}: isn't as it was made, and would be replaced: to measure by it, copy it into "
            "another folder and name the copy in place of the archive; else delete it"
        )
    return sha256 == record.sha256


def check_free(folder: Path) -> None:
    """Raise RunError where the run's folder has files that a made manifest would replace."""
    if is_of_manifest(folder):
        raise RunError(f"{folder}: is the run of another manifest: give another --run-dir")
    for name in (MANIFEST, LEFT_OUT):
        if (folder / name).exists():
            raise RunError(f"{folder / name}: is there, and no run made it: give another --run-dir")


def keep_manifest(folder: Path, record: ArchiveRecord, made: Path) -> None:
    """Keep a manifest in the run's folder, in place of an earlier one.

    folder: the run's
    record: what the manifest was made of
    made: the manifest; what was left out lies beside it

    After a kill in between, `has_manifest` is false, and the manifest is made anew.
    """
    old = read_archive_record(folder)
    before = old.sha256 if old and has_manifest(folder, old) else old.sha256_before if old else ""
    fields = {"format": FORMAT, **fields_of(replace(record, sha256_before=before))}
    write_atomically(folder / _RECORD, (json.dumps(fields, indent=1) + "\n").encode())
    left_out = made.with_name(LEFT_OUT)
    if left_out.exists():
        _copy(left_out, folder / LEFT_OUT)
    else:
        (folder / LEFT_OUT).unlink(missing_ok=True)
    _copy(made, folder / MANIFEST)


def _copy(file: Path, to: Path) -> None:
    with file.open("rb") as source, open_atomically(to) as target:
        shutil.copyfileobj(source, target, 1 << 20)
