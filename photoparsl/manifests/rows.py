"""The rows of a manifest or a table: lines `URL YEAR`, CSV with a header, or Parquet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from photoparsl.errors import ManifestError
from photoparsl.manifests import origins
from photoparsl.manifests.columns import Row, Table, has_places
from photoparsl.manifests.parquet import is_parquet, read_parquet
from photoparsl.manifests.textfiles import LONGEST_CELL, Lines, other_kind

if TYPE_CHECKING:
    from _csv import Reader as _Reader

_SEPARATORS = "\t;,|"

_FIRST_LINES = 50  # among which a header ends
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # Excel's
_PLAIN = re.compile(r".*[^\s,;]\s+[0-9]{1,4}(?:\.0)?\s*", re.DOTALL)
_YEAR = re.compile(r"[0-9]{4}")
_QUOTED = re.compile(r'"(?:[^"]|"")*" *')
_CSV_ERRORS = {
    "unexpected end of data": "expected a closing quote, found the end of the file",
    "field larger": f"expected a closing quote within {LONGEST_CELL:,} characters, found none",
    "' expected after": "expected the next cell after a closing quote, found more text (a quote "
    'within a cell is written twice: "")',
}


def read_table(file: BinaryIO, name: str) -> Table:
    """The table in the file, which messages call `name`; a manifest's plain lines are one too.

    Raises ManifestError where the file is something else.
    """
    if is_parquet(file):
        return read_parquet(file, name)
    if kind := other_kind(file):
        raise ManifestError(f"{name}: expected lines 'URL YEAR', CSV or Parquet, found {kind}")
    csv.field_size_limit(max(LONGEST_CELL, csv.field_size_limit()))
    text = Lines(file, name)
    lines = iter(text)
    notes = partial(_notes, text)
    before, mark, first = _first_line(lines)
    if said := _SEPARATOR_LINE.fullmatch(first):
        more, mark, first = _first_line(lines)
        before += 1 + more
    head = [first or "\n", *islice(lines, _FIRST_LINES)]
    separator = said[1] if said else _separator(head)
    if not separator:
        plain = partial(_plain, chain(head, lines), before, mark)
        return Table(("url", "year", origins.ORIGIN_COLUMN), name, f"{name}:", plain, notes)
    lines = chain(head, lines)
    if separator == "\t":
        lines = map(_with_literal_quotes, lines)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    header = f"{name}:{before + 1}"
    columns = _columns(reader, header)
    return Table(columns, header, f"{name}:", partial(_csv, reader, before, len(columns)), notes)


def shown(text: str) -> str:
    """A text in a message: quoted, and not too long."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _first_line(lines: Iterator[str]) -> tuple[int, str, str]:
    """The first line that says something, how many there are before it, the origin they give."""
    origin = ""
    for before, line in enumerate(lines):
        text = line.strip(' \t\n;,|"')
        if text and (text[0] != "#" or any(_cells([line], s)[0] == "#" for s in _SEPARATORS)):
            return before, origin, line
        marked = origins.marked(text)
        origin = origin if marked is None else marked
    return 0, origin, ""


def _separator(head: list[str]) -> str:
    """What stands between the header's cells; nothing where there is none, but plain lines."""
    headers = {separator: _cells(head, separator) for separator in _SEPARATORS}
    spaced = [cell.lower() for cell in _cells(head, " ")]
    if "url" in spaced and set(spaced) <= {"url", "year", "earliest", "latest"}:
        headers[" "] = spaced  # as R writes a table
    if _PLAIN.fullmatch(head[0]):
        known = [s for s, cells in headers.items() if "url" in map(str.lower, cells)]
    else:
        known = [s for s, cells in headers.items() if has_places(cells)]
        known = known or [s for s, cells in headers.items() if _is_table(cells)]
    return max(known, key=lambda s: len(headers[s]), default="")


def _is_table(cells: list[str]) -> bool:
    """Whether this is a row of several cells, and not one place with the separator in it."""
    return len(cells) > 1 and ("://" not in "".join(cells) or any(map(_YEAR.fullmatch, cells)))


def _cells(lines: list[str], separator: str) -> list[str]:
    """The first row of the lines, as a careless reader has it."""
    row = next(csv.reader(lines, delimiter=separator, skipinitialspace=True), [])
    return [" ".join(cell.split()) for cell in row] or [""]


def _with_literal_quotes(line: str) -> str:
    """A line of cells between tabs, with those quotes doubled that only begin a cell.

    Databases and catalogues write tabs without quoting: `"Hill" in fog`.
    """
    if '"' not in line:
        return line
    cells = line.rstrip("\n").split("\t")
    for number, cell in enumerate(cells):
        if cell[:1] == '"' and cell.count('"') % 2 == 0 and not _QUOTED.fullmatch(cell):
            cells[number] = '"' + cell.replace('"', '""') + '"'
    return "\t".join(cells) + line[len(line.rstrip("\n")) :]


def _columns(reader: _Reader, header: str) -> tuple[str, ...]:
    try:
        columns = tuple(" ".join(cell.split()) for cell in next(reader, []))
    except csv.Error as error:
        raise ManifestError(f"{header}: {_problem(error)}") from error
    if not has_places(columns) and any(_YEAR.fullmatch(c) or "://" in c for c in columns):
        found = shown(",".join(columns))
        raise ManifestError(
            f"{header}: expected a header that names the columns, like url,year; found {found}"
        )
    return columns


def _csv(reader: _Reader, before: int, width: int, wanted: Sequence[int]) -> Iterator[Row]:
    fewest = max(wanted, default=-1) + 1
    first, is_first = before + reader.line_num + 1, True
    while True:
        try:
            for cells in reader:
                if is_first and len(cells) > width and not any(map(str.strip, cells[width:])):
                    width = fewest = len(cells)  # a spreadsheet wrote empty cells after the last
                if len(cells) != width and (problem := _fit(cells, width, fewest, reader)):
                    yield first, problem
                elif any(cells):
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
    """Make the row as wide as the table, or say why it can't be.

    Spreadsheets may leave out the empty cells at the end of a row.
    """
    if not any(map(str.strip, cells)):
        cells.clear()  # a blank line
    elif fewest <= len(cells) < width:
        cells += [""] * (width - len(cells))
    else:
        between = reader.dialect.delimiter
        found = shown(between.join(cells))
        quotes = f" (a cell with {between!r} in it needs quotes)" if len(cells) > width else ""
        return f"expected {width} cells as in the header, found {len(cells)}: {found}{quotes}"
    return ""


def _problem(error: csv.Error) -> str:
    text = str(error)
    return next((said for known, said in _CSV_ERRORS.items() if known in text), f"not CSV: {text}")


def _plain(lines: Iterator[str], before: int, origin: str, wanted: Sequence[int]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=before + 1):
        if line[0] <= "#" and (not (text := line.strip()) or text[0] == "#"):
            marked = origins.marked(text)
            origin = origin if marked is None else marked
            continue  # a blank line, or a comment
        try:
            place, year = line.rsplit(None, 1)
        except ValueError:
            yield number, f"expected 'URL YEAR', found {shown(line.strip())}"
        else:
            yield number, (place, year, origin, "")


def _notes(text: Lines) -> list[str]:
    if not text.guessed:
        return []
    lines = "line isn't" if text.guessed == 1 else "lines aren't"
    example = shown(text.example.strip())
    return [f"{text.guessed:,} {lines} UTF-8, and read as Windows-1252, like {example}"]
