"""Read a date with what surrounds it: words of doubt, brackets, ranges, open ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from photoparsl.archives.dates import date_words, later_life
from photoparsl.archives.dates.date_patterns import CORRECTED_YEAR, MONTH, MONTHS_OF_ONE_YEAR
from photoparsl.archives.dates.single_dates import read_single_date
from photoparsl.archives.dates.year_estimate import (
    Certainty,
    YearEstimate,
    approximate,
    exact,
    interval_between,
    joined,
    uncertain,
)


def read_phrase(text: str) -> YearEstimate | None:
    """Read a date that may have brackets, a correction ('i.e.') or the year of a print around it.

    text: in the normal form of `dates`

    Returns None if the text isn't a date.
    """
    if len(re.findall(r"\d+", text)) > _MOST_NUMBERS or len(text.split()) > _MOST_WORDS:
        return None
    text = re.sub(r"(?<=\d)[\[\]](?=\d)", "", CORRECTED_YEAR.sub(r"\1 or \2?", text))
    text = re.sub(r"[\[\](){}]", " ", re.sub(r"<([^<>]*)>", r"\1", text))
    if corrected := re.search(r"\b(?:i ?e|recte)\b[ ,:]*(.*\d.*)$", text):
        text = corrected[1]
    text = later_life.SCAN_OF_PRINT.sub("", _trimmed(text))
    if copy := later_life.find_original(text):
        return later_life.read_original(copy, _read_doubted)
    if negative := _NEGATIVE.fullmatch(text):
        text = negative["after"] or negative["before"]
    text = _trimmed(text)
    if later := later_life.LATER_LIFE.fullmatch(text):
        return later_life.read_with_later_life(later, lambda date: _read_doubted(_trimmed(date)))
    if (after_nd := _NO_DATE_FIRST.sub("", text)) != text:  # 'n.d. [1901]'
        estimate = _read_doubted(after_nd)
        return estimate and uncertain(estimate)
    return _read_doubted(text)


def _read_doubted(text: str, depth: int = 0) -> YearEstimate | None:
    """Read a date; remove the words of doubt around it, and apply them to its estimate."""
    text = _trimmed(text)
    if depth > _DEEPEST or not text:
        return None
    within = _WITHIN_ONE_YEAR.fullmatch(text)
    if within and (estimate := read_single_date(within["date"])):
        return estimate
    for pattern, applied in _MARKS:
        found = pattern.fullmatch(text)
        inner = _read_doubted(found["date"], depth + 1) if found else None
        if inner:
            return applied(inner)
    return read_single_date(text) or _read_range(text, depth) or _read_open(text, depth)


def _read_range(text: str, depth: int) -> YearEstimate | None:
    """Read 'A to B', where both sides are dates; or a list of years."""
    text = _BETWEEN.sub("", text)
    if _LIST.fullmatch(text):
        years = [int(year) for year in re.findall(r"\d{4}", text)]
        if len(set(years)) == 1:
            return exact(years[0])
        return YearEstimate(Certainty.RANGE, min(years), max(years))
    if decades := re.fullmatch(r"(\d{3})-(\d{3})-", text):
        first, last = int(decades[1]) * 10, int(decades[2]) * 10 + 9
        return YearEstimate(Certainty.RANGE, first, last) if first < last else None
    for separator in _SEPARATORS:
        for found in separator.finditer(text):
            if joined := _join(text[: found.start()], text[found.end() :], depth):
                return joined
    return None


def _join(left: str, right: str, depth: int) -> YearEstimate | None:
    """The estimate from the date `left` to the date `right`; None if one of them isn't a date."""
    left, right = left.strip(), right.strip()
    if not (left and right):
        return None
    if within := MONTHS_OF_ONE_YEAR.fullmatch(f"{left}/{right}"):
        left, right = (f"{within['year']}-{within[end]:0>2}-00" for end in ("first", "last"))
    if re.search(r"\d\d[1-9]0s", left) or (_DECADE.fullmatch(left) and "00" not in left):
        right = re.sub(rf"(?:\b(?:{date_words.DECADE}) )?\b(\d\d0)0s?\b", r"\1-", right)
    if _DECADE.fullmatch(left) and re.fullmatch(r"\d{3}0", right):  # 'années 1930-1940'
        right += "s"
    if _PARTS.fullmatch(left := left.rstrip("- ") or left):  # 'early to mid 1930s'
        left = f"{left} {_PART_FIRST.sub('', right)}"
    elif _ORDINAL.fullmatch(left):  # '19th-20th century'
        left = f"{left} {right.split()[-1]}"
    first = _read_doubted(left, depth + 1)
    last = _read_doubted(_completed(left, right, first), depth + 1) if first else None
    if not (first and last):
        return None
    if first.certainty == Certainty.AFTER and (
        last.certainty == Certainty.BEFORE or (last.span and _SINCE.match(left))
    ):
        return YearEstimate(Certainty.RANGE, first.earliest, last.latest)
    if first.span and replace(first, date="") == replace(last, date=""):
        return replace(first, date=interval_between(first.date, last.date))
    return joined(first, last)


