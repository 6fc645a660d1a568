"""What a run measures and how, for the file run.json in its folder."""

from __future__ import annotations

from dataclasses import dataclass

from photoparsl.errors import RunError


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What a run measures and how, as `run.json` holds it.

    manifest: its path or URL
    rows: how many the manifest has
    digest: of the rows' places and years (`Plan`)
    sha256: of the manifest's bytes
    measures: the version of each measure
    slice_size: photos of a slice; None where the run chooses it
    start, count: the first row to measure, and how many; None for all that follow
    config: the site's name, or its file
    public: the folder of the page; None for the run's own
    title, note: of the page
    versions: of the programs
    origin: where the manifest's rows come from; empty for this machine (`origins`)
    folder: what the manifest's paths are relative to, as seen from the run's folder
    """

    manifest: str
    rows: int
    digest: str
    sha256: str
    measures: dict[str, int]
    slice_size: int | None
    start: int
    count: int | None
    config: str
    public: str | None
    title: str
    note: str
    versions: dict[str, str]
    origin: str = ""
    folder: str = ""

    @property
    def wanted(self) -> range:
        """The manifest's rows that the run measures."""
        return range(self.rows)[self.start :][: self.count]


class DamagedRecordError(RunError):
    """Raised where a run's record can't be read; its results can be."""
