"""Exports a run: one table with a row for each photo, and the table's data dictionary.

The dictionary is a Data Package (https://datapackage.org) in the table's folder.  It has the
meaning of each column, the table's checksum, and the versions of the programs and of the measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

from photoparsl.errors import RunError
from photoparsl.files import checksum, open_atomically, read_json_file, written_path
from photoparsl.options import option
from photoparsl.redact import (
    archive_text,
    for_everyone,
    published,
    published_text,
)
from photoparsl.reports.data_dictionary import (
    TableDescription,
    data_package,
    dictionary_of,
    write_dictionary,
)
from photoparsl.reports.export_format import ExportFormat
from photoparsl.reports.number_columns import with_number_columns
from photoparsl.reports.photo_table import (
    Duplicates,
    Layout,
    Row,
    compare_hashes,
    layout_of,
    rows_of,
)
from photoparsl.reports.public_places import PublicPlaces
from photoparsl.reports.same_bytes import first_rows_of
from photoparsl.reports.table_writers import write_table
from photoparsl.results import OutcomeCounts, RunDirectory, RunRecord, problem_of_output


class Exported(NamedTuple):
    """The size of an exported table.

    rows: how many rows the table has
    missing: how many photos of the run have no row, because they have no outcome yet
    duplicates: how many have no row, because an earlier photo has the same bytes, or looks like it
    untried: how many photos lack a measure that hasn't been tried on them yet
    """

    rows: int
    missing: int
    duplicates: int = 0
    untried: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether each photo was measured by all measures, or failed."""
        return not self.missing and not self.untried


def export(
    directory: RunDirectory,
    path: Path,
    form: ExportFormat,
    *,
    without_duplicates: bool = False,
    one_of_each: bool = False,
    public: PublicPlaces | None = None,
) -> Exported:
    """Write the run's table to `path` and its dictionary to the same folder.  Return their size.

    without_duplicates: leave out photos with the bytes of an earlier row
    one_of_each: leave out photos that look like an earlier one, too
    public: the places of a table for everyone, whose texts are redacted too, as on the page

    Raises RunError if the directory holds no run or no results, if `one_of_each` needs a measure
    that the run hasn't, if its copy of the manifest is another's, or if `path` holds anything but
    an earlier export.
    """
    check_ending(path, form)
    record, results = directory.require_record(), directory.results()
    path = written_path(path)
    check_table_path(path, record)
    directory.manifest.check_undamaged(record.sha256)
    first = next(results, None)
    if first is None:
        raise RunError(f"{directory.path}: holds no results")
    layout = layout_of(directory, first.measures, record.origin)
    of_all, of_wanted = OutcomeCounts(), OutcomeCounts()
    counted = of_wanted.counted(of_all.counted(chain([first], results)), record.wanted)
    look_alikes = compare_hashes(directory.results(), layout.measures, one_of_each=one_of_each)
    duplicates = Duplicates(
        first_rows_of(directory.results()),
        look_alikes,
        without_same=without_duplicates or one_of_each,
        without_alike=one_of_each,
    )
    rows = rows_of(counted, layout, duplicates)
    rows = _redacted(rows, layout, public) if public else rows
    numbers, columns = count(), layout.columns
    if form.is_for_spreadsheets:
        columns = with_number_columns(columns, directory.results(), len(layout.others))
    with open_atomically(path) as file:
        write_table(form, file, columns, (row for row, _ in zip(rows, numbers, strict=False)))
    written = next(numbers)
    missing = len(record.wanted) - of_wanted.with_outcome
    size = Exported(written, missing, of_all.with_outcome - written, of_wanted.untried)
    write_dictionary(path, _description(record, size, duplicates), columns, form)
    return size


def run_dictionary(
    directory: RunDirectory, form: ExportFormat = ExportFormat.CSV
) -> dict[str, Any]:
    """Return the dictionary of a run's table that isn't written, as a Data Package.

    Raises RunError if the directory holds no run.
    """
    record = directory.require_record()
    columns = layout_of(directory, record.measures, record.origin).columns
    source = {"title": "manifest", "path": published(record.manifest)}
    about = {name: getattr(record, name) for name in ("rows", "digest", "measures", "versions")}
    description = TableDescription(archive_text(record.title), [source], "row", about)
    return data_package(f"photos.{form.ending}", description, columns, form, {})


def _redacted(rows: Iterable[Row], layout: Layout, public: PublicPlaces) -> Iterator[Row]:
    """The rows with places and texts for everyone: sentences, and what the archive says."""
    shown = for_everyone(layout.others)
    for place, row, *cells in rows:
        end = len(cells) - len(layout.others)
        url = public.shown(place, row)
        ours = [published_text(cell) if isinstance(cell, str) else cell for cell in cells[:end]]
        yield [url, row, *ours, *shown(cells[end:])]


def _description(record: RunRecord, exported: Exported, duplicates: Duplicates) -> TableDescription:
    source = {"title": "manifest", "path": published(record.manifest)}
    about = _about(record, exported, duplicates)
    return TableDescription(archive_text(record.title), [source], "row", about)


def _about(record: RunRecord, exported: Exported, duplicates: Duplicates) -> dict[str, Any]:
    """What the dictionary says of the run."""
    look_alikes = duplicates.look_alikes
    return {
        "rows": record.rows,
        "digest": record.digest,
        "measures": record.measures,
        "versions": record.versions,
        "complete": exported.is_complete,
        "duplicates_left_out": exported.duplicates,
        "one_of_each": duplicates.without_alike,
        "all_hashes_compared": look_alikes.is_complete if look_alikes else None,
    }


def check_ending(path: Path, form: ExportFormat) -> None:
    """Raise RunError if a file's ending is that of another format."""
    ending = path.suffix.lower().lstrip(".")
    if ending in list(ExportFormat) and ending != form.ending:
        raise RunError(
            f"{path}: the ending is of another format than {form}: name a file that ends in "
            f".{form.ending}, or leave out {option('--format')}"
        )


def check_table_path(path: Path, record: RunRecord) -> None:
    """Raise RunError if the export would replace a file that isn't an export, or has no file.

    An export is known by its dictionary.  The run's manifest may be an export of another run.
    """
    if str(path) == "-":
        raise RunError(
            "a table is written to a file: name one, as -o photos.csv (Python: path='photos.csv')"
        )
    if problem := problem_of_output(path):
        raise RunError(problem)
    is_full = path.is_file() and path.stat().st_size > 0
    if is_full and checksum(path) == record.sha256:
        raise RunError(f"{path}: is the run's manifest, and isn't replaced; name another with -o")
    dictionary = dictionary_of(path)
    name = _table_in(dictionary)
    if dictionary.exists() and not name:
        raise RunError(f"{dictionary}: exists and isn't an export's; name another table with -o")
    if is_full and name != path.name:
        raise RunError(f"{path}: exists and isn't an export; name another with -o, or remove it")


def _table_in(dictionary: Path) -> str:
    """Return the name of the table that a dictionary of photoparsl describes, or '' for others."""
    if not dictionary.is_file():  # a device may have no end
        return ""
    try:
        fields = read_json_file(dictionary)
        return str(fields["resources"][0]["path"]) if "photoparsl" in fields else ""
    except (OSError, ValueError, LookupError, TypeError):
        return ""
