"""RunRecord: what a run measures and how, as the file run.json in its folder holds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.results.fields import OLD_KEY
from photoparsl.results.kept_options import KeptOptions
from photoparsl.results.record_file import read_record_file


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord(KeptOptions):
    """What a run measures and how, as `run.json` holds it: its kept options, and these fields.

    manifest: the manifest's path or URL
    rows: how many rows the manifest has
    digest: the digest of the rows' places (`Plan`)
    sha256: the SHA-256 of the manifest's bytes
    measures: the version of each measure
    config: the site's name
    public: the page's folder, or None for the site's
    versions: the versions of the programs
    origin: where the manifest's rows come from, or empty for this machine (`origins`)
    folder: the folder that the manifest's paths are relative to, as a path from the run's folder
    groups: the manifest's columns by which the page groups the photos
    year_notes: the page's notes on years, a line each
    """

    manifest: str
    rows: int
    digest: str
    sha256: str
    measures: dict[str, int]
    config: str
    public: str | None = None
    versions: dict[str, str]
    origin: str = ""
    folder: str = ""
    groups: list[str] = field(default_factory=list)
    year_notes: list[str] = field(default_factory=list, metadata={OLD_KEY: "notes"})

    @property
    def wanted(self) -> range:
        """The manifest's rows that the run measures."""
        return range(self.rows)[self.start :][: self.count]


class DamagedRecordError(RunError):
    """Raised if a run's record can't be read.  The run's results can still be read."""


def read_run_record(path: Path) -> RunRecord | None:
    """Return the record in a file, or None if there is no file.

    Raises DamagedRecordError if it can't be read, and RunError if a newer photoparsl wrote it.
    """
    remedy = "the run's own command writes it anew"
    return read_record_file(path, RunRecord, remedy, DamagedRecordError)
