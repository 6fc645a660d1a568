"""The fingerprint of a source, which shows later whether the source has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from photoparsl.archives.photo_files import files_below
from photoparsl.manifests import is_remote


def source_fingerprint(source: str) -> str:
    """Return a text that differs once a source has changed.

    The fingerprint of a folder is made of the paths, sizes and times of its files.  That of a file
    is made of its size and time.  That of a URL is empty: no request is sent.

    Raises OSError for a source that can't be read.
    """
    if is_remote(source):
        return ""
    path, total = Path(source), hashlib.sha256()
    files = files_below(path) if path.is_dir() else [(path, path.name)]
    for file, within in files:
        status = file.stat()
        line = f"{within}\0{status.st_size}\0{status.st_mtime_ns}\n"
        total.update(line.encode("utf-8", "surrogateescape"))
    return total.hexdigest()
