"""Hear a remark on a date that has a date itself: `Date note` 'about 1890' beside 1890."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from photoparsl.archives.dates.date_candidate import DateCandidate, doubted
from photoparsl.archives.dates.date_choice import DateChoice
from photoparsl.archives.dates.date_doubts import DISAGREES
from photoparsl.archives.dates.date_names import role_of_words
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.doubt import Doubt
from photoparsl.archives.dates.element_names import joined_name
from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate, agree, uncertain

_WEAK = {Certainty.APPROXIMATE: Doubt.APPROXIMATE, Certainty.UNCERTAIN: Doubt.UNCERTAIN}
_YEAR = re.compile(r"\d{4}")
_IN_WORDS = re.compile(r"\S+ (?<!\d)1[89]\d\d(?!\d)\??")
_AGAINST = (*_WEAK, Certainty.BEFORE, Certainty.AFTER)
_HEARD = (*_AGAINST, Certainty.RANGE)


def has_date(flag: DateCandidate) -> bool:
    """Whether the text of a field that says how certain a date is has a date that isn't exact."""
    return _date_in(flag.text).certainty in _HEARD


def beside_remarks(choice: DateChoice, remarks: Iterable[DateCandidate]) -> DateChoice:
    """The choice, or what a remark beside it says: it has the same year, and is less sure of it.

    A remark with another year counts if it isn't that of a print, a scan or a source.
    """
    for remark in remarks:
        estimate, taken = _date_in(remark.text), choice.estimate
        if taken.certainty != Certainty.EXACT:
            doubt = (
                _WEAK.get(estimate.certainty, Doubt.NONE) if agree(estimate, taken) else Doubt.NONE
            )
            is_doubted = taken.certainty in _WEAK or doubt is Doubt.NONE
            choice = choice if is_doubted else replace(choice, estimate=doubted(taken, doubt))
        elif _says_year(estimate, taken.year or 0):
            text = f"{choice.text}; {remark.text}"
            choice = DateChoice(estimate, text, (*choice.taken, remark), doubt=choice.doubt)
        elif _is_against(estimate, remark.text):
            choice = replace(choice, estimate=uncertain(taken), doubt=DISAGREES)
    return choice


def _date_in(text: str) -> YearEstimate:
    """The date in a remark, also among other words.

    >>> _date_in("um 1890 am Haus").certainty
    <Certainty.APPROXIMATE: 'approximate'>
    """
    whole = read_date(text) if _YEAR.search(text) else YearEstimate(Certainty.UNREAD)
    found = _IN_WORDS.search(text) if whole.certainty == Certainty.UNREAD else None
    return read_date(found[0]) if found else whole


def _says_year(estimate: YearEstimate, year: int) -> bool:
    """Whether a remark says this year less surely, or that it is the end of an open time."""
    if estimate.certainty == Certainty.BEFORE:
        return year >= (estimate.latest or 0)
    if estimate.certainty == Certainty.AFTER:
        return year <= (estimate.earliest or 0)
    return estimate.span is not None and estimate.span[0] <= year <= estimate.span[1]


def _is_against(estimate: YearEstimate, text: str) -> bool:
    """Whether a remark with another year is on the photo's date: 'about 1895' beside 1912."""
    is_photos = role_of_words(joined_name(text)) is None
    return is_photos and estimate.certainty in _AGAINST
