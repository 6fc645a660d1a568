"""Combine the dates of a record's fields that are of one rank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_choice import DateChoice
from photoparsl.archives.dates.date_context import FIRST_SCANS
from photoparsl.archives.dates.date_doubts import DISAGREES
from photoparsl.archives.dates.year_estimate import (
    Certainty,
    YearEstimate,
    agree,
    is_begin_of,
    most_doubtful,
    uncertain,
    width,
)
from photoparsl.manifests import read_edtf

_Read = tuple[DateCandidate, YearEstimate]


def combined(group: Sequence[_Read]) -> DateChoice:
    """Combine dates of one rank.

    A date in people's words is preferred to dates in numbers, and a single date to a pair.  If all
    dates agree with the narrowest, the result is that one.  Approximate and uncertain dates are
    preferred to exact ones, and a range to the year that it begins with.  If they don't agree, the
    result is the range from the first date to the last, as doubtful as the most doubtful of them.
    If some are from before 1995, dates from then on are left out of it.
    """
    shown = [pair for pair in group if pair[0].is_display]
    single = shown or [pair for pair in group if pair[0].end is None]
    if 0 < len(single) < len(group):
        return checked(combined(single), [pair for pair in group if pair not in single])
    doubtful = [
        pair for pair in group if pair[1].certainty in (Certainty.APPROXIMATE, Certainty.UNCERTAIN)
    ]
    candidate, narrowest = min(doubtful or group, key=lambda pair: width(pair[1]))
    if all(agree(narrowest, estimate) for _, estimate in group):
        begun = (pair for pair in group if is_begin_of(narrowest, pair[1]))
        candidate, narrowest = next(begun, (candidate, narrowest))
        return DateChoice(_finest(narrowest, group), candidate.words, (candidate,))
    older = [pair for pair in group if (pair[1].year or 0) < FIRST_SCANS]
    if 0 < len(older) < len(group):
        return combined(older)
    spans = [estimate.span for _, estimate in group if estimate.span]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    texts = "; ".join(candidate.words for candidate, _ in group)
    certainty = most_doubtful(Certainty.RANGE, *(e.certainty for _, e in group))
    return DateChoice(
        YearEstimate(certainty, first, last), texts, tuple(candidate for candidate, _ in group)
    )


def _finest(estimate: YearEstimate, group: Sequence[_Read]) -> YearEstimate:
    """The estimate with the date that lies within all its other dates, else without a date."""
    years = estimate.stated or estimate.span
    dates = {e.date for _, e in group if e.date and (e.stated or e.span) == years}
    days = [(bounds, date) for date in dates if (bounds := read_edtf(date))]
    first = max((bounds.first or 0 for bounds, _ in days), default=0)
    last = min((bounds.last or 0 for bounds, _ in days), default=0)
    within = (date for bounds, date in days if (bounds.first, bounds.last) == (first, last))
    return replace(estimate, date=min(within, default=""))


def checked(choice: DateChoice, numbers: Sequence[_Read]) -> DateChoice:
    """Return the choice.  An exact year is `uncertain` if the numbers beside it say another."""
    has_one_year = len(re.findall(r"\d{4}", choice.text)) <= 1
    is_exact = choice.estimate.certainty == Certainty.EXACT
    if is_exact and has_one_year and not all(agree(choice.estimate, e) for _, e in numbers):
        return replace(choice, estimate=uncertain(choice.estimate), doubt=DISAGREES)
    return choice
