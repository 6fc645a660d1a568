"""Describes the archive that a run measures, and compares it with the one of an earlier start."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote

from photoparsl.archives import source_fingerprint
from photoparsl.errors import ManifestError, RunError
from photoparsl.files import checksum, why_absent
from photoparsl.manifests import is_remote
from photoparsl.measuring import PREVIEW, listed_measures
from photoparsl.options import option
from photoparsl.requesting.run_options import RunOptions
from photoparsl.requesting.run_request import measures_of
from photoparsl.results import ArchiveRecord, is_of_manifest, read_archive_record


def previews_are_measured(options: RunOptions, run_dir: Path) -> bool:
    """Whether a measure of the run has values of cameras' raw files, by their previews."""
    named = listed_measures(options.measures) or measures_of(run_dir)
    return any(str(measure).strip().endswith(PREVIEW) for measure in named)


def archive_record(archive: str, options: RunOptions, folder: Path) -> ArchiveRecord:
    """Return the record of the archive as it is now, with the options by which it is read."""
    choices = {
        "image_column": list(options.image_column),
        "date_column": list(options.date_column),
        "columns": list(options.columns),
        "sheet": [options.sheet] if options.sheet else [],
        "exclude": list(options.exclude),
        "raw": ["yes"] if Path(archive).is_dir() and previews_are_measured(options, folder) else [],
        "fuzzy": ["yes"] if options.fuzzy else [],
        "corrections": _checksums(options.corrections),
        "allow_private": ["yes"] if options.limits.allow_private else [],
    }
    if is_remote(archive):
        return ArchiveRecord(archive, "", choices)
    path = Path(archive).absolute()
    if not path.exists():
        raise ManifestError(why_absent(Path(archive)))
    if path.is_dir() and path.resolve() == folder:
        raise RunError(
            f"{archive}: is the archive's folder and the run's: give another {option('--run-dir')}"
        )
    relative = os.path.relpath(path.parent.resolve() / path.name, folder)
    return ArchiveRecord(relative, source_fingerprint(archive), choices)


def _checksums(corrections: str | Path | None) -> list[str]:
    """The SHA-256 of the table of corrections, if there is one.  Its name doesn't matter."""
    if not corrections:
        return []
    path = Path(corrections)
    if not path.is_file():
        raise ManifestError(f"{path}: {option('--corrections')}: isn't a file")
    return [checksum(path)]


def source_of(record: ArchiveRecord, folder: Path) -> str:
    """The URL or the whole path of a run's archive.

    folder: the run's folder
    """
    return record.source if is_remote(record.source) else str((folder / record.source).resolve())


def refusal_of(archive: str, record: ArchiveRecord, folder: Path, moved_from: Path | None) -> str:
    """Why the run in a folder isn't the archive's if they have no photo in common, or ''.

    It is '' for a new run, and for the run of the same archive.

    moved_from: the folder in which the archive was before

    Raises RunError for a URL, since whether it has the run's photos isn't known before it is read.
    """
    kept = read_archive_record(folder)
    if kept is None:
        if moved_from or not is_of_manifest(folder):
            return ""
        moved = option("--moved-from", "FOLDER")
        known, hint = "another manifest", f"; or, if its photos were moved, say from where: {moved}"
    elif kept.source == record.source:
        return ""
    elif is_remote(kept.source):
        known, hint = kept.source, ""
    else:
        path = Path(source_of(kept, folder))
        if moved_from and path.is_relative_to(moved_from.expanduser().resolve()):
            return ""
        before = path if Path(archive).is_dir() else path.parent
        moved = option("--moved-from", quote(str(before)))
        known, hint = str(path), f"; or, if it was moved with its photos, add {moved}"
    what = f"{folder}: is the run of {known}, and not of {archive}"
    other = f"give another {option('--run-dir')}"
    if is_remote(archive):
        raise RunError(
            f"{what}: {other}; or, to keep the values of its photos, make a manifest with "
            "'photoparsl manifest' (Python: make_manifest), and run that with this folder"
        )
    return f"{what}, which has none of the photos that were measured: {other}{hint}"
