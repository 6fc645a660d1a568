"""Which of a record's dates is the photo's.

A record may hold several: of the photograph, of its publication, of the scan, of what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby

from photoparsl.archives.dates import find_date_in_text, read_date
from photoparsl.archives.year_estimate import Certainty, YearEstimate

FIRST_SCANS = 1995  # Dublin Core's year: a record's date from then on may be that of the scan


class Rank(IntEnum):
    """How well the name of a field says that it holds the photo's date: the lowest is the best."""

    CREATED = 1
    DATE = 2  # of something that the name doesn't say
    ISSUED = 3
    PERIOD = 4  # of what the photo shows


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A text that may be the photo's date.

    rank: the lower, the better: a `Rank`, or the order in which a person named the fields
    text: the text
    name: the field's name
    is_chosen: whether a person named the field
    """

    rank: int
    text: str
    name: str = ""
    is_chosen: bool = False


_Read = tuple[DateCandidate, YearEstimate]


def choose_date(candidates: Iterable[DateCandidate]) -> tuple[YearEstimate, str]:
    """Choose the photo's date; return it, and the text that it was read from.

    The date of the best rank that can be read counts.  Several years of the same rank are a range,
    but those from 1995 on, when records began to be made of scans, give way to earlier ones.  Such
    a year of a mere `date` gives way to an earlier one of the next ranks too, which is then
    uncertain.
    """
    ranked = sorted(candidates, key=lambda candidate: candidate.rank)
    read = [(candidate, estimate) for candidate in ranked for estimate in _estimates(candidate)]
    with_span = [pair for pair in read if pair[1].span]
    for rank, group in groupby(with_span, key=lambda pair: pair[0].rank):
        estimate, text = _combined(list(group))
        may_be_scan = (estimate.year or 0) >= FIRST_SCANS
        if rank == Rank.DATE and not ranked[0].is_chosen and may_be_scan:
            return _earlier(estimate, text, read)
        return estimate, text
    # Without any year: 'before 1935', else a text that isn't read, else the first.
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


def _estimates(candidate: DateCandidate) -> list[YearEstimate]:
    """What a text says.  That of a period may hold places and subjects, which are left out."""
    if candidate.rank == Rank.PERIOD and not candidate.is_chosen:
        pieces = re.split(r"\s*(?:;|\||--)\s*", candidate.text)
        return [estimate for piece in pieces if (estimate := read_date(piece)).span]
    estimate = read_date(candidate.text)
    if estimate.certainty == Certainty.UNREAD:
        return [find_date_in_text(candidate.text)]
    return [estimate]


def _combined(group: Sequence[_Read]) -> tuple[YearEstimate, str]:
    """One date of several of the same rank: the narrowest, if all others agree with it.

    A doubtful date counts more than a precise one that agrees.  If they disagree, it is a range:
    of those before 1995, if there are any.
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


def _width(estimate: YearEstimate) -> int:
    return (estimate.latest or 0) - (estimate.earliest or 0)


def _agree(left: YearEstimate, right: YearEstimate) -> bool:
    """Whether one of the spans lies within the other."""
    if left.span is None or right.span is None:
        return True
    narrow, wide = sorted((left.span, right.span), key=lambda span: span[1] - span[0])
    return wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _earlier(estimate: YearEstimate, text: str, read: Sequence[_Read]) -> tuple[YearEstimate, str]:
    """An earlier date of a lower rank that disagrees with this one; else this one."""
    for candidate, other in read:
        is_before_scans = (other.year or FIRST_SCANS) < FIRST_SCANS
        if candidate.rank > Rank.DATE and is_before_scans and not _agree(estimate, other):
            return replace(other, certainty=Certainty.UNCERTAIN), candidate.text
    return estimate, text
