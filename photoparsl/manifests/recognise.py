"""Tell manifests from sources of which a manifest can be made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path

from photoparsl.errors import ManifestError, NoParquetError
from photoparsl.files import IMAGE_ENDINGS, endings_pattern
from photoparsl.manifests.date_cells import DateReader
from photoparsl.manifests.manifest_columns import find_columns, has_places
from photoparsl.manifests.manifest_file import open_file, other_kind
from photoparsl.manifests.manifest_table import ManifestTable
from photoparsl.manifests.origins import ORIGIN_COLUMN
from photoparsl.manifests.table_reader import open_table
from photoparsl.manifests.title_rows import lines_above_header

_RECORDS = (".json", ".jsonl", ".ndjson", ".xml", ".mods", ".rdf")
_SAMPLE = 20  # rows
_IMAGE = re.compile(rf"(?i)^https?://\S+{endings_pattern(*IMAGE_ENDINGS)}(?:[?#]\S*)?$")
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")  # endings
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".parquet")


def holds_json(path: Path) -> bool:
    """Whether a file begins as JSON does."""
    return _kind(path).startswith("JSON")


def is_source(path: Path) -> bool:
    """Whether a file is one that `photoparsl manifest` makes a manifest of.

    A file of records is (by its name and its first bytes), and a spreadsheet.  A table is
    - if it has no known column of places, or lines above its header
    - if that column holds web pages, and another column images
    - if it has no column of years, and dates that aren't in ISO 8601 or EDTF.

    A file that can't be read isn't: the error comes when it is read as a manifest.
    """
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(_RECORDS):
        return _kind(path).startswith(("JSON", "XML"))
    return name.endswith(SPREADSHEETS) or (name.endswith(_TABLES) and _is_other_table(path))


def is_source_from_web(path: Path) -> bool:
    """Whether a manifest is made of a file that came from a URL, whose name says little.

    It is if the file is JSON, a spreadsheet or a table as for `is_source`.  It is also if a table
    names photos by paths, since these are relative to its URL.
    """
    kind = _kind(path)
    is_other = kind.startswith(("JSON", "a spreadsheet"))
    return is_other or (not kind and (_is_other_table(path) or _names_files(path)))


def is_undated_table(path: Path) -> bool:
    """Whether a table names photos, and has no column of years or dates of a usual name."""
    with suppress(ManifestError, NoParquetError), open_file(path, str(path)) as file:
        table = open_table(file, str(path))
        columns = find_columns(table)
        is_undated = columns.date < 0 and not columns.has_years
        return is_undated and len(table.columns) > 1 and ORIGIN_COLUMN not in table.columns
    return False


def is_named_as_list(path: Path) -> bool:
    """Whether a file's name ends as that of a table, of records or of a spreadsheet."""
    name = path.name.lower().removesuffix(".gz")
    return name.endswith((*_RECORDS, *SPREADSHEETS, *_TABLES))


def check_places(path: Path) -> None:
    """Raise the ManifestError of a manifest's reader for a table without a column of places."""
    if path.is_file() and path.name.lower().removesuffix(".gz").endswith(_TABLES):
        with open_file(path, str(path)) as file:
            find_columns(open_table(file, str(path)))


def _kind(path: Path) -> str:
    try:
        with open_file(path, str(path)) as file:
            return other_kind(file)
    except ManifestError:
        return ""


def _is_other_table(path: Path) -> bool:
    try:
        with open_file(path, str(path)) as file:
            if lines_above_header(file, str(path)):
                return True
            table = open_table(file, str(path))
            return ORIGIN_COLUMN not in table.columns and (  # else photoparsl wrote it
                not has_places(table.columns)
                or _holds_pages(path, table)
                or _has_other_dates(table)
            )
    except (ManifestError, NoParquetError):
        return False


def names_absent_files(path: Path) -> bool:
    """Whether a file is a table whose first rows name files, none of which exists."""
    name = path.name.lower().removesuffix(".gz")
    if not name.endswith(_TABLES):
        return False
    with suppress(ManifestError, NoParquetError), open_file(path, str(path)) as file:
        table = open_table(file, str(path))
        place = find_columns(table).place
        cells = [row[place].strip() for row in _first_rows(table, [place])]
        is_listed = _is_foreign(table) and bool(cells)
        return is_listed and not any(map(partial(_is_there, path.parent), cells))
    return False


def _names_files(path: Path) -> bool:
    """Whether one of a foreign table's first rows names its photo by a path (`_is_foreign`)."""
    with suppress(ManifestError, NoParquetError), open_file(path, str(path)) as file:
        table = open_table(file, str(path))
        place = find_columns(table).place
        cells = [row[place].strip() for row in _first_rows(table, [place])]
        return _is_foreign(table) and any("://" not in cell for cell in cells if cell)
    return False


def _is_foreign(table: ManifestTable) -> bool:
    """Whether a table is neither of lines `URL YEAR` nor one that photoparsl wrote."""
    return table.columns[:2] != ("url", "year") and ORIGIN_COLUMN not in table.columns


def _is_there(folder: Path, cell: str) -> bool:
    """Whether a cell is a URL, or a file in the folder."""
    with suppress(ValueError):  # NUL
        return "://" in cell or cell.lower().startswith("file:") or Path(folder, cell).exists()
    return False


def _holds_pages(path: Path, table: ManifestTable) -> bool:
    """Whether the places in the first rows are pages, and another column's URLs are images.

    An address is an image if its name ends like one.
    """
    place = find_columns(table).place
    others = [n for n in range(len(table.columns)) if n not in table.unreadable]
    with open_file(path, str(path)) as file:  # anew: the table's rows are read once
        rows = list(_first_rows(open_table(file, str(path)), [place], others))
    if not rows or not all("://" in row[place] for row in rows if row[place]):
        return False
    images = [sum(bool(_IMAGE.search(row[n])) for row in rows) for n in range(len(table.columns))]
    return not images[place] and 2 * max(images) >= len(rows)


def _first_rows(
    table: ManifestTable, wanted: Sequence[int], others: Sequence[int] = ()
) -> Iterator[Sequence[str]]:
    rows = (cells for _, cells in table.rows(wanted, others) if not isinstance(cells, str))
    return islice(rows, _SAMPLE)


def _has_other_dates(table: ManifestTable) -> bool:
    """Whether only a column of dates gives the years, and one of its cells is in another form."""
    columns = find_columns(table)
    if columns.date < 0 or columns.has_years:
        return False
    read = DateReader(columns, years_only=True).read
    for _, cells in table.rows(columns.present, ()):
        if isinstance(cells, str):
            return False
        if read(cells).problem:
            return True
    return False
