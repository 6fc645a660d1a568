"""Exports several runs as one table with a column `archive`, and the table's data dictionary."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from photoparsl.archives import place_in_manifest
from photoparsl.errors import RunError
from photoparsl.fetching import local_path, web_address
from photoparsl.files import open_atomically
from photoparsl.manifests import Photo
from photoparsl.redact import published
from photoparsl.reports.column_names import unique_names
from photoparsl.reports.export_format import ExportFormat, write_table
from photoparsl.reports.exporting import (
    Exported,
    TableDescription,
    check_table_path,
    write_dictionary,
)
from photoparsl.reports.photo_table import Duplicates, Layout, Row, compare_hashes, rows_of
from photoparsl.reports.run_set import ARCHIVE, Archive, RunSet
from photoparsl.reports.same_bytes import first_rows_of
from photoparsl.reports.table_columns import TableColumn
from photoparsl.results import OutcomeCounts, united_kinds

_ARCHIVE = TableColumn(
    ARCHIVE, "string", "The name of the archive; `row` is a row of its manifest."
)
_URL = TableColumn("url", "string", "The photo's URL, or its file's path from the table's folder.")
_SAME_AS = "same_as"
_SAME_ARCHIVE = TableColumn("same_as_archive", "string", f"The archive of the row in `{_SAME_AS}`.")


def export_set(
    runs: RunSet,
    path: Path,
    form: ExportFormat,
    *,
    without_duplicates: bool = False,
    one_of_each: bool = False,
) -> Exported:
    """Write the table of the runs and its dictionary to the same folder; return their size.

    path: the table
    without_duplicates: leave out photos with the bytes of an earlier row, of any run
    one_of_each: leave out photos that look like an earlier one of the same archive, too

    Raises RunError if there are no results, or if `path` holds anything but an earlier export.
    """
    for archive in runs.archives:
        check_table_path(path, archive.record)
    if next(runs.results(), None) is None:
        raise RunError("the runs hold no results")
    layout = _layout(runs)
    counts = [(OutcomeCounts(), OutcomeCounts()) for _ in runs.archives]
    duplicates = Duplicates(
        first_rows_of(runs.results()),
        without_same=without_duplicates or one_of_each,
        without_alike=one_of_each,
    )
    rows = _rows(runs, layout, duplicates, counts, path.parent)
    numbers = count()
    columns = _columns(layout)
    with open_atomically(path) as file:
        write_table(form, file, columns, (row for row, _ in zip(rows, numbers, strict=False)))
    written = next(numbers)
    missing = [
        len(archive.record.wanted) - of_wanted.with_outcome
        for archive, (_, of_wanted) in zip(runs.archives, counts, strict=True)
    ]
    known = sum(of_all.with_outcome for of_all, _ in counts)
    untried = sum(of_wanted.untried for _, of_wanted in counts)
    size = Exported(written, sum(missing), known - written, untried)
    _write_dictionary(runs, path, columns, form, size)
    return size


def _layout(runs: RunSet) -> Layout:
    kinds = united_kinds(archive.directory.value_kinds() for archive in runs.archives)
    return Layout(runs.measures, kinds, runs.columns)


def _columns(layout: Layout) -> list[TableColumn]:
    """The columns of the table: those of a run's, and the archive's."""
    columns = layout.columns
    place = [column.name for column in columns].index(_SAME_AS)
    columns[place + 1 : place + 1] = [_SAME_ARCHIVE]
    columns[:1] = [_URL, _ARCHIVE]
    own = len(columns) - len(layout.others)
    names = unique_names(
        [column.name for column in columns[own:]], [column.name for column in columns[:own]]
    )
    others = zip(names, columns[own:], strict=True)
    return [*columns[:own], *(column._replace(name=name) for name, column in others)]


def _rows(
    runs: RunSet,
    layout: Layout,
    duplicates: Duplicates,
    counts: Sequence[tuple[OutcomeCounts, OutcomeCounts]],
    folder: Path,
) -> Iterator[Row]:
    """Yield the rows of all runs, and count their outcomes.

    folder: the table's
    """
    starts = runs.first_rows
    names = [archive.name for archive in runs.archives]
    place = [column.name for column in layout.columns].index(_SAME_AS)
    for archive, start, (of_all, of_wanted) in zip(runs.archives, starts, counts, strict=True):
        results, base = of_all.counted(runs.results_of(archive)), _base(archive)
        look_alikes = compare_hashes(
            runs.results_of(archive), layout.measures, one_of_each=duplicates.without_alike
        )
        for row in rows_of(
            of_wanted.counted(results, archive.record.wanted),
            replace(layout, origin=archive.record.origin),
            replace(duplicates, look_alikes=look_alikes),
            first_row=start,
        ):
            same, same_archive = row[place], None
            if same is not None:
                number = bisect_right(starts, same) - 1
                same, same_archive = same - starts[number], names[number]
            url = _place_from(folder, row[0], base)
            yield [url, archive.name, *row[1:place], same, same_archive, *row[place + 1 :]]


def _place_from(folder: Path, place: str, base: str) -> str:
    """A photo's URL, or the path of its file from a folder.

    base: the folder of its manifest; '' if that isn't known
    """
    if not base or web_address(place):
        return place
    return place_in_manifest(str(local_path(Photo(0, place, None, base))), folder)


def _base(archive: Archive) -> str:
    """The folder that the paths of an archive's manifest are relative to; '' if there is none."""
    folder = archive.record.folder
    return str((archive.directory.path / folder).resolve()) if folder else ""


def _write_dictionary(
    runs: RunSet, path: Path, columns: Sequence[TableColumn], form: ExportFormat, size: Exported
) -> None:
    sources = [
        {"title": archive.name, "path": published(archive.record.manifest)}
        for archive in runs.archives
    ]
    about = {
        "measures": dict(runs.measures),
        "left_out": list(runs.left_out),
        "complete": size.is_complete,
        "duplicates_left_out": size.duplicates,
        "archives": [
            {
                "name": archive.name,
                "rows": archive.record.rows,
                "digest": archive.record.digest,
                "measures": archive.record.measures,
                "versions": archive.record.versions,
            }
            for archive in runs.archives
        ],
    }
    title = " and ".join(archive.name for archive in runs.archives)
    description = TableDescription(title, sources, [ARCHIVE, "row"], about)
    write_dictionary(path, description, columns, form)
