"""What the template does with numbers and reasons: numbers for readers, the meaning of a reason."""

from __future__ import annotations

import math
from contextlib import suppress
from http import HTTPStatus

from photoparsl.durations import duration_text
from photoparsl.reasons import Reason

_MEANINGS = {str(reason): reason.meaning for reason in Reason}


def _number(value: float) -> str:
    """A value for readers: three decimals, none from a thousand on, four digits if tiny or huge.

    >>> _number(0.5), _number(73_260.25), _number(2e-5), _number(3e15)
    ('0.500', '73,260', '2e-05', '3e+15')
    """
    if math.isnan(value):
        return "\u2013"
    if 1000 <= abs(value) < 1e12:
        return f"{value:,.0f}"
    return f"{value:.3f}" if value == 0 or 0.001 <= abs(value) < 1000 else f"{value:.4g}"


def _short(value: float) -> str:
    """A positive number to three digits, never with a power of ten.

    >>> _short(1100), _short(99.96), _short(0.01234)
    ('1,100', '100', '0.0123')
    """
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.3g}"


def _meaning(reason: str) -> str:
    """What a reason of failures means, for readers; "" for a reason that isn't photoparsl's.

    >>> _meaning("truncated"), _meaning("http-404"), _meaning("http-299"), _meaning("mine")
    ('the end of the image is missing', 'the server answered “Not Found”', '', '')
    """
    if reason in _MEANINGS:
        return _MEANINGS[reason]
    with suppress(ValueError):
        return f"the server answered “{HTTPStatus(int(reason.removeprefix('http-'))).phrase}”"
    return ""


def _amount(number: float) -> str:
    """A number of bytes for readers.

    >>> _amount(1_234_000_000)
    '1.23 GB'
    """
    size = next(n for n in range(5) if number < 1000 ** (n + 1) or n == 4)
    return f"{number / 1000**size:.3g} {('B', 'kB', 'MB', 'GB', 'TB')[size]}"


FILTERS = {
    "number": _number,
    "grouped": "{:,}".format,
    "duration": duration_text,
    "amount": _amount,
    "short": _short,
    "meaning": _meaning,
}
