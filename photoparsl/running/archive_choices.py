"""What an archive is now, and how a person chose to read it."""

from __future__ import annotations

import os
from pathlib import Path

from photoparsl.archives import source_state
from photoparsl.errors import ManifestError, RunError
from photoparsl.files import checksum
from photoparsl.manifests import is_remote
from photoparsl.results import ArchiveRecord
from photoparsl.running.run_options import RunOptions


def archive_now(archive: str, options: RunOptions, folder: Path) -> ArchiveRecord:
    """What the archive is now, and how it is to be read."""
    choices = {
        "image": list(options.image_column),
        "date": list(options.date_column),
        "columns": list(options.columns),
        "exclude": list(options.exclude),
        "fuzzy": ["yes"] if options.fuzzy else [],
        "corrections": _checksums(options.corrections),
        "allow_private": ["yes"] if options.limits.allow_private else [],
    }
    if is_remote(archive):
        return ArchiveRecord(archive, "", choices)
    path = Path(archive).absolute()
    if path.is_dir() and path.resolve() == folder:
        raise RunError(f"{archive}: is the archive's folder and the run's: give another --run-dir")
    relative = os.path.relpath(path.parent.resolve() / path.name, folder)
    return ArchiveRecord(relative, source_state(archive), choices)


def _checksums(corrections: Path | None) -> list[str]:
    """The SHA-256 of the table of corrections, if there is one; its name doesn't matter."""
    if corrections and not corrections.is_file():
        raise ManifestError(f"{corrections}: --corrections: isn't a file")
    return [checksum(corrections)] if corrections else []
