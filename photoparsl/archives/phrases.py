"""A date with all that people write around it: words of doubt, brackets, ranges, open ends."""

from __future__ import annotations

import re
from dataclasses import replace

from photoparsl.archives import words
from photoparsl.archives.dated import (
    AFTER,
    APPROXIMATE,
    BEFORE,
    DOUBT,
    RANGE,
    Dated,
    exact,
    weakened,
    widened,
    without_margin,
)
from photoparsl.archives.single import single


def phrase(text: str) -> Dated | None:
    """A date with what may stand around it: brackets, corrections, a later print."""
    if len(re.findall(r"\d+", text)) > _MOST_NUMBERS:
        return None
    text = re.sub(r"(?<=\d)[\[\]](?=\d)", "", text)
    text = re.sub(r"[\[\](){}]", " ", re.sub(r"<([^<>]*)>", r"\1", text))
    if corrected := re.search(r"\bi ?e\b[ ,:]*(.*\d.*)$", text):
        text = corrected[1]
    text = _trimmed(_LATER_LIFE.sub(r"\1", _trimmed(text)))
    if (rest := _NO_DATE_FIRST.sub("", text)) != text:
        return (found := _doubted(rest)) and weakened(found)
    return _doubted(text)


def _doubted(text: str, depth: int = 0) -> Dated | None:
    """A date; its words of doubt, if there are any, are taken off and applied to it."""
    text = _trimmed(text)
    if depth > _DEEPEST or not text:
        return None
    for pattern, applied in _MARKS:
        found = pattern.fullmatch(text)
        inner = _doubted(found["date"], depth + 1) if found else None
        if inner:
            return applied(inner)
    return single(text) or _range(text, depth) or _open(text, depth)


def _range(text: str, depth: int) -> Dated | None:
    """From one date to another, where both sides are dates; or a list of years."""
    text = _BETWEEN.sub("", text)
    if _LIST.fullmatch(text):
        years = [int(year) for year in re.findall(r"\d{4}", text)]
        return Dated(RANGE, min(years), max(years)) if len(set(years)) > 1 else exact(years[0])
    for separator in _SEPARATORS:
        for found in separator.finditer(text):
            if joined := _joined(text[: found.start()], text[found.end() :], depth):
                return joined
    return None


def _joined(left: str, right: str, depth: int) -> Dated | None:
    left, right = left.strip(), right.strip()
    if not (left and right):
        return None
    if _PARTS.fullmatch(left):  # 'early to mid 1930s'
        left = f"{left} {_PART_FIRST.sub('', right)}"
    elif _ORDINAL.fullmatch(left):  # '19th-20th century'
        left = f"{left} {right.split()[-1]}"
    first = _doubted(left, depth + 1)
    last = _doubted(_completed(left, right, first), depth + 1) if first else None
    if not (first and last):
        return None
    if first.certainty == AFTER and last.certainty == BEFORE:
        return Dated(RANGE, first.earliest, last.latest)
    if not (first.span and last.span) or first.span > last.span:
        return None
    if first == last:
        return first
    years = (*without_margin(first), *without_margin(last))
    joined = Dated(RANGE, min(years), max(years))
    doubt = max(RANGE, first.certainty, last.certainty, key=DOUBT.index)
    return widened(joined) if doubt == APPROXIMATE else replace(joined, certainty=doubt)


def _completed(left: str, right: str, first: Dated) -> str:
    """The end of '1964-65' or '1930-40s' with the digits that it leaves out."""
    short = re.fullmatch(r"(\d{1,2})(s?)(\??)", right)
    if not re.search(r"\b\d{4}s?\??$", left):
        return right
    start = first.earliest if short and short[2] else first.stated
    if not short or start is None:
        return right
    end = str(start)[: 4 - len(short[1])] + short[1]
    return end + short[2] + short[3] if int(end) > start else right


