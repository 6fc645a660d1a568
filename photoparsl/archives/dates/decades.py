"""Read decades, centuries, and parts of them, in the forms that archives use."""

from __future__ import annotations

import re

from photoparsl.archives.dates import date_words
from photoparsl.archives.dates.date_patterns import (
    CENTURY,
    DECADES,
    NTH,
    PIECE_LAST,
    PIECE_OF_SHORT_DECADE,
    PIECE_OF_YEARS,
    PIECES,
    ROMAN,
    SHORT_DECADE,
    TURN,
    WORDS_FOR_DECADES,
)
from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate, uncertain

_TURN_OF_PHOTOGRAPHY = 1900


def read_decade(text: str) -> YearEstimate | None:
    """Read '1930s', '193-', '19uu', or a half of one.

    '1800s' may be a decade, but is read as the century.  'the 30s' are those of the twentieth
    century, as uncertain.
    """
    if short := SHORT_DECADE.fullmatch(text) or PIECE_OF_SHORT_DECADE.fullmatch(text):
        return _short_decade(short)
    if last := PIECE_LAST.fullmatch(text):
        return read_decade(f"{last['piece']} of the {last['whole']}")
    if piece := PIECE_OF_YEARS.fullmatch(text):
        return _piece(int(piece["digits"]), 100 if piece["digits"][2] == "0" else 10, piece)
    found = next(filter(None, (pattern.fullmatch(text) for pattern in DECADES)), None)
    if found is None:
        return None
    digits = found["digits"]
    known = 2 if digits[2:] == "00" else min(len(digits), 3)  # digits of the year that are given
    years = 10 ** (4 - known)
    if len(digits) == 4 and int(digits) % years:
        return None
    decade = _part(int(digits.ljust(4, "0")), years, found["part"])
    return uncertain(decade) if text.endswith("?") else decade


def _short_decade(found: re.Match[str]) -> YearEstimate | None:
    """The years of 'the 30s', or of a part of them, as uncertain."""
    first = 1900 + (WORDS_FOR_DECADES[found["word"]] if found["word"] else int(found["digits"]))
    if found.re is PIECE_OF_SHORT_DECADE:
        piece = _piece(first, 10, found)
        return uncertain(piece) if piece else None
    return uncertain(_part(first, 10, found["part"]))


def read_century(text: str) -> YearEstimate | None:
    """Read '19th century', or a half, a third or a quarter of a century."""
    found = CENTURY.fullmatch(text)
    if not found:
        return None
    roman = found["roman"] or found["secolo"]
    first = ((ROMAN[roman] if roman else int(found["number"])) - 1) * 100 + 1
    return _piece(first, 100, found) if found["nth"] else _part(first, 100, found["part"])


def read_turn(text: str) -> YearEstimate | None:
    """Read 'turn of the 20th century': ten years to either side, as approximate.

    'Turn of the century' is that of 1900, as uncertain.  'Turn of the 19th century' may be about
    1800 or 1900, and isn't read.
    """
    found = TURN.fullmatch(text)
    if not found or (found["first"] and int(found["first"]) + 1 != int(found["last"])):
        return None
    number = found["number"] or found["last"]
    year = (int(number) - 1) * 100 if number else int(found["year"] or _TURN_OF_PHOTOGRAPHY)
    certainty = Certainty.UNCERTAIN if found["bare"] else Certainty.APPROXIMATE
    return YearEstimate(certainty, year - 10, year + 10)


def _piece(first: int, years: int, found: re.Match[str]) -> YearEstimate | None:
    """The years of a half, a third, a quarter or a tenth of a century or decade."""
    pieces = PIECES[found["piece"]]
    which = pieces if found["nth"] == "last" else NTH[found["nth"]]
    start, stop = (first + years * n // pieces for n in (which - 1, which))
    return YearEstimate(Certainty.RANGE, start, stop - 1) if which <= pieces else None


def _part(first: int, years: int, part: str | None) -> YearEstimate:
    """The years of a decade or century, or of its early, middle or late part.

    Such a part is four years of a decade, or a third of a century.
    """
    if not part:
        return YearEstimate(Certainty.RANGE, first, first + years - 1)
    which = 0 if re.fullmatch(date_words.EARLY, part) else 1
    which = 2 if re.fullmatch(date_words.LATE, part) else which
    if years == 10:
        start = first + 3 * which
        return YearEstimate(Certainty.RANGE, start, start + 3)
    start, stop = (first + years * n // 3 for n in (which, which + 1))
    return YearEstimate(Certainty.RANGE, start, stop - 1)
