"""Lengths of time, shares, counted things and negative numbers as text for people."""

from __future__ import annotations

from itertools import pairwise

_UNITS = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))  # seconds, and the unit's symbol
_SHORT = 10  # of a unit. A shorter time is given in the next smaller unit too


def duration_text(seconds: float) -> str:
    """A length of time in at most two units.

    >>> duration_text(0.25), duration_text(42.4), duration_text(146), duration_text(1590)
    ('0.25 s', '42.4 s', '2 min 26 s', '26 min')
    >>> duration_text(600), duration_text(9000), duration_text(200_000)
    ('10 min', '2 h 30 min', '2 d 8 h')
    """
    for (size, unit), (smaller_size, smaller_unit) in pairwise(_UNITS):
        if seconds >= _SHORT * size:
            return f"{seconds / size:.0f} {unit}"
        if seconds >= size:
            whole, smaller = divmod(round(seconds / smaller_size), size // smaller_size)
            return f"{whole} {unit} {smaller} {smaller_unit}" if smaller else f"{whole} {unit}"
    return f"{seconds:.3g} s"


def percent_text(part: float, whole: float) -> str:
    """A share in whole percent.  `100 %` only of all, and `0 %` only of none.

    >>> [percent_text(part, 1000) for part in (0, 1, 333, 999, 1000)]
    ['0 %', 'less than 1 %', '33 %', 'more than 99 %', '100 %']
    """
    share = 100 * part / whole
    if 0 < share < 0.5:
        return "less than 1 %"
    return "more than 99 %" if 99.5 <= share < 100 else f"{share:.0f} %"


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with what is counted, in the singular or the plural.

    singular, plural: the words for 1 and for other numbers.  The default plural adds an 's'

    >>> counted(1, "photo"), counted(2_000, "photo"), counted(3, "row is", "rows are")
    ('1 photo', '2,000 photos', '3 rows are')
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def rate_text(number: float, noun: str = "") -> str:
    """How many things are done in a second, or in a minute if that says more.

    noun: the things, in the plural

    >>> rate_text(1234.5), rate_text(4.26, "photos"), rate_text(0.02, "photos"), rate_text(0)
    ('1,234/s', '4.3 photos/s', '1.2 photos/min', '')
    """
    if not number:
        return ""
    number, unit = (number, "s") if number >= 1 else (60 * number, "min")
    digits = f"{number:,.0f}" if number >= 10 else f"{number:.1f}"
    return f"{digits} {noun}/{unit}" if noun else f"{digits}/{unit}"


def with_minus(text: str) -> str:
    """The text with minus signs instead of hyphens.  It must be the text of a number alone.

    >>> with_minus("-0.5") == "\N{MINUS SIGN}0.5"
    True
    """
    return text.replace("-", "\N{MINUS SIGN}")
