"""CSV without formulas, whichever separator a spreadsheet splits its lines at.

Where people write decimals with a comma, Excel splits lines at `;`.  It then treats a quotation
mark as a quote only at the beginning of such a cell.  So a text gets a guard after each separator
in it.  A photo's place must not change: it is the first cell of its line, and quoted if it holds a
separator.  Python's `csv.writer` quotes cells only for its own separator, and isn't much faster
(1.0 instead of 1.5 µs a row).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from photoparsl.files import IMAGE_ENDINGS, endings_pattern
from photoparsl.redact.visible import visible

_SIGN = "[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212]"  # full-width, small
_FORMULA = re.compile(rf"[\s\ufffd\"]*{_SIGN}")
_AFTER_SEPARATOR = re.compile(rf"([;|\t\r\n][\s\ufffd\"]*)(?={_SIGN})")
_GUARDED = re.compile(rf"(^|[;|\t\r\n][\s\ufffd\"]*)'(?=[\s\ufffd\"]*{_SIGN})")
_BELOW_ZERO = re.compile(
    r"-\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?", re.ASCII
)  # no formula, though it has a sign
_QUOTED = re.compile(r'[",;|\t\r\n]')
# A URL of which a reader can't tell whether it was cut at a comma: it doesn't end as an image does.
_UNCLEAR = re.compile(rf"://(?!.*{endings_pattern(*IMAGE_ENDINGS)}\Z)", re.IGNORECASE | re.DOTALL)


def cell(text: str) -> str:
    """The text as a cell that isn't a formula, whichever separator a spreadsheet splits it at.

    >>> cell("=1+1"), cell("a;=1+1;b"), cell("1923; -1930"), cell("-73.98")
    ("'=1+1", "a;'=1+1;b", "1923; '-1930", '-73.98')
    """
    text = visible(text)
    if _BELOW_ZERO.fullmatch(text):
        return text
    text = f"'{text}" if _FORMULA.match(text) else text
    return _AFTER_SEPARATOR.sub(r"\1'", text)


def without_guards(text: str) -> str:
    """The text of a cell that `cell` has written.

    >>> without_guards("'=1+1"), without_guards("1923; '-1930"), without_guards("the '-ing'")
    ('=1+1', '1923; -1930', "the '-ing'")
    """
    return _GUARDED.sub(r"\1", text) if "'" in text else text


def place_cell(place: str) -> str:
    """A photo's place as the first cell of a line: the same place, but never a formula.

    >>> place_cell("=1+1.jpg"), place_cell("https://a.example/x;=1+1;y.jpg")
    ('./=1+1.jpg', 'https://a.example/x;=1+1;y.jpg')
    """
    return f"./{place}" if _FORMULA.match(place) else place


def csv_line(cells: Iterable[str], separator: str = ",") -> str:
    """A line of CSV (RFC 4180, but it ends in `\\n`).

    Cells with any separator are quoted, and URLs that might go on after one (`manifests` refuses
    them without quotes).

    separator: the character between two cells: a comma or a semicolon

    >>> print(csv_line(["https://a.example/x;=1+1;y.jpg", "1923", 'an "a" b']), end="")
    "https://a.example/x;=1+1;y.jpg",1923,"an ""a"" b"
    """
    return separator.join(map(_quoted, cells)) + "\n"


def _quoted(text: str) -> str:
    is_quoted = _QUOTED.search(text) or ("://" in text and _UNCLEAR.search(text))
    return '"' + text.replace('"', '""') + '"' if is_quoted else text
