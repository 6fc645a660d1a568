"""Choose the photo's date among the dates of a record.

A record may have several: of the photograph, its publication, its scan, and what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby

from photoparsl.archives.dates import find_date_in_text, read_date
from photoparsl.archives.year_estimate import Certainty, YearEstimate, uncertain

FIRST_SCANS = 1995  # the year of Dublin Core: a date of this year or later may be the scan's


class Rank(IntEnum):
    """The kind of date that a field holds, by its name.  The lowest rank is preferred."""

    CREATED = 1  # when the photo was made
    DATE = 2  # the name doesn't say of what
    ISSUED = 3  # when it was published
    PERIOD = 4  # the period that it shows
    OTHER = 5  # of something else, as far as the name tells; never chosen


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A text that may be the photo's date.

    rank: a `Rank`, where OTHER is never chosen; or the position, from 1, of the field among those
        that the user named.  The lowest is preferred
    text: the text
    name: the field's name
    is_chosen: whether the user named the field
    """

    rank: int
    text: str
    name: str = ""
    is_chosen: bool = False


_Read = tuple[DateCandidate, YearEstimate]


def choose_date(candidates: Iterable[DateCandidate]) -> tuple[YearEstimate, str]:
    """Choose the photo's date; return its estimate, and the text that it was read from.

    The first rank with a readable date is used.  Several dates of this rank that disagree make a
    range; but if some are before 1995, the later ones are ignored, since they may be those of
    scans.  If the date of rank CREATED or DATE is of 1995 or later, an earlier year of a later rank
    is preferred, and is `uncertain`.  So is a date of a later rank if one of a lower rank says that
    the year isn't known, like 'n.d.'.
    """
    possible = (c for c in candidates if c.is_chosen or c.rank != Rank.OTHER)
    ranked = sorted(possible, key=lambda candidate: candidate.rank)
    read = [(candidate, estimate) for candidate in ranked for estimate in _estimates(candidate)]
    with_span = [pair for pair in read if pair[1].span]
    for rank, group in groupby(with_span, key=lambda pair: pair[0].rank):
        estimate, text = _combined(list(group))
        may_be_scan = (estimate.year or 0) >= FIRST_SCANS
        if rank <= Rank.DATE and not ranked[0].is_chosen and may_be_scan:
            estimate, text = _earlier(estimate, text, [p for p in read if p[0].rank > rank])
        better = [pair for pair in read if pair[0].rank < rank and not pair[0].is_chosen]
        return (uncertain(estimate) if any(map(_denies_year, better)) else estimate), text
    # No date has both ends: use one with one end ('before 1935'), else an unread one, else any.
    for ignored in ((Certainty.UNREAD, Certainty.UNDATED), (Certainty.UNDATED,)):
        for candidate, estimate in read:
            if estimate.certainty not in ignored:
                return estimate, candidate.text
    return YearEstimate(Certainty.UNDATED), ranked[0].text if ranked else ""


def names_of(candidates: Iterable[DateCandidate], text: str) -> str:
    """The names of the fields that gave the text that `choose_date` returned.

    >>> names_of([DateCandidate(1, "1901", "taken"), DateCandidate(2, "1930", "date")], "1901")
    "'taken'"
    """
    texts = {text, *text.split("; ")}
    names = (c.name for c in candidates if c.name and c.text in texts)
    return " and ".join(repr(name[:60]) for name in dict.fromkeys(names))


def dates_passed_over(candidates: Iterable[DateCandidate]) -> tuple[str, ...]:
    """The names of fields with a year that aren't taken, since it may not be the photo's.

    >>> dates_passed_over([DateCandidate(Rank.OTHER, "2012", "date de versement")])
    ('date de versement',)
    """
    others = (c for c in candidates if c.rank == Rank.OTHER and not c.is_chosen)
    return tuple(dict.fromkeys(c.name for c in others if re.search(r"\d{4}", c.text)))


def _estimates(candidate: DateCandidate) -> list[YearEstimate]:
    """The estimates from a candidate's text.  Places and subjects in a PERIOD are left out."""
    if candidate.rank == Rank.PERIOD and not candidate.is_chosen:
        pieces = re.split(r"\s*(?:;|\||--)\s*", candidate.text)
        return [estimate for piece in pieces if (estimate := read_date(piece)).span]
    estimate = read_date(candidate.text)
    if estimate.certainty == Certainty.UNREAD:
        return [find_date_in_text(candidate.text)]
    return [estimate]


def _combined(group: Sequence[_Read]) -> tuple[YearEstimate, str]:
    """Combine dates of one rank; return the estimate and its text.

    The result is the narrowest date if all others agree with it, where approximate and uncertain
    dates are preferred to exact ones.  Otherwise it is a range from the first to the last; of the
    dates before 1995 only, if there are any.
    """
    doubtful = [
        pair for pair in group if pair[1].certainty in (Certainty.APPROXIMATE, Certainty.UNCERTAIN)
    ]
    candidate, narrowest = min(doubtful or group, key=lambda pair: _width(pair[1]))
    if all(_agree(narrowest, estimate) for _, estimate in group):
        return narrowest, candidate.text
    older = [pair for pair in group if (pair[1].year or 0) < FIRST_SCANS]
    if 0 < len(older) < len(group):
        return _combined(older)
    spans = [estimate.span for _, estimate in group if estimate.span]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    texts = "; ".join(candidate.text for candidate, _ in group)
    return YearEstimate(Certainty.RANGE, first, last), texts


def _denies_year(read: _Read) -> bool:
    """Whether a text says that the year isn't known ('n.d.', 'before 1935'), or may say one."""
    candidate, estimate = read
    if estimate.span or not candidate.text.strip():
        return False
    is_unread = estimate.certainty == Certainty.UNREAD
    return not is_unread or bool(re.search(r"\d{4}", candidate.text))


def _width(estimate: YearEstimate) -> int:
    return (estimate.latest or 0) - (estimate.earliest or 0)


def _agree(left: YearEstimate, right: YearEstimate) -> bool:
    """Whether one of the spans lies within the other."""
    if left.span is None or right.span is None:
        return True
    narrow, wide = sorted((left.span, right.span), key=lambda span: span[1] - span[0])
    return wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _earlier(estimate: YearEstimate, text: str, later: Sequence[_Read]) -> tuple[YearEstimate, str]:
    """The first of the `later` dates that is before 1995 and disagrees; else the given date."""
    for candidate, other in later:
        is_before_scans = (other.year or FIRST_SCANS) < FIRST_SCANS
        if is_before_scans and not _agree(estimate, other):
            return replace(other, certainty=Certainty.UNCERTAIN), candidate.text
    return estimate, text
