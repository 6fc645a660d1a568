"""Notice a row of CSV whose URL was cut at a comma, since it stands there without quotes.

Such a row may have as many cells as the header.  Then only its texts tell: `?crop=0`, followed by
`1900`, may be the address `?crop=0,1900`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence

from photoparsl.files import IMAGE_ENDINGS, endings_pattern
from photoparsl.manifests.manifest_columns import place_columns
from photoparsl.manifests.year_cells import NO_YEAR, quote_short

MOST_LINES = 20  # of a row, in which its quotes are looked for
_WHOLE = frozenset(  # the last four characters of addresses that aren't cut there
    case(end)
    for end in (ending[-4:] for ending in IMAGE_ENDINGS)
    for case in (str.lower, str.upper)
)
_SUSPICIOUS = re.compile(r"[/&?#=]")  # in the cells after an address without parameters
_PIECE = re.compile(r"[!-~]*")  # a cell that may be a piece of an address
_NUMBER = re.compile(r"[!^-]?[0-9]+(?:\.[0-9]+)?")
_YEAR = re.compile(r"(?:1[4-9]|20)[0-9]{2}(?:-[0-9]{2}){0,2}(?:\.0)?")
_PARAMETER = re.compile(r"[?&;]([^=&;?/]+)=([^=&;?]*)\Z")
_NUMBER_AT_END = re.compile(r"(?:pct:)?[!^-]?[0-9]*(?:\.[0-9]+)?")
_REST = re.compile(  # the rest of a path or of a query, which is no cell of its own
    rf"[0-9]*/[!-~]*|[!-~]*/[!-~]*{endings_pattern(*IMAGE_ENDINGS)}(?:\?[!-~]*)?|[&?#][!-~]*"
    r"|\w+=[!-~]*",
    re.IGNORECASE,
)
# An address of IIIF that ends within its region or its size
_WITHIN_IIIF = re.compile(r"/(?:pct:[0-9.]+|(?:full|square)/(?:pct:|!|\^)*[0-9.]+)\Z")
_DAYS = re.compile(r"[0-9]{1,4}/[0-9]{1,4}(?:/[0-9]{1,4})?")  # 5/1923, 1923/24, 4/5/1923
_OF_PLACES = re.compile(r"path|file|folder|ur[li]|link|href|image|photo|thumb|scan", re.IGNORECASE)
_LISTS = re.compile(  # names of parameters whose values have several numbers
    r".*(?:crop|clip|rect|region|rgn|roi|box|xywh|area|extent|bounds|coord|polygon).*",
    re.IGNORECASE,
)
_SINGLE = re.compile(  # names of parameters whose values are single
    r"(?:[a-z]|.*(?:id|ids|nr|no|num|number|page|seq|key|code|ptr|ver|version|rev|revision|year"
    r"|signature|sig|expires|policy|.*token|x-(?:amz|goog|oss)-.*"
    r"|width|height|wid|hei|format|type|quality|time|record|item|name|file|image|photo|ref|lang))",
    re.IGNORECASE,
)


def keep_lines(lines: Iterator[str], kept: deque[str]) -> Iterator[str]:
    """Yield the lines, and add each to `kept`."""
    keep = kept.append
    for line in lines:
        keep(line)
        yield line


class CutURLs:
    """Tells which rows of a table may have a URL that was cut at the separator.

    columns: the names in the header
    separator: the character between cells
    lines: the lines that were read last (`keep_lines`), which show what is in quotes
    """

    def __init__(self, columns: Sequence[str], separator: str, lines: deque[str]) -> None:
        self._columns = columns
        self._separator = separator
        self._lines = lines
        usual = place_columns(columns)[:1]
        self._places = [columns.index(usual[0])] if usual else list(range(len(columns)))
        self._years = [n for n, name in enumerate(columns) if name.lower() in ("year", "date")]
        needed = ("year", "date", "earliest", "latest")
        self._needed = max((n for n, c in enumerate(columns) if c.lower() in needed), default=0)
        if separator not in ",;|":
            self._places = []
        self._plain_width = len(columns) if all(columns) else -1  # of rows that look whole

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self._columns)

    def problem(self, cells: Sequence[str], given: int) -> str:
        """The message for a row whose URL may be cut, or empty if it is sound.

        cells: the row's cells, as many as the header has
        given: how many of them the file has.  The others are missing at the row's end
        """
        for place in self._places:
            cell = cells[place] if place + 1 < given else ""
            if cell[-4:] in _WHOLE or "://" not in cell:
                continue
            is_within = bool(_WITHIN_IIIF.search(cell)) and _goes_on(cells[place + 1])
            if given == self._plain_width and "=" not in cell and not is_within:
                rest = " ".join(cells[place + 1 :])
                if not _SUSPICIOUS.search(rest):
                    continue
            is_cut = is_within or self._is_cut(cells, given, place)
            if is_cut and not self._is_quoted(cell):
                found = self._separator.join(cells[:given])
                return (
                    f"expected a URL in quotes, since it may go on after the {self._separator!r}: "
                    f"found {quote_short(found)} (put quotes around the URL, whether it ends "
                    "there or goes on)"
                )
        return ""

    def _is_cut(self, cells: Sequence[str], given: int, place: int) -> bool:
        """Whether the cells after the URL may be its rest."""
        parameter = _PARAMETER.search(cells[place])
        is_short = given < len(self._columns) or self._has_nameless_text(cells, place)
        for pieces, piece in enumerate(cells[place + 1 : given], start=1):
            column = self._columns[place + pieces]
            if not _PIECE.fullmatch(piece) or "://" in piece:
                return False
            if _REST.fullmatch(piece) and not _DAYS.fullmatch(piece):
                return not _OF_PLACES.search(column)
            if parameter and self._may_go_on(cells, given, place, pieces, parameter, is_short):
                return True
            if not parameter and is_short and self._is_year_after(cells, given, place, pieces):
                return True
            if not _is_token(piece):
                return False
        return False

    def _may_go_on(
        self,
        cells: Sequence[str],
        given: int,
        place: int,
        pieces: int,
        parameter: re.Match[str],
        is_short: bool,
    ) -> bool:
        """Whether the value of the URL's last parameter may go on in these next cells."""
        name, value = parameter.groups()
        next_cells = cells[place + 1 : place + 1 + pieces]
        if not (_NUMBER_AT_END.fullmatch(value) and all(map(_NUMBER.fullmatch, next_cells))):
            return is_short and not _SINGLE.fullmatch(name) and bool(next_cells[-1])
        if self._is_year_after(cells, given, place, pieces):
            return is_short or not _SINGLE.fullmatch(name)
        is_text_after = self._text_after(cells, given, place, pieces).lower() not in NO_YEAR
        if is_text_after:
            return False
        return bool(_LISTS.fullmatch(name)) or (is_short and not _SINGLE.fullmatch(name))

    def _text_after(self, cells: Sequence[str], given: int, place: int, pieces: int) -> str:
        """The text that would be the row's year if `pieces` cells were parts of its URL."""
        year = next((n + pieces for n in self._years if n > place), given)
        return cells[year].strip() if year < given else ""

    def _is_year_after(self, cells: Sequence[str], given: int, place: int, pieces: int) -> bool:
        is_read = given - pieces > self._needed  # else the row would have too few cells
        return is_read and bool(_YEAR.fullmatch(self._text_after(cells, given, place, pieces)))

    def _has_nameless_text(self, cells: Sequence[str], place: int) -> bool:
        """Whether a cell after the URL has text, and its column has no name."""
        pairs = zip(self._columns[place + 1 :], cells[place + 1 :], strict=False)
        return any(cell.strip() and not column for column, cell in pairs)

    def _is_quoted(self, cell: str) -> bool:
        quoted = '"' + cell.replace('"', '""') + '"'
        return any(quoted in line for line in self._lines)


def _goes_on(piece: str) -> bool:
    """Whether a region or a size of IIIF may go on with this."""
    return not piece or bool(_NUMBER.fullmatch(piece))


def _is_token(piece: str) -> bool:
    """Whether an address may have this between two separators: a number, `w_200` or nothing."""
    return not piece or bool(_NUMBER.fullmatch(piece)) or "_" in piece
