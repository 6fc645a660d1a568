"""The year of a photo as an archive knows it: how certain, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

CIRCA_MARGIN = 5  # years to either side of 'ca. 1910'
UNCERTAIN_MARGIN = 2  # years to either side of '1910?'


class Certainty(StrEnum):
    """How much a date says of the year; docs/archives.md has the forms of each."""

    EXACT = "exact"  # one year, without doubt
    RANGE = "range"  # one of several years
    APPROXIMATE = "approximate"  # 'ca. 1910'
    UNCERTAIN = "uncertain"  # '1910?'
    AFTER = "after"  # open at the end
    BEFORE = "before"  # open at the beginning
    UNDATED = "undated"  # no text, or one that says that there is no date
    UNREAD = "unread"  # a text that no rule reads


_BY_DOUBT = (  # from the least to the most
    Certainty.EXACT,
    Certainty.RANGE,
    Certainty.APPROXIMATE,
    Certainty.UNCERTAIN,
    Certainty.AFTER,
    Certainty.BEFORE,
)


@dataclass(frozen=True, slots=True)
class YearEstimate:
    """What is known of a photo's year.

    certainty: how much the date says
    earliest, latest: the first and the last year that it may be; None where that end is open
    stated: the year that the text itself names, if it names one
    """

    certainty: Certainty
    earliest: int | None = None
    latest: int | None = None
    stated: int | None = None

    @property
    def span(self) -> tuple[int, int] | None:
        """The earliest and the latest year, where both are known."""
        if self.earliest is None or self.latest is None:
            return None
        return self.earliest, self.latest

    @property
    def year(self) -> int | None:
        """The stated year, else the middle of the span, else None."""
        if self.stated is not None or self.span is None:
            return self.stated
        return sum(self.span) // 2


def exact(year: int) -> YearEstimate:
    """This year, without doubt."""
    return YearEstimate(Certainty.EXACT, year, year, year)


def approximate(estimate: YearEstimate) -> YearEstimate:
    """The estimate after 'ca.': five years more to either side, once."""
    if estimate.span is None or estimate.certainty == Certainty.APPROXIMATE:
        return estimate
    first, last = without_margin(estimate)
    return replace(
        estimate,
        certainty=most_doubtful(estimate.certainty, Certainty.APPROXIMATE),
        earliest=first - CIRCA_MARGIN,
        latest=last + CIRCA_MARGIN,
    )


def uncertain(estimate: YearEstimate) -> YearEstimate:
    """The estimate with '?': two years more to either side of an exact year; a range stays."""
    if estimate.span is None:
        return estimate
    first, last = estimate.span
    margin = UNCERTAIN_MARGIN if estimate.certainty == Certainty.EXACT else 0
    return replace(
        estimate, certainty=Certainty.UNCERTAIN, earliest=first - margin, latest=last + margin
    )


def without_margin(estimate: YearEstimate) -> tuple[int, int]:
    """The stated year of an approximate or uncertain estimate, else its span."""
    has_margin = estimate.certainty in (Certainty.UNCERTAIN, Certainty.APPROXIMATE)
    if has_margin and estimate.stated is not None:
        return estimate.stated, estimate.stated
    return estimate.earliest or 0, estimate.latest or 0


def most_doubtful(*certainties: Certainty) -> Certainty:
    """The certainty that leaves most in doubt, of estimates that have a year."""
    return max(certainties, key=_BY_DOUBT.index)
