"""The page's metadata: its title, and the data for citing and repeating the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from photoparsl.page.notes import PageNote
from photoparsl.redact import archive_text, published, visible
from photoparsl.results import KeptOptions

if TYPE_CHECKING:
    from photoparsl.manifests import SampledStrata
    from photoparsl.page.local_photos import LocalPhotos


@dataclass(frozen=True)
class ArchiveMetadata:
    """The data for citing and repeating one of several runs of a page.

    name: the archive's name
    manifest, rows, digest, programs: as in `PageMetadata`
    measures: the version of each measure of the run, by its name
    """

    name: str
    manifest: str
    rows: int
    digest: str
    programs: Mapping[str, str]
    measures: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class PageMetadata(KeptOptions):
    """Page metadata for a run: its kept options, and these fields.  An empty field isn't shown.

    manifest: the manifest's name
    written: when the page was made
    rows: how many rows of the manifest the run covers.  A page of fewer photos is marked as not
        complete
    digest: the digest of the places in these rows
    programs: the version of each program that measured, by its name
    columns: the names of the manifest's other columns, whose cells the measurements have.  The
        panel shows a title and a record
    groups: those of these columns that photos are grouped by
    archives: the runs, if there are several.  Then the first of `columns` has their names
    left_out: sentences on measures that the page doesn't show
    local: how the page links to photos on the disk, or None for a page for everyone, which doesn't
    year_notes: the page's notes on years, as everyone may read them
    strata: the strata of a manifest that is a sample, or None if it is no sample
    reading: how the manifest was made of an archive (`ArchiveRecord.choices`)
    folders: the folders that the runs were given (`places_folder`).  Places are shown as below them
    """

    manifest: str = ""
    written: str = ""
    rows: int = 0
    digest: str = ""
    programs: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    archives: tuple[ArchiveMetadata, ...] = ()
    left_out: tuple[str, ...] = ()
    local: LocalPhotos | None = None
    year_notes: tuple[PageNote, ...] = ()
    strata: SampledStrata | None = None
    reading: Mapping[str, Sequence[str]] = field(default_factory=dict)
    folders: tuple[str, ...] = ()


NO_METADATA = PageMetadata()


def redacted(metadata: PageMetadata) -> PageMetadata:
    """The metadata without secrets, folders and hidden characters."""
    return replace(
        metadata,
        title=archive_text(metadata.title),
        subtitle=archive_text(metadata.subtitle),
        manifest=published(metadata.manifest),
        written=visible(metadata.written),
        digest=visible(metadata.digest),
        programs=_visible_programs(metadata.programs),
        archives=tuple(
            replace(
                archive,
                name=archive_text(archive.name),
                manifest=published(archive.manifest),
                digest=visible(archive.digest),
                programs=_visible_programs(archive.programs),
                measures={visible(name): version for name, version in archive.measures.items()},
            )
            for archive in metadata.archives
        ),
        left_out=tuple(map(archive_text, metadata.left_out)),
    )


def _visible_programs(programs: Mapping[str, str]) -> dict[str, str]:
    return {visible(name): visible(number) for name, number in programs.items()}
