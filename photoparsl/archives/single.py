"""One year, day, decade or century, written in one of the ways that archives have for it."""

from __future__ import annotations

import re

from photoparsl.archives import words
from photoparsl.archives.dated import RANGE, Dated, exact, weakened


def single(text: str) -> Dated | None:
    """One year, one day, one decade or one century."""
    if _YEAR.fullmatch(text):
        return exact(int(text))
    for pattern in _DAYS:
        if (found := pattern.fullmatch(text)) and _is_day(found):
            return exact(int(found["year"]))
    return _month_or_years(text) or _decade(text) or _century(text) or _within_a_year(text)


def _is_day(found: re.Match[str]) -> bool:
    """Whether the numbers can be a month and a day, where it matters in that order."""
    numbers = {
        name: int(number or 1) for name, number in found.groupdict().items() if name != "year"
    }
    if "month" not in numbers:
        numbers["month"] = min(numbers.values())
    return numbers["month"] <= 12 and max(numbers.values()) <= 31


def _month_or_years(text: str) -> Dated | None:
    """'1923-05' is a month; '1904-05' may be one, or two years: its first is stated, not exact."""
    found = re.fullmatch(r"(\d\d(\d\d))-(\d\d)", text)
    if not found or int(found[3]) > 12:
        return None
    year, years = int(found[1]), int(found[3]) - int(found[2])
    return Dated(RANGE, year, year + years, year) if years > 0 else exact(year)


def _within_a_year(text: str) -> Dated | None:
    """One year, and besides it only words and numbers that say when in it."""
    years = set(re.findall(r"\b\d{4}\b", text))
    if len(years) != 1 or _JOINING.search(text):
        return None
    rest = _CLOCK.sub(" ", text.replace(year := years.pop(), " "))
    if re.search(r"\d", rest) and not _MONTH.search(rest):
        return None
    left = _WITHIN.sub(" ", _MONTH.sub(" ", _DAY.sub(" ", rest)))
    return None if re.search(r"[^\s,/&-]", left) else exact(int(year))


def _decade(text: str) -> Dated | None:
    """'1930s', '193-', '19uu'; '1800s' is the century, since it can't be told."""
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _DECADES)), None)
    if found is None:
        return None
    digits = found["digits"]
    known = len(digits) if len(digits) < 4 else 2 if digits.endswith("00") else 3
    years = 10 ** (4 - known)
    if len(digits) == 4 and int(digits) % years:
        return None
    decade = _part(int(digits.ljust(4, "0")), years, found["part"])
    return weakened(decade) if text.endswith("?") else decade


def _century(text: str) -> Dated | None:
    found = _CENTURY.fullmatch(text)
    if not found:
        return None
    roman = found["roman"] or found["secolo"]
    first = ((_ROMAN[roman] if roman else int(found["number"])) - 1) * 100 + 1
    if not found["nth"]:
        return _part(first, 100, found["part"])
    pieces = {"half": 2, "third": 3, "quarter": 4}[found["piece"]]
    which = pieces if found["nth"] == "last" else _NTH[found["nth"]]
    start, stop = (first + 100 * n // pieces for n in (which - 1, which))
    return Dated(RANGE, start, stop - 1) if which <= pieces else None


def _part(first: int, years: int, part: str | None) -> Dated:
    """A decade or a century, or its early, middle or late part: four of ten years, or a third."""
    if not part:
        return Dated(RANGE, first, first + years - 1)
    length = 4 if years == 10 else years // 3
    if re.fullmatch(words.EARLY, part):
        skipped = 0
    else:
        skipped = years - length if re.fullmatch(words.LATE, part) else (years - length) // 2
    return Dated(RANGE, first + skipped, first + skipped + length - 1)


_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_ROMAN = {"xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}

_Y = r"(?P<year>\d{4})"
_PART = rf"(?:(?P<part>{words.EARLY}|{words.MID}|{words.LATE})[ -]+(?:the |of |du |des )?)?"
_TIME = r"(?:[t ]\d.*)?"

_YEAR = re.compile(r"\d{4}")
_DAYS = tuple(
    map(
        re.compile,
        (
            rf"{_Y}-(?P<month>\d\d)-(?P<day>\d\d){_TIME}",
            rf"{_Y}-(?P<month>00)",
            rf"{_Y}:(?P<month>\d\d):(?P<day>\d\d){_TIME}",
            rf"{_Y}/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}}){_TIME}",
            rf"{_Y}\.(?P<month>\d\d)\.(?P<day>\d\d)",
            r"(?P<year>1[89]\d\d|20\d\d)(?P<month>\d\d)(?P<day>\d\d)",
            rf"(?P<one>\d{{1,2}})([/.-] ?)(?P<other>\d{{1,2}})\2{_Y}{_TIME}",
            rf"(?P<month>\d{{1,2}})[/.-]{_Y}",
            rf"(?P<day>\d{{1,2}})[ ./-]+(?:{words.ROMAN_MONTHS})[ ./-]+{_Y}(?P<month>)",
        ),
    )
)
_MONTH = re.compile(rf"\b(?:{words.MONTHS})\b")
_DAY = re.compile(rf"\b(?:3[01]|[12]\d|0?[1-9])(?:{words.ORDINAL}|\b)")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)+(?: ?[ap] ?m\b)?|\b\d{1,2} ?[ap] ?m\b")
_WITHIN = re.compile(rf"\b(?:{words.WITHIN_A_YEAR}|{words.JOINING})\b")
_JOINING = re.compile(rf"^(?:(?:{words.JOINING})\b|[-/&])|(?:\b(?:{words.JOINING})|[-/&])$")
_DECADES = (
    re.compile(rf"{_PART}(?:the )?(?P<digits>\d{{4}}) ?(?:s|er(?: jahren?)?)"),
    re.compile(rf"{_PART}(?:{words.DECADE}) (?P<digits>\d{{4}}) ?s?"),
    re.compile(rf"{_PART}(?P<digits>\d{{3}})(?:[-xu_*]\??|0s\??|\?)"),
    re.compile(rf"{_PART}(?P<digits>\d\d)(?:--?|xx|uu|__|\*\*|\?(?=\?))\??"),
)
_CENTURY = re.compile(
    rf"{_PART}(?:the )?(?:(?P<nth>{'|'.join(_NTH)}|last) (?P<piece>half|third|quarter) "
    r"(?:of )?(?:the )?)?(?:"
    rf"(?:(?P<number>1\d|2[01])(?:th|st|e|ème|eme|\.)?|(?P<roman>{'|'.join(_ROMAN)})(?:e|ème|eme)?)"
    rf"[ -]?(?:{words.CENTURY})(?: (?:ad|a d|ce))?"
    rf"|(?:siglo|secolo|sec|s) (?P<secolo>{'|'.join(_ROMAN)}))"
)
