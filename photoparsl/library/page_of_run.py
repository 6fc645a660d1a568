"""Writes a run's page, or renders it for a server that shows it together with the photos."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from photoparsl.errors import RunError
from photoparsl.library.page_file import check_page_path, page_path
from photoparsl.options import check_value
from photoparsl.page import (
    LocalPhotos,
    PageMetadata,
    ServedPage,
    read_notes,
    render_served,
    write_page,
)
from photoparsl.results import RunDirectory, RunRecord, SliceResult, no_run, page_options
from photoparsl.running import page_metadata


@dataclass(frozen=True, slots=True)
class PageChoices:
    """How a page differs from the run's own.

    options: values of `PageOptions` by their names.  An option without a value, or with None, has
        the run's
    group: the manifest's column, or several columns, by which the page groups the photos (None: the
        run's)
    year_notes: a CSV file of notes on years (None: those of the run)
    split: whether its style and script are written into files of their own
    local_photos: whether it links to photos on the disk
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    group: str | Sequence[str] | None = None
    year_notes: str | Path | None = None
    split: bool = False
    local_photos: bool = False

    def __post_init__(self) -> None:
        check_value("group", self.group, str | Sequence[str] | None)
        check_value("year_notes", self.year_notes, str | Path | None)

    def applied(self, metadata: PageMetadata) -> PageMetadata:
        """Return the metadata with these choices."""
        metadata = replace(metadata, **page_options(metadata, self.options))
        if self.group is not None:
            names = (self.group,) if isinstance(self.group, str) else tuple(self.group)
            metadata = replace(metadata, groups=names)
        if self.year_notes is not None:
            metadata = replace(metadata, year_notes=read_notes(Path(self.year_notes)))
        return metadata


def write_page_of(directory: RunDirectory, path: Path | None, options: PageChoices) -> Path:
    """Write the page of a run, and return its path.

    path: the page's file (None: the run's own page)

    Raises RunError if there are no results, if the run's copy of the manifest is another's, if the
    page would replace other files, or if a page that links to photos on the disk would be for
    everyone.
    """
    record = directory.read_run_record()
    if record is None and path is None:
        raise no_run(directory.path)
    output = check_page_path(path or page_path(directory, record), split=options.split)
    metadata = _metadata(directory, record, options)
    if options.local_photos:
        _check_private(output, directory, record)
        local = LocalPhotos(_base(directory, record), output.parent)
        metadata = replace(metadata, local=local)
    return write_page(_results(directory), output, metadata, split=options.split)


def served_page_of(directory: RunDirectory) -> ServedPage:
    """Return the page of a run for a server that shows it together with the photos.

    Raises RunError if there are no results.
    """
    record = directory.require_record()
    metadata = _metadata(directory, record, PageChoices())
    base = _base(directory, record) if record.folder else directory.path
    return render_served(_results(directory), metadata, base)


def _results(directory: RunDirectory) -> Iterator[SliceResult]:
    results = directory.results()
    first = next(results, None)
    if first is None and directory.read_run_record() is None:
        raise no_run(directory.path)
    if first is None:
        raise RunError(f"{directory.path}: holds no results")
    return chain([first], results)


def _metadata(
    directory: RunDirectory, record: RunRecord | None, options: PageChoices
) -> PageMetadata:
    if record is None:
        return options.applied(PageMetadata())
    directory.manifest.check_undamaged(record.sha256)
    return options.applied(page_metadata(record, directory))


def _base(directory: RunDirectory, record: RunRecord | None) -> Path:
    """The folder that the paths of the run's manifest are relative to."""
    if record is None or not record.folder:
        raise RunError(f"{directory.path}: its photos aren't on this disk")
    return (directory.path / record.folder).resolve()


def _check_private(output: Path, directory: RunDirectory, record: RunRecord | None) -> None:
    """Raise RunError if the page would be written where everyone may read it."""
    public = {(directory.path / "public").resolve(), page_path(directory, record).parent.resolve()}
    if public & {output.resolve().parent, *output.resolve().parents}:
        raise RunError(
            f"{output}: is in the run's public folder, and a page that links to photos on the "
            "disk isn't for everyone: write it elsewhere, for example beside the photos"
        )
