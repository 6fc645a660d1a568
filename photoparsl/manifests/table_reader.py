"""Read tables of photos: lines `URL YEAR`, CSV with a header, or Parquet."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from photoparsl.errors import ManifestError
from photoparsl.manifests import origins
from photoparsl.manifests.cut_urls import MOST_LINES, CutURLs, keep_lines
from photoparsl.manifests.empty_rows import EmptyRows
from photoparsl.manifests.manifest_columns import has_places
from photoparsl.manifests.manifest_file import other_kind
from photoparsl.manifests.manifest_table import ManifestTable, Row
from photoparsl.manifests.parquet import is_parquet, read_parquet
from photoparsl.manifests.plain_rows import plain_rows
from photoparsl.manifests.separator import SEPARATORS, find_separator, first_cells, has_spaces
from photoparsl.manifests.text_lines import LONGEST_CELL, WITHIN_LINE, TextLines
from photoparsl.manifests.title_rows import SEPARATOR_LINE, skip_above
from photoparsl.manifests.western import WESTERN
from photoparsl.manifests.year_cells import quote_short

if TYPE_CHECKING:
    from _csv import Reader as _Reader

_FIRST_LINES = 50  # among which a header ends
_YEAR = re.compile(r"[0-9]{4}")
_QUOTED = re.compile(r'"(?:[^"]|"")*" *')
_CSV_ERRORS = {
    "unexpected end of data": "expected a closing quote, found the end of the file",
    "field larger": f"expected a closing quote within {LONGEST_CELL:,} characters, found none",
    "' expected after": "expected the next cell after a closing quote, found more text (a quote "
    'within a cell is written twice: "")',
}


def open_table(
    file: BinaryIO, name: str, above: int = 0, photos: Callable[[], Iterable[str]] = tuple
) -> ManifestTable:
    """Open a table and read its header.  Lines `URL YEAR` are a table too.

    file: the file, from which `ManifestTable.rows` reads later
    name: the file's name in messages
    above: how many lines of text above the header, and below 'sep=;', aren't read
    photos: gives the names of photos that may be in it, by which its encoding is known

    Raises ManifestError if the file isn't a table, or its header is wrong.
    """
    if is_parquet(file):
        return read_parquet(file, name)
    if kind := other_kind(file):
        raise ManifestError(f"{name}: expected lines 'URL YEAR', CSV or Parquet, found {kind}")
    csv.field_size_limit(max(LONGEST_CELL, csv.field_size_limit()))
    text = TextLines(file, name, photos)
    lines = iter(text)
    remarks = partial(_remarks, text)
    separator_line, skipped = skip_above(lines, above)
    before, origin, first = _first_line(lines)
    before += skipped
    if not separator_line and (separator_line := SEPARATOR_LINE.fullmatch(first)):
        more, origin, first = _first_line(lines)
        before += 1 + more
    head = [first or "\n", *islice(lines, _FIRST_LINES)]
    separator = separator_line[1] if separator_line else find_separator(head)
    lines = chain(head, lines)
    if not separator:
        rows = partial(plain_rows, lines, before, origin)
        return ManifestTable(
            ("url", "year", origins.ORIGIN_COLUMN), name, f"{name}:", rows, remarks
        )
    if origin:  # or a stranger's photos would be read like one's own
        raise ManifestError(
            f"{name}: a line '# photoparsl_origin' stands above its header, and is for lines URL "
            "YEAR: remove both lines, or name the origin in a column photoparsl_origin"
        )
    if separator == "\t":
        lines = map(_with_literal_quotes, lines)
    kept: deque[str] = deque(maxlen=MOST_LINES)
    lines, skips = keep_lines(lines, kept), has_spaces(head, separator)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=skips, strict=True)
    header = f"{name}:{before + 1}"
    columns = _columns(reader, header)
    empty, cut = EmptyRows(), CutURLs(columns, separator, kept)
    rows = partial(_csv_rows, reader, before, cut, empty)
    return ManifestTable(columns, header, f"{name}:", rows, lambda: [*remarks(), *empty.remarks()])


def _first_line(lines: Iterator[str]) -> tuple[int, str, str]:
    """Skip blank lines and comments.

    Return their number, their origin, and the line after them.
    """
    origin = ""
    for before, line in enumerate(lines):
        text = line.strip(' \t\n;,|"')
        if text and (text[0] != "#" or any(first_cells([line], s)[0] == "#" for s in SEPARATORS)):
            return before, origin, line
        comment_origin = origins.origin_in(text)
        origin = origin if comment_origin is None else comment_origin
    return 0, origin, ""


def _with_literal_quotes(line: str) -> str:
    """A line with tabs, in which quotes are doubled that are part of a cell's text.

    Databases and catalogues write such tables without quoting: `"Hill" in fog`.
    """
    if '"' not in line:
        return line
    cells = line.rstrip("\n").split("\t")
    for number, cell in enumerate(cells):
        if cell[:1] == '"' and cell.count('"') % 2 == 0 and not _QUOTED.fullmatch(cell):
            cells[number] = '"' + cell.replace('"', '""') + '"'
    return "\t".join(cells) + line[len(line.rstrip("\n")) :]


def _columns(reader: _Reader, header: str) -> tuple[str, ...]:
    """Read the names of the columns.  Raises ManifestError, which calls the header `header`."""
    try:
        columns = tuple(" ".join(cell.split()) for cell in next(reader, []))
    except csv.Error as error:
        raise ManifestError(f"{header}: {_problem(error)}") from error
    if not has_places(columns) and any(_YEAR.fullmatch(c) or "://" in c for c in columns):
        found = quote_short(",".join(columns))
        raise ManifestError(
            f"{header}: expected a header that names the columns, like url,year; found {found}"
        )
    return columns


def _csv_rows(
    reader: _Reader,
    before: int,
    cut: CutURLs,
    empty: EmptyRows,
    wanted: Sequence[int],
    others: Sequence[int] = (),
) -> Iterator[Row]:
    """Yield the rows of CSV as `ManifestTable.rows` does.

    reader: a reader that has read the header
    before: the number of lines before the header
    cut: tells which rows have a URL that may be cut at the separator
    empty: counts the rows whose cells are all empty
    wanted: the numbers of the columns that every row has to have
    others: unused, since each row is read whole
    """
    fewest, width = max(wanted, default=-1) + 1, cut.width
    first, is_first = before + reader.line_num + 1, True
    while True:
        try:
            for cells in reader:
                given = len(cells)
                if is_first and given > width and not any(map(str.strip, cells[width:])):
                    width = fewest = given  # a spreadsheet wrote empty cells after the last
                if given != width and (problem := _fit(cells, width, fewest, reader)):
                    yield first, problem
                elif not any(map(str.strip, cells)):
                    if len(cells) > 1:
                        empty.add(first)
                elif problem := cut.problem(cells, given):
                    yield first, problem
                else:
                    is_first = False
                    cells.append("")
                    yield first, cells
                first = before + reader.line_num + 1
        except csv.Error as error:
            last = before + reader.line_num
            lines = f"; lines {first} to {last} aren't read" if last > first else ""
            yield first, _problem(error) + lines
            first = last + 1
        else:
            return


def _fit(cells: list[str], width: int, fewest: int, reader: _Reader) -> str:
    """Pad the row with empty cells to `width`, and return '', or return an error message.

    Spreadsheets may omit empty cells at a row's end.  A row of empty cells is left as it is.
    """
    if not any(map(str.strip, cells)):
        return ""  # a blank line, or empty cells
    if fewest <= len(cells) < width:
        cells += [""] * (width - len(cells))
    else:
        between = reader.dialect.delimiter
        found = quote_short(between.join(cells))
        quotes = f" (a cell with {between!r} in it needs quotes)" if len(cells) > width else ""
        if any(WITHIN_LINE in cell for cell in cells):
            quotes = (
                " (a carriage return within this line may be the end of a row: end all rows alike)"
            )
        return f"expected {width} cells as in the header, found {len(cells)}: {found}{quotes}"
    return ""


def _problem(error: csv.Error) -> str:
    """The message for an error of the module `csv`."""
    text = str(error)
    known = (problem for part, problem in _CSV_ERRORS.items() if part in text)
    return next(known, f"not CSV: {text}")


def _remarks(text: TextLines) -> list[str]:
    """A sentence about the lines whose encoding was guessed, if there are any."""
    if not text.guessed:
        return []
    lines = "line isn't" if text.guessed == 1 else "lines aren't"
    example = quote_short(text.example.strip())
    encoding = WESTERN[text.western]
    remedy = "if that is wrong, save the file as UTF-8"
    return [f"{text.guessed:,} {lines} UTF-8, and read as {encoding}, like {example}: {remedy}"]
