"""The date that is taken as a photo's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_doubts import IS_SEVERAL
from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate, uncertain

_SEVERAL = 3  # different dates of one name that a record of one photo hardly has


@dataclass(frozen=True, slots=True)
class DateChoice:
    """The date that is taken as a photo's.

    estimate: its year
    text: the date in the archive's words
    taken: the fields that gave it
    passed_over: the fields with a date that isn't taken, since it may not be the photo's
    doubt: why the year is uncertain although its text isn't, or '' if that isn't so
    doubt_text: the text of a field beside the date that raised the doubt, else ''
    """

    estimate: YearEstimate = YearEstimate(Certainty.UNDATED)
    text: str = ""
    taken: tuple[DateCandidate, ...] = ()
    passed_over: tuple[DateCandidate, ...] = ()
    doubt: str = ""
    doubt_text: str = ""


def with_several_doubted(choice: DateChoice) -> DateChoice:
    """Return the choice, `uncertain` if three or more fields of one name gave several dates."""
    texts = {(candidate.name, candidate.words) for candidate in choice.taken}
    counts = Counter(name for name, _ in texts)
    if max(counts.values(), default=0) < _SEVERAL:
        return choice
    return replace(choice, estimate=uncertain(choice.estimate), doubt=IS_SEVERAL)
