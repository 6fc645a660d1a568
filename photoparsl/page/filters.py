"""Filters of the template: they write numbers and the meanings of reasons for readers."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from functools import partial
from http import HTTPStatus

from markupsafe import Markup, escape

from photoparsl.number_text import counted, duration_text, with_minus
from photoparsl.page.failed_places import host_of_place
from photoparsl.reasons import Reason

_FROM_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_NO_MARK = r"[^a-zA-Z\u00c0-\u024f,;:()\"'“”\u2018\u2019/\\<>&]*"  # that stands between two names
_FROM_RIGHT_PARTS = re.compile(f"{_FROM_RIGHT}(?:{_NO_MARK}{_FROM_RIGHT})?")
_MEANINGS = {str(reason): reason.meaning for reason in Reason}


def _number(value: float, step: float = 0.001) -> str:
    """A value as text, with as many decimals as its step, or four digits if it is huge.

    A step of 1 gives no decimal, or one if the value isn't whole.  The step 0.001 is of measures
    that have no step: three decimals, none from 1,000 on, and four digits if the value is tiny.

    >>> _number(0.5), _number(73_260.25), _number(2e-5)[-2:], _number(3e15)
    ('0.500', '73,260', '05', '3e+15')
    >>> _number(600, 1), _number(600.5, 1), _number(21.26, 0.1), _number(7.5, 0.01)
    ('600', '600.5', '21.3', '7.50')
    """
    if isinstance(value, str):
        return value
    return "\u2013" if math.isnan(value) else with_minus(_digits(value, step))


def _digits(value: float, step: float) -> str:
    if step >= 1 and abs(value) < 1e12:
        return f"{value:,.1f}".removesuffix(".0")
    if step > 0.001 and (value == 0 or step <= abs(value) < 1e12):
        return f"{value:,.{max(0, math.ceil(-math.log10(step) - 1e-9))}f}"
    if 1000 <= abs(value) < 1e12:
        return f"{value:,.0f}"
    return f"{value:.3f}" if value == 0 or 0.001 <= abs(value) < 1000 else f"{value:.4g}"


def _short(value: float) -> str:
    """A positive number to three digits, never with a power of ten.

    >>> _short(1100), _short(99.96), _short(0.01234)
    ('1,100', '100', '0.0123')
    """
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.3g}"


def _share(part: int, whole: int) -> str:
    """A part in per cent.  It is 0 only for none, and 100 only for all.

    >>> _share(1, 3), _share(2, 2), _share(9_999, 10_000), _share(1, 10_000_000)
    ('33.3 %', '100 %', 'more than 99.9 %', 'less than 0.01 %')
    """
    percent = 100 * part / whole
    if part < whole and percent >= 99.95:
        return "more than 99.9 %"
    return "less than 0.01 %" if 0 < percent < 0.01 else f"{_short(percent)} %"


def _meaning(reason: str) -> str:
    """What a reason of failures means, for readers, or "" for a reason that isn't photoparsl's.

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

    >>> _amount(1_234_000_000), _amount(999_600)
    ('1.23 GB', '1,000 kB')
    """
    size = next(n for n in range(5) if number < 1000 ** (n + 1) or n == 4)
    return f"{_short(number / 1000**size)} {('B', 'kB', 'MB', 'GB', 'TB')[size]}"


def _isolated(sentence: str) -> Markup:
    """A sentence whose parts from right to left, which are strangers' names, stand by themselves.

    >>> _isolated("a list of <כרזות>: 3")
    Markup('a list of &lt;<bdi>כרזות</bdi>&gt;: 3')
    """
    return Markup(_FROM_RIGHT_PARTS.sub(r"<bdi>\g<0></bdi>", str(escape(sentence))))


FILTERS = {
    "isolated": _isolated,
    "number": _number,
    "grouped": "{:,}".format,
    "photographs": partial(counted, singular="photograph"),
    "duration": duration_text,
    "amount": _amount,
    "short": _short,
    "share": _share,
    "meaning": _meaning,
    "host": host_of_place,
}
