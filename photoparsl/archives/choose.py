"""Which of a record's dates is the photo's.

A record may hold several: of the photograph, of its publication, of the scan, of what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from photoparsl.archives.dated import APPROXIMATE, RANGE, UNCERTAIN, UNDATED, UNREAD, Dated
from photoparsl.archives.dates import find_date, read_date

MADE, PLAIN, ISSUED, PERIOD = 1, 2, 3, 4  # created, just a date, published, what it shows
DIGITAL = 1995  # Dublin Core's year: a record's date from then on may be that of the scan


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may be the photo's date: the lower its rank, the better.

    `given` says that a person named the element, so that its rank is only the person's order.
    """

    rank: int
    text: str
    name: str = ""
    given: bool = False


def choose(candidates: Iterable[Candidate]) -> tuple[Dated, str]:
    """The date, and the text that it was read from.

    The best rank that has a readable date counts.  Several years of the same rank are a range,
    save that those from 1995 on, when records began to be made of scans, give way to earlier
    ones.  So does such a year of a mere `date`, with some doubt, to what the record covers.
    """
    ranked = sorted(candidates, key=lambda candidate: candidate.rank)
    read = [(each, dated) for each in ranked for dated in _dates(each)]
    for rank, group in groupby(
        [pair for pair in read if pair[1].span], key=lambda pair: pair[0].rank
    ):
        dated, text = _one_of(list(group))
        if rank == PLAIN and not ranked[0].given and (dated.year or 0) >= DIGITAL:
            return _earlier(dated, text, read)
        return dated, text
    for silent in ((UNREAD, UNDATED), (UNDATED,)):  # 'before 1935' rather than what isn't read
        for each, dated in read:
            if dated.certainty not in silent:
                return dated, each.text
    return Dated(UNDATED), ranked[0].text if ranked else ""


def _dates(candidate: Candidate) -> list[Dated]:
    """What a text says; that of coverage may hold places and subjects too."""
    if candidate.rank == PERIOD and not candidate.given:
        pieces = re.split(r"\s*(?:;|\||--)\s*", candidate.text)
        return [dated for piece in pieces if (dated := read_date(piece)).span]
    dated = read_date(candidate.text)
    return [dated if dated.certainty != UNREAD else find_date(candidate.text)]


def _one_of(group: Sequence[tuple[Candidate, Dated]]) -> tuple[Dated, str]:
    """One date of several that are as good as each other: the narrowest that the others allow.

    Where one of them is in doubt, that counts more than another's precision.  If they disagree,
    it is a range, of those before 1995 if there are any.
    """
    doubtful = [pair for pair in group if pair[1].certainty in (APPROXIMATE, UNCERTAIN)]
    each, dated = min(doubtful or group, key=lambda pair: _width(pair[1]))
    if all(_agree(dated, other) for _, other in group):
        return dated, each.text
    older = [pair for pair in group if (pair[1].year or 0) < DIGITAL]
    if 0 < len(older) < len(group):
        return _one_of(older)
    spans = [other.span for _, other in group if other.span]
    years = min(span[0] for span in spans), max(span[1] for span in spans)
    return Dated(RANGE, *years), "; ".join(each.text for each, _ in group)


def _width(dated: Dated) -> int:
    return (dated.latest or 0) - (dated.earliest or 0)


def _agree(one: Dated, other: Dated) -> bool:
    """Whether one of the spans lies within the other."""
    if one.span is None or other.span is None:
        return True
    first, last = sorted((one.span, other.span), key=lambda span: span[1] - span[0])
    return last[0] <= first[0] and first[1] <= last[1]


def _earlier(dated: Dated, text: str, read: Sequence[tuple[Candidate, Dated]]) -> tuple[Dated, str]:
    """An earlier date than this, which may be that of the scan, if there is one that disagrees."""
    for each, other in read:
        if each.rank > PLAIN and (other.year or DIGITAL) < DIGITAL and not _agree(dated, other):
            return replace(other, certainty=UNCERTAIN), each.text
    return dated, text
