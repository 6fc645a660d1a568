"""MadeManifest: a manifest that was made of the archive that a person named."""

from __future__ import annotations

from dataclasses import dataclass

from photoparsl.manifests import Source
from photoparsl.results import ArchiveRecord, RunDirectory, write_archive_record


@dataclass(frozen=True, slots=True)
class MadeManifest:
    """A manifest that was made of an archive.

    archive: the archive, as it was typed
    source: the manifest's file: the copy in the run's folder, or a temporary file
    record: the record of the archive, or None if the run's copy is used
    lines: lines for people about how the archive was understood
    refusal: why the run isn't the archive's if they have no photo in common, or '' if it is
    """

    archive: str
    source: Source
    record: ArchiveRecord | None
    lines: tuple[str, ...]
    refusal: str = ""

    def keep(self, directory: RunDirectory) -> None:
        """Write the record into the run's folder, and the lines into the run's log."""
        if self.record:
            # Not at the top, since a detached run's jobs have no readers of archives.
            from photoparsl.archives import left_out_path  # noqa: PLC0415

            left_out = left_out_path(self.source.path)
            write_archive_record(directory.path, self.record, left_out)
            for line in self.lines:
                directory.log(line)
