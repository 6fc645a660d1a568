"""CSV in which no spreadsheet finds a formula, at whichever characters it splits the lines.

Excel splits at `;` where people write decimals with a comma, and takes quotes for such only where
its own cell begins.  So a text is guarded after each separator in it; and a photo's place, which
may not change, stands first in its line and in quotes.  Python's `csv.writer` can't be made to
quote cells with other separators than its own, and isn't faster by much (1.0 and 1.5 µs a row).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from photoparsl.redact import visible

_SIGN = "[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212]"  # full-width, small
_FORMULA = re.compile(rf"[\s\ufffd\"]*{_SIGN}")
_AFTER_SEPARATOR = re.compile(rf"([;|\t\r\n][\s\ufffd\"]*)(?={_SIGN})")
_QUOTED = re.compile(r'[",;|\t\r\n]')


def cell(text: str) -> str:
    """A text as a cell that is no formula, nor becomes one where a spreadsheet splits it.

    >>> cell("=1+1"), cell("a;=1+1;b"), cell("1923; -1930")
    ("'=1+1", "a;'=1+1;b", "1923; '-1930")
    """
    text = visible(text)
    text = f"'{text}" if _FORMULA.match(text) else text
    return _AFTER_SEPARATOR.sub(r"\1'", text)


def place_cell(place: str) -> str:
    """A photo's place as the first cell of a line: it means the same, and is no formula.

    >>> place_cell("=1+1.jpg"), place_cell("https://a.example/x;=1+1;y.jpg")
    ('./=1+1.jpg', 'https://a.example/x;=1+1;y.jpg')
    """
    return f"./{place}" if _FORMULA.match(place) else place


def csv_line(cells: Iterable[str]) -> str:
    """A line of CSV as in RFC 4180, but ending in `\\n`; cells with any separator are quoted.

    >>> print(csv_line(["https://a.example/x;=1+1;y.jpg", "1923", 'an "a" b']), end="")
    "https://a.example/x;=1+1;y.jpg",1923,"an ""a"" b"
    """
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
