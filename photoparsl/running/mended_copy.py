"""Mends a damaged copy of the manifest in a run's folder, from the manifest itself."""

from __future__ import annotations

from contextlib import suppress

from photoparsl.files import checksum
from photoparsl.results import DamagedRecordError, RunDirectory
from photoparsl.running.run_request import RunRequest


def mend_copy(request: RunRequest, directory: RunDirectory) -> tuple[str, ...]:
    """Make a copy that can't be read anew, if the manifest is as it was; say what was done.

    If the manifest was edited since, the copy is removed, and rows are told by their places.
    """
    path = directory.manifest.path
    if path is None or not directory.manifest.is_damaged():
        return ()
    source = request.source
    if source.path.exists() and source.path.samefile(path):
        return ()  # reading it says what is wrong
    sha256, known = checksum(source.path), ""
    with suppress(DamagedRecordError):
        record = directory.read_record()
        known = record.sha256 if record else ""
    path.unlink()
    done = f"{path.name}: was damaged, and was removed: rows are told by their places"
    if sha256 == known:
        directory.manifest.write(source.path, source.name, sha256)
        done = f"{path.name}: was damaged, and was made anew from {source.name}"
    directory.log(done)
    return (done,)
