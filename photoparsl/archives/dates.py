"""What the words of an archive say about the year: the rules are in docs/archives.md.

They are ours, since no library reads what cataloguers write without guessing; what is left and
looks like EDTF (ISO 8601-2) goes to the library of that name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from functools import lru_cache

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from photoparsl.archives import words
from photoparsl.archives.dated import (
    APPROXIMATE,
    EXACT,
    RANGE,
    UNCERTAIN,
    UNDATED,
    UNREAD,
    Dated,
    exact,
    weakened,
)
from photoparsl.archives.phrases import phrase
from photoparsl.manifests import FIRST_YEAR

LONGEST = 200  # characters of a text that may be a date

_FIRST_YEAR = 1000


def read_date(text: str) -> Dated:
    """What the text says, which should be a date and nothing else.

    >>> read_date("May 1, 1923").year, read_date("[ca. 1910]").span, read_date("1930's").span
    (1923, (1905, 1915), (1930, 1939))
    >>> read_date("n.d.").certainty, read_date("1984.23.1").certainty, read_date("5/1/23").year
    ('undated', 'unread', None)
    """
    return _read(text[: LONGEST + 1], date.today().year)


def find_date(text: str) -> Dated:
    """A date at the end or the beginning of a text that says other things too; never exact.

    >>> find_date("Commencement, Rockefeller Chapel, June 1932").span
    (1930, 1934)
    >>> find_date("Negative 1932").certainty
    'unread'
    """
    pieces = re.split(r"(?<=[,;:(])\s*|\s+(?=(?:in|circa|ca\.?|c\.|about)\s)|\)", text[-LONGEST:])
    tails = (" ".join(pieces[start:]) for start in range(1, len(pieces)))
    heads = (" ".join(pieces[:stop]) for stop in range(len(pieces) - 1, 0, -1))
    for part in (*tails, *pieces, *heads):
        found = read_date(part.strip(" ,;:()"))
        if found.span and found.span[0] >= FIRST_YEAR:
            if found.certainty != EXACT:
                return found
            return _checked(weakened(found), date.today().year)
    return Dated(UNREAD)


@lru_cache(maxsize=1 << 16)
def _read(text: str, this_year: int) -> Dated:
    if len(text) > LONGEST:
        return Dated(UNREAD)
    plain = _plain(_POINT_ZERO.sub("", text))
    if _NOTHING.fullmatch(plain.strip(" []()")):
        return Dated(UNDATED)
    found = phrase(plain) or _edtf(text)
    return _checked(found, this_year) if found else Dated(UNREAD)


def _plain(text: str) -> str:
    """The text in lower case, with plain dashes, without quotation marks and full stops."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text).replace("|", ";")
    for word, number in _CENTURIES:
        text = text.replace(word, number)
    text = re.sub(r"['\"\u2018-\u201f\u02bc`\u00b4]", "", text)
    text = re.sub(r"(?<=[^\W\d])\.(?!\.)", " ", text)
    return re.sub(r"\s+", " ", text).strip(" ,;:")


def _checked(found: Dated, this_year: int) -> Dated:
    """Nothing from the future, nothing that ends before it begins."""
    years = [year for year in (found.earliest, found.latest) if year is not None]
    first = found.stated or found.earliest or 0
    if years != sorted(years) or min(years) < _FIRST_YEAR or first > this_year:
        return Dated(UNREAD)
    if found.latest is not None and found.latest > this_year:
        return replace(found, latest=this_year)
    return found


def _edtf(text: str) -> Dated | None:
    """What the library makes of EDTF that our rules don't read."""
    text = text.strip().upper().replace("U", "X")  # 'u' is what the drafts had
    if not _EDTF.fullmatch(text):
        return None
    try:
        found = parse_edtf(text)
        first, last = int(found.lower_strict()[0]), int(found.upper_strict()[0])
    except (EDTFParseException, ArithmeticError, LookupError, TypeError, ValueError):
        return None  # what it raises for what it can't bound, besides what it can't read
    doubt = UNCERTAIN if re.search("[?%]", text) else APPROXIMATE if "~" in text else RANGE
    if first == last:
        return exact(first) if doubt == RANGE else Dated(doubt, first, last, first)
    return Dated(doubt, first, last)


_CENTURIES = (("eighteenth", "18th"), ("nineteenth", "19th"), ("twentieth", "20th"))
_POINT_ZERO = re.compile(r"(?<=\A[0-9]{4})[.,]0+\Z")  # which pandas writes after years
_NOTHING = re.compile(words.NOTHING)
_EDTF = re.compile(r"(?=.*\d{3})[\dX?~%./\[\]{}, TZ:+-]{4,60}")
