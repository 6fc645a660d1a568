"""Rewrite the dates of Wikimedia Commons, in templates and statements, in plain words.

The forms are those of https://commons.wikimedia.org/wiki/Template:Other_date, and of the hidden
statements that it writes (`date QS:P571,+1910-00-00T00:00:00Z/9,P1480,Q5727902`).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

LONGEST_STATEMENT = 1_000  # characters of a text that is rewritten

_TEMPLATE = re.compile(r"\{\{([^{}]*)\}\}")
_STATEMENT = re.compile(
    r"(?:\bdate )?QS:P\d*,\s*(\+.*)|^(\+\d{4}-\d\d-\d\dT[\d:]+Z(?:/\d+)?(?: Julian| about)*)$"
)
_TIME = re.compile(r"(?:P(\d+),)?\+(\d{4})-(\d\d)-(\d\d)T[\d:]+Z(?:/(\d+))?( Julian)?")
_OF_EXIF = re.compile(  # a day of 1995 or later may be the scan's
    r"(?P<date>(?:(?:18\d|19[0-8])\d|199[0-4])[\d:. /-]*?)[\s,(]+"
    r"(?:according to|taken from|from|laut|gemäß|selon|según|secondo)"
    r"\b[\w\s]{0,20}\bexif\b[\w\s-]{0,20}\)?",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"(?:^|;)\s*(start|end)\s*=\s*([^;=]+?)\s*(?=;|$)", re.IGNORECASE)
_CIRCA, _EARLIEST, _LATEST = "P1480,Q5727902", "1319", "1326"
_CENTURY, _DECADE, _YEAR, _MONTH, _DAY = "7", "8", "9", "10", "11"  # precisions of Wikidata
_FEBRUARY = 2
_WORDS = {  # of Template:Other date, each with the date in plain words
    ("circa", "ca", "c", "~"): "circa {0}",
    ("between",): "between {0} and {1}",
    ("or",): "{0} or {1}",
    ("from", "-"): "{0}/{1}",
    ("before", "b", "<"): "before {0}",
    ("after", "a", ">"): "after {0}",
    ("by", "until"): "before {0}",
    ("decade", "s"): "{0}s",
    ("?", "unknown", "n.d."): "undated",
}


def plain_date(text: str) -> str:
    """A date of Commons in plain words.  Any other text is returned as it is.

    >>> plain_date("{{other date|circa|1910}}"), plain_date("{{date|1923|5|4}}")
    ('circa 1910', '1923-05-04')
    >>> plain_date("date QS:P571,+1910-00-00T00:00:00Z/8"), plain_date("ca. 1910")
    ('1910s', 'ca. 1910')

    Dublin Core's period is a span: `name=Great War; start=1914; end=1918`.

    >>> plain_date("start=1914; scheme=W3CDTF; end=1918")
    '1914/1918'
    """
    if period := {found[1].lower(): found[2] for found in _PERIOD.finditer(text)}:
        return f"{period.get('start', '..')}/{period.get('end', '..')}"
    if statement := _STATEMENT.search(text):
        before = text[: statement.start()].strip()
        text = before or _of_statement(statement[1] or statement[2]) or text
    if by_camera := _OF_EXIF.fullmatch(text):
        return by_camera["date"]
    if (template := _TEMPLATE.fullmatch(text.strip())) and (plain := _of_template(template[1])):
        return plain
    return text


def _of_template(inside: str) -> str:
    """The date in a template, or '' if it isn't known, or isn't of a kind of dates of photos."""
    name, *values = (part.strip() for part in inside.split("|"))
    name, values = name.lower().replace("_", " "), [v for v in values if v and "=" not in v]
    if name in ("unknown date", "unknown"):
        return "undated"
    if name in ("circa", "ca") and len(values) == 1:
        return f"circa {values[0]}"
    if name in ("taken on", "taken in") and values:
        return values[0]
    if name == "date" and 1 <= len(values) <= 3 and all(map(str.isdecimal, values)):
        return "-".join([values[0], *(value.zfill(2) for value in values[1:])])
    if name in ("other date", "otherdate") and values:
        word, *dates = values
        for words, form in _WORDS.items():
            if word.lower() in words and len(dates) == form.count("{"):
                return form.format(*dates)
    return ""


def _of_statement(text: str) -> str:
    """The date in a statement of Wikidata, or '' if it has a form that isn't known."""
    times = {found[1] or "": found for found in _TIME.finditer(text)}
    if _EARLIEST in times and _LATEST in times:
        return f"{times[_EARLIEST][2]}/{times[_LATEST][2]}"
    if _EARLIEST in times or _LATEST in times:
        word, key = ("after", _EARLIEST) if _EARLIEST in times else ("before", _LATEST)
        return f"{word} {times[key][2]}"
    if "" not in times:
        return ""
    year, month, day, precision, julian = times[""].groups()[1:]
    if julian and precision == _DAY:
        year, month, day = _in_gregorian(int(year), int(month), int(day))
    if precision is None:  # known by what is zero
        precision = _YEAR if month == "00" else _MONTH if day == "00" else _DAY
    dates = {
        _CENTURY: f"{(int(year) + 99) // 100}th century",
        _DECADE: f"{year[:3]}0s",
        _YEAR: year,
        _MONTH: f"{year}-{month}",
        _DAY: f"{year}-{month}-{day}",
    }
    plain = dates.get(precision, "undated")
    is_about = _CIRCA in text or text.endswith(" about")
    return f"circa {plain}" if precision in dates and is_about else plain


def _in_gregorian(year: int, month: int, day: int) -> tuple[str, str, str]:
    """The day of the Gregorian calendar for one of the Julian, from 1500 on."""
    behind = year // 100 - year // 400 - 2  # days, and a day less before a century's leap day
    if year % 400 and year % 100 == 0 and month <= _FEBRUARY:
        behind -= 1
    gregorian = date(year, month, min(day, 28)) + timedelta(behind + max(day - 28, 0))
    return f"{gregorian.year:04}", f"{gregorian.month:02}", f"{gregorian.day:02}"
