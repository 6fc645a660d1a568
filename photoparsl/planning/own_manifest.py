"""The run's own copy of its manifest, so that nobody edits what it measures."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from photoparsl.files import checksum
from photoparsl.manifests import Source
from photoparsl.requesting import RunRequest
from photoparsl.results import RunDirectory


def own_source(request: RunRequest, directory: RunDirectory) -> Source:
    """Return the run's copy of the manifest, which nobody edits while the run measures.

    It must have been written by `begin_run`.
    """
    copy = directory.manifest.path
    return replace(request.source, path=copy) if copy else request.source


def edited_meanwhile(source: Source, sha256: str) -> list[str]:
    """Return a sentence if the manifest's file is gone or no longer has this SHA-256, else none."""
    if not source.path.exists():
        return [
            f"{source.name}: was removed while the run was under way; the photos in it were "
            "measured all the same, but the same command needs the file again"
        ]
    with suppress(OSError):
        if checksum(source.path) == sha256:
            return []
    return [
        f"{source.name}: changed while the run was under way; the run measured what it held "
        "before, and the same command takes over the change"
    ]