def _completed(left: str, right: str, first: YearEstimate) -> str:
    """The end `right` of a range, with the digits that '1964-65' or '1930-40s' omit."""
    doubt = re.match(rf"(?:{date_words.CIRCA}) ?(?=\d\d$)", right)
    short = re.fullmatch(r"(\d{1,2})(s?)(\??)", right[doubt.end() :] if doubt else right)
    if not re.search(r"\b\d{4}s?\??$", left):
        return right
    start = first.earliest if short and short[2] else first.stated
    if not short or start is None:
        return right
    end = str(start)[: 4 - len(short[1])] + short[1]
    return (doubt[0] if doubt else "") + end + short[2] + short[3] if int(end) > start else right


def _read_open(text: str, depth: int) -> YearEstimate | None:
    """Read a date with one open end: 'before 1935', '1935 or later'."""
    for pattern, certainty, is_beyond in _OPEN:
        found = pattern.fullmatch(text)
        inner = _read_doubted(found["date"], depth + 1) if found else None
        if inner and not inner.span and inner.certainty == certainty:
            return inner  # 'before 1914 (postmark)'
        if found is None or inner is None or inner.span is None:
            continue
        first, last = inner.span
        excludes = is_beyond and not _may_be_within(inner, found["date"])
        if certainty == Certainty.BEFORE:
            return YearEstimate(certainty, None, first - 1 if excludes else last)
        return YearEstimate(certainty, last + 1 if excludes else first, None)
    return None


def _may_be_within(estimate: YearEstimate, text: str) -> bool:
    """Whether a photo from before or after this date may be of one of its years.

    So it is if the date isn't certain, if it is a day or a month, and if it is 'A to B', since
    'before 1900 to 1914' may also mean: until 1914.
    """
    is_range = estimate.certainty == Certainty.RANGE and not read_single_date(_trimmed(text))
    is_finer = estimate.date or MONTH.search(text)
    return bool(estimate.certainty in _DOUBTED or is_finer or is_range)


def _unchanged(estimate: YearEstimate) -> YearEstimate:
    return estimate


def _trimmed(text: str) -> str:
    return re.sub(r"(?<!\.)\.$", "", re.sub(r"\s+", " ", text).strip(" ,;:"))


_DOUBTED = (Certainty.APPROXIMATE, Certainty.UNCERTAIN)