def _open(text: str, depth: int) -> Dated | None:
    """'before 1935', '1935 or later': known to one side."""
    for pattern, certainty, beyond in _OPEN:
        found = pattern.fullmatch(text)
        inner = _doubted(found["date"], depth + 1) if found else None
        if inner is None or inner.span is None:
            continue
        if certainty == BEFORE:
            return Dated(BEFORE, None, inner.span[0] - 1 if beyond else inner.span[1])
        return Dated(AFTER, inner.span[1] + 1 if beyond else inner.span[0], None)
    return None


def _trimmed(text: str) -> str:
    return re.sub(r"(?<!\.)\.$", "", re.sub(r"\s+", " ", text).strip(" ,;:"))


_DEEPEST, _MOST_NUMBERS = 3, 10  # so that no text takes long
_ORDINAL = re.compile(rf"(?:(?:{words.EARLY}|{words.MID}|{words.LATE})[ -])?\d\d(?:th|st|e|\.)?")
_PART_FIRST = re.compile(rf"^(?:{words.EARLY}|{words.MID}|{words.LATE})[ -]+")
_PARTS = re.compile(rf"{words.EARLY}|{words.MID}|{words.LATE}")
_MARKS = (
    (re.compile(rf"(?:(?:{words.PERHAPS})[ ,:]|\? ?)(?P<date>.+)"), weakened),
    (re.compile(rf"(?P<date>.+?)(?:[ ,]+(?:{words.PERHAPS})| ?[?%]+)"), weakened),
    (re.compile(rf"(?:(?:{words.CIRCA})(?=[ \d~-])|[~±])[ -]*(?P<date>.+)"), widened),
    (re.compile(rf"(?P<date>.+?)(?:[ ,]+(?:{words.CIRCA_AFTERWARDS})| ?~)"), widened),
    (re.compile(r"(?P<date>.+\d[-/].+) (?:academic|school) year"), lambda found: found),
    (re.compile(rf"(?:{words.LABELS})(?=[ :,\d])[ :,]*(?P<date>.+)"), lambda found: found),
)
_BETWEEN = re.compile(rf"^(?:{words.BETWEEN}) ")
_LIST = re.compile(r"\d{4}(?:(?: ?[,;&] ?| and | or |, and |, or )\d{4})+")
_SEPARATORS = tuple(
    map(re.compile, (r" -+ ", rf" (?:{words.TO}) ", r" ?\.\. ?", "/", "-", " ?[,;] ?"))
)
_OPEN = (
    (re.compile(rf"(?:{words.BEFORE})(?:[ -]+|(?=\d))(?P<date>.+)"), BEFORE, True),
    (re.compile(rf"(?:{words.UNTIL}) (?P<date>.+)"), BEFORE, False),
    (re.compile(r"(?P<date>.+) (?:or|and) (?:before|earlier)"), BEFORE, False),
    (re.compile(r"(?:\.\.+/?|/|open/|unknown/)(?P<date>.+)"), BEFORE, False),
    (re.compile(rf"(?:{words.AFTER})(?:[ -]+|(?=\d))(?P<date>.+)"), AFTER, True),
    (re.compile(rf"(?:{words.SINCE}) (?P<date>.+)"), AFTER, False),
    (re.compile(rf"(?P<date>.+?)[ -]*(?: (?:to )?(?:{words.ONWARDS}))"), AFTER, False),
    (re.compile(r"(?P<date>\d{4}|.+s)(?: ?-|/?\.\.+|/|/open|/unknown|-present|\+)"), AFTER, False),
)
_LATER_LIFE = re.compile(rf"(.*\d{{3}}.*?)[\s,;/-]+(?:later |modern )?(?:{words.LATER_LIFE})\b.*")
_NO_DATE_FIRST = re.compile(
    rf"^(?:{words.NOTHING.replace('[-?. _/]*', 'n d')})[ ,;:]+(?=\D*\d{{3}})"
)
