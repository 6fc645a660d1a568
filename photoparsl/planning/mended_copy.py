"""Mends a damaged copy of the manifest in a run's folder, from the manifest itself."""

from __future__ import annotations

from contextlib import suppress

from photoparsl.files import checksum
from photoparsl.requesting import RunRequest
from photoparsl.results import DamagedRecordError, RunDirectory


def mend_copy(request: RunRequest, directory: RunDirectory) -> tuple[str, ...]:
    """Make a damaged copy anew, if the manifest is as it was.  Say what was done.

    If the manifest was edited since, the copy is removed, and rows are told by their places.  A
    copy of the manifest as it is now is kept: an earlier start ended before it wrote its record.
    """
    path, known = directory.manifest.path, ""
    with suppress(DamagedRecordError):
        record = directory.read_run_record()
        known = record.sha256 if record else ""
    if path is None or not directory.manifest.is_damaged(known):
        return ()
    source = request.source
    if source.path.exists() and source.path.samefile(path):
        return ()  # reading it says what is wrong
    sha256 = checksum(source.path)
    if not directory.manifest.is_damaged(sha256):
        return ()
    path.unlink()
    done = f"{path.name}: was damaged, and was removed: rows are told by their places"
    if sha256 == known:
        directory.manifest.write(source.path, source.name, sha256)
        done = f"{path.name}: was damaged, and was made anew from {source.name}"
    directory.log(done)
    return (done,)