# Limits that keep the time for a text short.
_DEEPEST = 3  # levels of dates within dates
_MOST_NUMBERS = 14  # numbers in a text
_MOST_WORDS = 20
_DECADE = re.compile(rf"(?:{date_words.DECADE}) \d{{3}}0")
_PARTS = re.compile(rf"{date_words.EARLY}|{date_words.MID}|{date_words.LATE}")
_PART_FIRST = re.compile(rf"^(?:{_PARTS.pattern})[ -]+")
_ORDINAL = re.compile(rf"(?:(?:{_PARTS.pattern})[ -])?\d\d(?:th|st|e|\.)?")
_MARKS: tuple[tuple[re.Pattern[str], Callable[[YearEstimate], YearEstimate]], ...] = (
    (re.compile(rf"(?:(?:{date_words.PERHAPS})[ ,:]|\? ?)(?P<date>.+)"), uncertain),
    (re.compile(rf"(?P<date>.+?)(?:[ ,]+(?:{date_words.PERHAPS_AFTERWARDS})| ?[?%]+)"), uncertain),
    (
        re.compile(rf"(?:(?:{date_words.CIRCA})(?=[ \d~:.-])|[~±≈])[ :.-]*(?P<date>.+)"),
        approximate,
    ),
    (re.compile(rf"(?P<date>.+?)(?:[ ,]+(?:{date_words.CIRCA_AFTERWARDS})| ?~)"), approximate),
    (re.compile(r"(?P<date>.+\d[-/].+) (?:academic|school) year"), _unchanged),
    (re.compile(rf"(?:{date_words.LABELS})(?=[ :,\d])[ :,]*(?P<date>.+)"), _unchanged),
)
_BETWEEN = re.compile(rf"^(?:{date_words.BETWEEN}) ")
_WITHIN_ONE_YEAR = re.compile(  # 'between June and August 1908', 'from 10 to 12 May 1940'
    rf"(?:{date_words.BETWEEN}|since(?=.* (?:to|until|till) )) (?P<date>(?:\d\d?\b|[^\W\d])\D*?"
    rf"(?: \d\d?\b\D*?)? (?:{date_words.UNTIL_ANOTHER}) (?:\d\d?\b)?[^-]*? \d{{4}})"
)
_LIST = re.compile(r"\d{4}(?:(?: ?[,;&] ?| and | or |, and |, or )\d{4})+")
_SEPARATORS = tuple(
    map(re.compile, (r" -+ ", rf" (?:{date_words.TO}) ", r" ?\.\. ?", "/", " ?[,;] ?", "-"))
)
_DATE = "(?P<date>.+)"
# A pattern, its certainty, and whether the estimate excludes the year in the text.
_OPEN = tuple(
    (re.compile(pattern), certainty, is_beyond)
    for pattern, certainty, is_beyond in (
        (rf"(?:{date_words.BEFORE})(?:[ -]+|(?=\d)){_DATE}", Certainty.BEFORE, True),
        (rf"(?:{date_words.UNTIL}) {_DATE}", Certainty.BEFORE, False),
        (rf"{_DATE} (?:or|and) (?:before|earlier|prior)", Certainty.BEFORE, False),
        (r"(?P<date>.*\d{4}) ante", Certainty.BEFORE, True),
        (r"(?P<date>.*\d{4}) post", Certainty.AFTER, True),
        (rf"(?:\.\.+/?|/|open/|unknown/){_DATE}", Certainty.BEFORE, False),
        (rf"(?:{date_words.AFTER})(?:[ -]+|(?=\d)){_DATE}", Certainty.AFTER, True),
        (rf"(?:{date_words.SINCE}) {_DATE}", Certainty.AFTER, False),
        (rf"(?P<date>.+?)[ -]*(?: (?:to )?(?:{date_words.ONWARDS}|on))", Certainty.AFTER, False),
        (
            r"(?P<date>\d{4}|.+s)(?: ?-|/?\.\.+|/|/open|/unknown|-present|\+)",
            Certainty.AFTER,
            False,
        ),
    )
)
_SINCE = re.compile(rf"(?:{date_words.SINCE}) ")
_NEGATIVE = re.compile(  # 'negative 1923; print 1960'
    r"(?:(?:negative|taken):? (?P<after>[^,;]*\d{3}[^,;]*)"
    r"|(?P<before>[^,;]*\d{3}[^,;]*?) (?:negative|taken))"
    r" ?[,;] ?(?:print(?:ed)?:? .*|.* print(?:ed)?)"
)
_NOTHING = date_words.NOTHING.replace("[-?. _/]*", "n d").replace("#?n/?a", "n/a")
_NOTHING = _NOTHING.replace("o ?d", "o d")  # 'od 1912' is 'from 1912' in Polish and Czech
_NO_DATE_FIRST = re.compile(rf"^(?:{_NOTHING})[ ,;:]+(?=\D*\d{{3}})")
