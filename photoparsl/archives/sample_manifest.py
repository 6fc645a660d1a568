"""Writes a sample of a manifest: a manifest of some of its photos, drawn in strata.

The rows are those of the manifest, with all its columns, and say what they stand for
(`manifests.sample_columns`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from photoparsl.archives.manifest_place import place_in_manifest
from photoparsl.archives.manifest_rows import open_text
from photoparsl.archives.sample_draw import Array, RowSpool
from photoparsl.archives.sample_sizes import equal_sizes, sizes_in_proportion
from photoparsl.archives.sample_strata import Strata
from photoparsl.errors import ManifestError, error_text, system_problem
from photoparsl.fetching import path_as_written, web_address
from photoparsl.files import check_replaceable, head_of, written_path
from photoparsl.manifests import (
    ORIGIN_COLUMN,
    STRATUM,
    STRATUM_PHOTOS,
    Photo,
    RowBlock,
    Source,
    is_from_web,
    read_columns,
    read_header,
)
from photoparsl.number_text import counted
from photoparsl.options import option
from photoparsl.redact import cell, csv_line, place_cell

_ENDINGS = (".csv", ".csv.gz")


@dataclass(frozen=True, slots=True)
class Sampled:
    """A sample that was written.

    path: its file
    photos: how many photos it has
    archive: how many the manifest has
    strata: how many strata the manifest has
    by: the columns that make the strata, for people, or '' if all photos are in one stratum
    notes: sentences about how the manifest was read
    """

    path: Path
    photos: int
    archive: int
    strata: int
    by: str
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the sample's size as a sentence without a full stop.

        >>> str(Sampled(Path("sample.csv"), 200, 1000, 10, "year"))
        'sample.csv: a sample of 200 of 1,000 photos, drawn in 10 strata by year'
        """
        strata = counted(self.strata, "stratum", "strata")
        by = f", drawn in {strata} by {self.by}" if self.by else ""
        return f"{self.path}: a sample of {self.photos:,} of {counted(self.archive, 'photo')}{by}"


def sample_of(
    source: Source,
    output: Path,
    photos: int,
    by: Sequence[str] = (),
    *,
    equal: bool = False,
    add_progress: Callable[[int], None] = lambda rows: None,
) -> Sampled:
    """Write a sample of a manifest, whose file is read twice.

    source: the manifest's file
    output: the sample's file
    photos: how many photos it has.  It has all if the manifest has fewer
    by: the columns whose entries are the strata.  `year` is the manifest's year
    equal: whether the same number of photos is drawn from each stratum.  Otherwise the number is in
        proportion to its photos
    add_progress: a function that gets the number of rows read since its last call

    Raises ManifestError if the manifest can't be read or is a sample itself, if there are more
    strata than photos to draw, or if `output` is something else.
    """
    _check_output(output, source)
    output = written_path(output)  # its paths are relative to the folder where it is
    columns = read_columns(source.path, source.name)
    if {STRATUM, STRATUM_PHOTOS} & set(columns):
        raise ManifestError(
            f"{source.name}: is a sample itself: draw a sample of the whole manifest"
        )
    before, reading, strata = source.fingerprint(), source.reading(), Strata(by, columns)
    with RowSpool() as spool:
        for block in reading.blocks(is_whole=True):
            spool.add(strata.count(strata.names(block)), block.places)
            add_progress(len(block))
        if photos < len(strata.photos):
            raise ManifestError(
                f"{option('--by', strata.text)}: there are {len(strata.photos):,} different "
                "entries, and a sample has at least one photo of each: draw as many, or name "
                "another column"
            )
        sizes = (equal_sizes if equal else sizes_in_proportion)(strata.photos, photos)
        rows = spool.drawn(sizes)
        archive = spool.rows
    try:
        _write(source, output, rows, strata)
    except OSError as error:
        raise ManifestError(f"{output}: can't be written: {error_text(error)}") from error
    if source.fingerprint() != before:
        raise ManifestError(f"{source.name}: changed while it was being read: sample it again")
    by_text = strata.text
    return Sampled(output, len(rows), archive, len(sizes), by_text, tuple(reading.remarks))


def _check_output(output: Path, source: Source) -> None:
    """Raise ManifestError if the sample would replace anything but a sample."""
    if not output.name.endswith(_ENDINGS):
        raise ManifestError(f"{output}: a sample is CSV: name a file that ends in .csv or .csv.gz")
    try:
        check_replaceable(output)
        head = head_of(output)
    except OSError as error:
        raise ManifestError(system_problem(error)) from error
    is_there = output.is_file() and output.stat().st_size > 0
    is_source = output.exists() and output.samefile(source.path)
    if is_source or (is_there and STRATUM_PHOTOS.encode() not in head.split(b"\n")[0]):
        raise ManifestError(f"{output}: exists and isn't a sample: name another file with -o")


def _write(source: Source, output: Path, rows: Array, strata: Strata) -> None:
    """Write these rows of the manifest."""
    names, known = read_header(source.path, source.name)
    row_places = _Places(source, output)
    with open_text(output) as file:
        kept: list[int] = []
        for block in source.reading().blocks(is_whole=True):
            if not kept:
                others = {*known.present, *block.others} - {known.place, known.origin}
                kept = sorted(others)
                header = [cell(names[n]) for n in (known.place, *kept)]
                file.write(csv_line([*header, ORIGIN_COLUMN, STRATUM, STRATUM_PHOTOS]))
            first, last = np.searchsorted(rows, [block.start, block.start + len(block)])
            if first == last:
                continue
            of_rows = strata.names(block)
            for n in (rows[first:last].astype(np.int64) - block.start).tolist():
                texts = (" ".join(block.cells[n][k].split()) for k in kept)
                base, stratum = block.bases[n], of_rows[n]
                origin = base if is_from_web(base) else ""
                line = [row_places.of(block, n), *map(cell, texts), origin]
                file.write(csv_line([*line, stratum, str(strata.photos_of(stratum))]))


class _Places:
    """The places of rows as the sample has them, with paths relative to its folder."""

    def __init__(self, source: Source, output: Path) -> None:
        self._folder = output.parent
        self._is_same = str(output.parent.resolve()) == source.base

    def of(self, block: RowBlock, number: int) -> str:
        place, base = block.places[number], block.bases[number]
        if web_address(place) or self._is_same or is_from_web(base):
            return place_cell(place)
        path = path_as_written(Photo(block.start + number, place, None, base))
        return place_in_manifest(path, self._folder)
