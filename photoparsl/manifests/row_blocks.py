"""Reads a manifest's rows in blocks: an object for each row would take most of the time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path
from urllib.parse import quote

from photoparsl.manifests import origins
from photoparsl.manifests.date_cells import DateReader, DateRemarks
from photoparsl.manifests.manifest_columns import find_columns
from photoparsl.manifests.manifest_table import ManifestTable
from photoparsl.manifests.photo import ManifestRow, Photo
from photoparsl.manifests.photo_places import COMMON_URL, bad_place
from photoparsl.manifests.year_cells import Years, quote_short
from photoparsl.redact import without_guards

SHOWN_PROBLEMS = 20

_ROWS = 1000  # of a block
_SLASHES = {"http:": "'http://'", "https:": "'https://'", "osdf:": "'osdf:///'"}
_WEB_SCHEME = re.compile(r"(?:https?|osdf):(?!//)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Rows of a manifest that follow one another.  Each list has an item for each row.

    start: the number of the first row among the manifest's photos, from 0
    places: the photos' URLs or paths, as in the manifest
    bases: the photos' `Photo.base`
    years: the rows' years and dates
    cells: the rows' cells in all of the table's columns
    others: the numbers of the columns besides those of places, years and dates
    is_ours: whether photoparsl wrote the table, so that its texts have guards against formulas
    """

    start: int
    places: list[str]
    bases: list[str]
    years: list[Years]
    cells: list[Sequence[str]]
    others: Sequence[int] = ()
    is_ours: bool = False

    def __len__(self) -> int:
        return len(self.places)

    def photos(self) -> Iterator[Photo]:
        """Yield a Photo for each row."""
        columns = zip(self.places, self.years, self.bases, strict=True)
        for row, (place, years, base) in enumerate(columns, self.start):
            yield Photo(row, place, years.year, base, years.span)

    def rows(self) -> Iterator[ManifestRow]:
        """Yield a ManifestRow for each row."""
        columns = zip(self.places, self.years, self.cells, strict=True)
        for row, (place, years, cells) in enumerate(columns, self.start):
            found = tuple([cells[number] for number in self.others])
            if self.is_ours:
                found = tuple(map(without_guards, found))
            yield ManifestRow(row, place, years.year, years.span, found, years.date, years.days)

    def column(self, number: int) -> Iterator[str]:
        """Yield each row's cell in one of the other columns.

        number: the column's number among them
        """
        found = map(itemgetter(self.others[number]), self.cells)
        return map(without_guards, found) if self.is_ours else found


def read_blocks(
    table: ManifestTable, base: str, problems: list[str], remarks: DateRemarks, *, is_whole: bool
) -> Iterator[RowBlock]:
    """Yield the table's rows up to the first wrong one.

    base: the photos' `Photo.base`
    problems: up to 20 messages are added to it
    remarks: counts what the dates don't give
    is_whole: whether the blocks also need dates and the cells of other columns.  If not, dates are
        checked and left out

    Raises ManifestError if the table's header is wrong.
    """
    columns = find_columns(table)
    others = other_columns(table) if is_whole else ()
    place_of = itemgetter(columns.place, columns.origin)
    read_dates = DateReader(columns, years_only=not is_whole).read
    is_common = COMMON_URL.match
    is_ours = origins.ORIGIN_COLUMN in table.columns
    block = RowBlock(0, [], [], [], [], others, is_ours)
    for number, cells in table.rows(columns.present, others):
        problem = cells if isinstance(cells, str) else ""
        if not problem:
            url, origin = place_of(cells)
            row_base = origins.row_base(base, origin) if origin else base
            years = read_dates(cells)
            if years.has_remark:
                remarks.add(years)
            if not is_common(url):
                cell, url = url, url.strip().removeprefix("\ufeff")  # two files may be joined
                problem = _other_name(cell, row_base) or bad_place(url, row_base)
                if problem and not _WEB_SCHEME.match(url):  # shown, it would get slashes
                    problem = f"{problem}, found {quote_short(url)}"
            problem = problem or years.problem
        if problem:
            problems.append(f"{table.where}{number}: {problem}")
            if len(problems) == SHOWN_PROBLEMS:
                break
        elif not problems:
            block.places.append(url)
            block.bases.append(row_base)
            block.years.append(years)
            block.cells.append(cells)
            if len(block.places) == _ROWS:
                yield block
                block = RowBlock(block.start + _ROWS, [], [], [], [], others, is_ours)
    if block.places:
        yield block


def other_columns(table: ManifestTable) -> list[int]:
    """Return the numbers of the columns besides those of places, years and dates."""
    taken = {*find_columns(table).known, *table.unreadable}
    return [n for n, column in enumerate(table.columns) if column.strip() and n not in taken]


def in_blocks(photos: Iterable[Photo]) -> Iterator[RowBlock]:
    """Yield photos in blocks of rows."""
    ahead = iter(photos)
    while block := list(islice(ahead, _ROWS)):
        years = [Years(photo.year, photo.span) for photo in block]
        places, bases = [photo.url for photo in block], [photo.base for photo in block]
        yield RowBlock(block[0].row, places, bases, years, [()] * len(block))


def _other_name(cell: str, base: str) -> str:
    """The message for a cell that is the name of a file and reads as something else.

    Spaces around a name are left out, so another file would be measured in its place.  And
    'http:a.jpg' reads as a URL.  The text is '' for other cells.

    base: the row's `Photo.base`
    """
    if not base or origins.is_from_web(base):
        return ""
    if cell != cell.strip() and os.path.lexists(Path(base, cell)):
        return f"expected 'file:{quote(os.fsencode(cell))}' for a name with a space at its end"
    if scheme := _WEB_SCHEME.match(cell.strip()):
        return f"expected {_SLASHES[scheme[0].lower()]} in a URL, or './' before a file's name"
    return ""
