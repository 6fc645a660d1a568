"""Exports several runs as one table with a column `archive`, and the table's data dictionary."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from urllib.parse import quote

from photoparsl.errors import RunError
from photoparsl.files import open_atomically, written_path
from photoparsl.manifests import is_remote
from photoparsl.redact import published
from photoparsl.reports.column_names import unique_names
from photoparsl.reports.data_dictionary import TableDescription, write_dictionary
from photoparsl.reports.export_format import ExportFormat
from photoparsl.reports.exporting import Exported, check_ending, check_table_path
from photoparsl.reports.number_columns import with_number_columns
from photoparsl.reports.photo_column import TableColumn
from photoparsl.reports.photo_table import Duplicates, Layout, Row, compare_hashes, rows_of
from photoparsl.reports.run_set import ARCHIVE, Archive, RunSet
from photoparsl.reports.same_bytes import first_rows_of
from photoparsl.reports.table_writers import write_table
from photoparsl.results import OutcomeCounts, united_kinds

_ARCHIVE = TableColumn(
    ARCHIVE, "string", "The name of the archive; `row` is a row of its manifest."
)
_URL = TableColumn(
    "url",
    "string",
    "The photo's URL, or its file's path from the table's folder.",
    constraints={"required": True},
)
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
    """Write the table of the runs and its dictionary to the same folder.  Return their size.

    path: the table
    without_duplicates: leave out photos with the bytes of an earlier row, of any run
    one_of_each: leave out photos that look like an earlier one of the same archive, too

    Raises RunError if there are no results, or if `path` holds anything but an earlier export.
    """
    check_ending(path, form)
    path = written_path(path)
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
    if form.is_for_spreadsheets:
        columns = with_number_columns(columns, runs.results(), len(layout.others))
    with open_atomically(path) as file:
        write_table(form, file, columns, (row for row, _ in zip(rows, numbers, strict=False)))
    written = next(numbers)
    missing = [
        len(archive.record.wanted) - of_wanted.with_outcome
        for archive, (_, of_wanted) in zip(runs.archives, counts, strict=True)
    ]
    with_outcome = sum(of_all.with_outcome for of_all, _ in counts)
    untried = sum(of_wanted.untried for _, of_wanted in counts)
    size = Exported(written, sum(missing), with_outcome - written, untried)
    _write_dictionary(runs, path, columns, form, size)
    return size


def _layout(runs: RunSet) -> Layout:
    kinds = united_kinds(archive.directory.value_kinds() for archive in runs.archives)
    return Layout(runs.measures, kinds, runs.columns)


def _columns(layout: Layout) -> list[TableColumn]:
    """The columns of the table: those of a run's, and the archive's."""
    columns: list[TableColumn] = [*layout.columns]
    index = [column.name for column in columns].index(_SAME_AS)
    columns[index + 1 : index + 1] = [_SAME_ARCHIVE]
    columns[:1] = [_URL, _ARCHIVE]
    own = len(columns) - len(layout.others)
    names = unique_names(
        [column.name for column in columns[own:]], [column.name for column in columns[:own]]
    )
    others = zip(names, columns[own:], strict=True)
    return [*columns[:own], *(replace(column, name=name) for name, column in others)]


def _rows(
    runs: RunSet,
    layout: Layout,
    duplicates: Duplicates,
    counts: Sequence[tuple[OutcomeCounts, OutcomeCounts]],
    folder: Path,
) -> Iterator[Row]:
    """Yield the rows of all runs, and count their outcomes.

    folder: the folder that the table is written to
    """
    starts = runs.first_rows
    names = [archive.name for archive in runs.archives]
    index = [column.name for column in layout.columns].index(_SAME_AS)
    for archive, start, (of_all, of_wanted) in zip(runs.archives, starts, counts, strict=True):
        results, way = of_all.counted(runs.results_of(archive)), _way(folder, archive)
        look_alikes = compare_hashes(
            runs.results_of(archive), layout.measures, one_of_each=duplicates.without_alike
        )
        for row in rows_of(
            of_wanted.counted(results, archive.record.wanted),
            replace(layout, origin=archive.record.origin),
            replace(duplicates, look_alikes=look_alikes),
            first_row=start,
        ):
            same, same_archive = row[index], None
            if same is not None:
                number = bisect_right(starts, same) - 1
                same, same_archive = same - starts[number], names[number]
            yield [
                _with_way(way, row[0]),
                archive.name,
                *row[1:index],
                same,
                same_archive,
                *row[index + 1 :],
            ]


def _way(folder: Path, archive: Archive) -> str:
    """The path from a folder to the one that an archive's paths are relative to.

    '' if it is the same.
    """
    base = (archive.directory.path / archive.record.folder).resolve()
    way = os.path.relpath(base, folder.resolve())
    if not archive.record.folder or way == os.curdir:
        return ""
    return way if way.startswith(os.pardir) else f"{os.curdir}/{way}"


def _with_way(way: str, place: str) -> str:
    """A photo's place.  A relative path begins with the way to its manifest's folder."""
    if not way or is_remote(place) or place[:7].lower() == "osdf://":
        return place
    scheme, path = place[:5], place[5:]
    if scheme.lower() != "file:":
        is_plain = way.isprintable()
        scheme, path = ("", place) if is_plain else ("file:", quote(os.fsencode(place)))
    if path.startswith("/"):
        return place
    return f"{scheme}{quote(os.fsencode(way)) if scheme else way}/{path}"


def _write_dictionary(
    runs: RunSet, path: Path, columns: Sequence[TableColumn], form: ExportFormat, exported: Exported
) -> None:
    sources = [
        {"title": archive.name, "path": published(archive.record.manifest)}
        for archive in runs.archives
    ]
    about = {
        "measures": dict(runs.measures),
        "left_out": list(runs.left_out),
        "complete": exported.is_complete,
        "duplicates_left_out": exported.duplicates,
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
