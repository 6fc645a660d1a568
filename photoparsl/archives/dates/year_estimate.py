"""The estimate of a photo's year from an archive's date: its certainty, and a span of years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

CIRCA_MARGIN = 5  # years to either side of 'ca. 1910'
WIDE = 20  # years of a span that 'ca.' doesn't widen
UNCERTAIN_MARGIN = 2  # years to either side of '1910?'


class Certainty(StrEnum):
    """How certain a date's year is.  The forms of each certainty are listed in docs/archives.md."""

    EXACT = "exact"  # '1910'
    RANGE = "range"  # '1910-1915'
    APPROXIMATE = "approximate"  # 'ca. 1910'
    UNCERTAIN = "uncertain"  # '1910?'
    AFTER = "after"  # 'after 1910': no latest year
    BEFORE = "before"  # 'before 1910': no earliest year
    UNDATED = "undated"  # no text, or 'n.d.'
    UNREAD = "unread"  # a text that no rule reads


_BY_DOUBT = (  # from the least to the most doubtful
    Certainty.EXACT,
    Certainty.RANGE,
    Certainty.APPROXIMATE,
    Certainty.UNCERTAIN,
    Certainty.AFTER,
    Certainty.BEFORE,
)


@dataclass(frozen=True, slots=True)
class YearEstimate:
    """The estimate of a photo's year.

    certainty: how certain the year is
    earliest: the first possible year, or None if it isn't known
    latest: the last possible year, or None if it isn't known
    stated: the year in the text, if it has a single one
    date: the month or the day in the text, in ISO 8601, or a range's first and last with a slash
        between.  '' if the text has only years
    """

    certainty: Certainty
    earliest: int | None = None
    latest: int | None = None
    stated: int | None = None
    date: str = ""

    @property
    def span(self) -> tuple[int, int] | None:
        """The earliest and the latest year, or None unless both are known."""
        if self.earliest is None or self.latest is None:
            return None
        return self.earliest, self.latest

    @property
    def year(self) -> int | None:
        """The stated year, else the middle of the span, else None."""
        if self.stated is not None or self.span is None:
            return self.stated
        return sum(self.span) // 2

    @property
    def edtf(self) -> str:
        """What is known of the date, in ISO 8601 or EDTF, or '' if nothing is."""
        stated = self.date or (f"{self.stated:04}" if self.stated is not None else "")
        is_of_days = self.certainty == Certainty.RANGE and self.stated is None and "/" in self.date
        if self.certainty == Certainty.EXACT or is_of_days:
            return stated
        mark = _MARKS.get(self.certainty, "")
        if mark and stated and "/" not in stated:
            return stated + mark
        ends = ["" if year is None else f"{year:04}" for year in (self.earliest, self.latest)]
        return "/".join(end or ".." for end in ends) if any(ends) else ""


_MARKS = {Certainty.APPROXIMATE: "~", Certainty.UNCERTAIN: "?"}


def exact(year: int, date: str = "") -> YearEstimate:
    """The estimate of a date that is known exactly.

    date: its month or day in ISO 8601, if that is known too
    """
    return YearEstimate(Certainty.EXACT, year, year, year, date)


def approximate(estimate: YearEstimate) -> YearEstimate:
    """The estimate with 'ca.': five years wider on both sides.

    It isn't wider if it is approximate already, or has more than twenty years.
    """
    if estimate.span is None:
        return _wider(estimate, CIRCA_MARGIN)
    if estimate.certainty == Certainty.APPROXIMATE:
        return estimate
    first, last = without_margin(estimate)
    margin = CIRCA_MARGIN if last - first < WIDE else 0
    return replace(
        estimate,
        certainty=most_doubtful(estimate.certainty, Certainty.APPROXIMATE),
        earliest=first - margin,
        latest=last + margin,
    )


def uncertain(estimate: YearEstimate) -> YearEstimate:
    """The estimate with '?': two years wider on both sides if it was exact, else equally wide."""
    if estimate.span is None:
        return _wider(estimate, UNCERTAIN_MARGIN)
    first, last = estimate.span
    margin = UNCERTAIN_MARGIN if estimate.certainty == Certainty.EXACT else 0
    return replace(
        estimate, certainty=Certainty.UNCERTAIN, earliest=first - margin, latest=last + margin
    )


def _wider(estimate: YearEstimate, margin: int) -> YearEstimate:
    """The estimate, with its only known end moved outwards by so many years."""
    earliest, latest = estimate.earliest, estimate.latest
    return replace(
        estimate,
        earliest=None if earliest is None else earliest - margin,
        latest=None if latest is None else latest + margin,
    )


def without_margin(estimate: YearEstimate) -> tuple[int, int]:
    """The stated year of an approximate or uncertain estimate, else its span."""
    has_margin = estimate.certainty in (Certainty.UNCERTAIN, Certainty.APPROXIMATE)
    if has_margin and estimate.stated is not None:
        return estimate.stated, estimate.stated
    return estimate.earliest or 0, estimate.latest or 0


def most_doubtful(*certainties: Certainty) -> Certainty:
    """The most doubtful of the certainties, which must not be UNDATED or UNREAD."""
    return max(certainties, key=_BY_DOUBT.index)


def interval_between(first: str, last: str) -> str:
    """The interval between two dates in ISO 8601, or '' if one of them isn't known."""
    if not (first and last) or "/" in first + last:
        return ""
    if first.startswith(last) or last.startswith(first):  # a month, and a day of it
        return min(first, last)
    return f"{first}/{last}" if first < last else ""


def joined(first: YearEstimate, last: YearEstimate) -> YearEstimate | None:
    """The range from an estimate to a later one, with the more doubtful certainty of the two.

    None if one of them has an open end, or the second begins first.
    """
    if not (first.span and last.span) or first.span > last.span:
        return None
    years = (*without_margin(first), *without_margin(last))
    estimate = YearEstimate(Certainty.RANGE, min(years), max(years))
    certainty = most_doubtful(Certainty.RANGE, first.certainty, last.certainty)
    if certainty == Certainty.APPROXIMATE:
        return approximate(estimate)
    if certainty == Certainty.UNCERTAIN and min(years) == max(years):  # '1923-05?/1923-08'
        return uncertain(exact(years[0]))
    return replace(estimate, certainty=certainty, date=interval_between(first.date, last.date))


def width(estimate: YearEstimate) -> int:
    """How many years lie between the earliest and the latest."""
    return (estimate.latest or 0) - (estimate.earliest or 0)


def agree(left: YearEstimate, right: YearEstimate) -> bool:
    """Whether one of the spans lies within the other."""
    if left.span is None or right.span is None:
        return True
    narrow, wide = sorted((left.span, right.span), key=lambda span: span[1] - span[0])
    return wide[0] <= narrow[0] and narrow[1] <= wide[1]


def is_begin_of(year: YearEstimate, span: YearEstimate) -> bool:
    """Whether an exact year is only the first of a range: 1909 of '1909-10', 1920 of '1920s'."""
    is_exact = year.certainty == Certainty.EXACT
    is_range = span.certainty == Certainty.RANGE
    return is_exact and is_range and year.earliest == span.earliest and width(span) > 0
