"""The date that is taken as a photo's."""

from __future__ import annotations

from dataclasses import dataclass

from photoparsl.archives.date_candidate import DateCandidate
from photoparsl.archives.year_estimate import Certainty, YearEstimate


@dataclass(frozen=True, slots=True)
class DateChoice:
    """The date that is taken as a photo's.

    estimate: its year
    text: the date in the archive's words
    taken: the fields that gave it
    passed_over: the fields with a date that isn't taken, since it may not be the photo's
    doubt: why the year is uncertain although its text isn't, or '' if that isn't so
    """

    estimate: YearEstimate = YearEstimate(Certainty.UNDATED)
    text: str = ""
    taken: tuple[DateCandidate, ...] = ()
    passed_over: tuple[DateCandidate, ...] = ()
    doubt: str = ""
