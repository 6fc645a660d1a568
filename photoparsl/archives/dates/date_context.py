"""What the fields beside a date say of it: the other end of its span, its role, its doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from photoparsl.archives.dates.clock_times import CLOCK_START, with_upload_times
from photoparsl.archives.dates.date_candidate import DateCandidate, doubted
from photoparsl.archives.dates.date_doubts import not_sure
from photoparsl.archives.dates.date_flags import doubt_of_flag, is_unknown_flag
from photoparsl.archives.dates.date_kinds import of_kinds
from photoparsl.archives.dates.date_remarks import has_date
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.described_thing import without_things
from photoparsl.archives.dates.doubt import Doubt
from photoparsl.archives.dates.element_names import joined_name
from photoparsl.archives.dates.image_dates import without_days_of_images
from photoparsl.archives.dates.joined_pairs import joined_pairs
from photoparsl.archives.dates.negatives import with_negatives
from photoparsl.archives.dates.qualifier_columns import margin_of
from photoparsl.archives.dates.remarks_on_others import without_years
from photoparsl.archives.dates.thing_names import beside_things
from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate

FIRST_SCANS = 1995  # the year of Dublin Core: a date of this year or later may be the scan's


_DAY_LENGTH = len("1923-05-01")


@dataclass(frozen=True, slots=True)
class DatesInContext:
    """The dates of a record, and a doubt that stands beside them.

    dates: the dates, where pairs are joined and roles are corrected
    doubt: of another field (`doubt_of_flag`)
    remarks: fields that say how certain a date is, by a date in their texts: 'about 1890'
    not_understood: the first field of these whose text isn't understood, if there is one
    longest: how many characters of a date in ISO 8601, or of each end of a span, are known, by
        another field: 7 for a month, 0 for a year
    margin: the years by which the date may be wrong, by another field, or 0
    """

    dates: list[DateCandidate]
    doubt: Doubt = Doubt.NONE
    remarks: tuple[DateCandidate, ...] = ()
    not_understood: DateCandidate | None = None
    longest: int = _DAY_LENGTH
    margin: int = 0

    def with_doubt(self, estimate: YearEstimate, *, is_doubted: bool) -> YearEstimate:
        """The estimate with the doubt, if it has none yet, and as fine as the date is known."""
        if self.longest < _DAY_LENGTH and estimate.date:
            ends = dict.fromkeys(end[: self.longest] for end in estimate.date.split("/"))
            estimate = replace(estimate, date="/".join(ends).strip("/"))
        if self.margin and estimate.certainty == Certainty.EXACT and estimate.year is not None:
            first, last = estimate.year - self.margin, estimate.year + self.margin
            return YearEstimate(Certainty.APPROXIMATE, first, last, estimate.year)
        is_doubted |= estimate.certainty in (Certainty.APPROXIMATE, Certainty.UNCERTAIN)
        is_wide = self.doubt in (
            Doubt.DECADE,
            Doubt.CENTURY,
            Doubt.OTHER_CALENDAR,
        )  # wider than that of a doubted year
        return estimate if is_doubted and not is_wide else doubted(estimate, self.doubt)


def in_context(candidates: Sequence[DateCandidate]) -> DatesInContext:
    """Judge the dates of a record by each other.

    A recent `created` is the record's if it has a time of the day, or if the record also says when
    it was changed or uploaded.  A date taken that Flickr calls unknown is that of the upload.
    """
    dates = with_negatives(joined_pairs(c for c in candidates if c.role < Role.FLAG))
    own = [c for c in candidates if c.role == Role.FLAG and without_years(c, dates)]
    remarks = [flag for flag in own if has_date(flag)]
    flags = [flag for c in own if c not in remarks and (flag := without_years(c, dates))]
    dates, flags = _with_numbered(dates, flags)
    dates = of_kinds(dates, [c for c in candidates if c.role == Role.KIND])
    types = [candidate for candidate in candidates if candidate.role == Role.TYPE]
    dates = without_days_of_images(dates, types)
    things = [candidate for candidate in candidates if candidate.role == Role.THING]
    dates = beside_things(without_things(dates, types), things, types)
    if any(c.may_be_photos and "bulk" not in c.name.lower() for c in dates):
        dates = [c for c in dates if "bulk" not in c.name.lower()]  # of EAD: most, but not all
    is_changed = any(c.role == Role.RECORD and is_recent_day(c.text) for c in dates)
    is_unknown = any(is_unknown_flag(flag) for flag in flags)
    dates = [_with_role(c, is_changed=is_changed, is_unknown=is_unknown) for c in dates]
    return DatesInContext(
        with_upload_times(dates),
        max(map(doubt_of_flag, flags), key=list(Doubt).index, default=Doubt.NONE),
        tuple(remarks),
        next((flag for flag in flags if doubt_of_flag(flag) is Doubt.NOT_UNDERSTOOD), None),
        min(map(_length_of_date, flags), default=_DAY_LENGTH),
        max((margin_of(flag.name, flag.text) for flag in flags), default=0),
    )


def _with_numbered(
    dates: list[DateCandidate], flags: list[DateCandidate]
) -> tuple[list[DateCandidate], list[DateCandidate]]:
    """The dates with what the fields of their own numbers say: `Date 1 circa`.  And the others."""
    numbers = {date.number for date in dates} - {""}
    for flag in (flag for flag in flags if flag.number in numbers):
        doubt = doubt_of_flag(flag)
        dates = [_doubted(d, flag, doubt) if d.number == flag.number else d for d in dates]
    return dates, [flag for flag in flags if flag.number not in numbers]


def _doubted(date: DateCandidate, flag: DateCandidate, doubt: Doubt) -> DateCandidate:
    if doubt is Doubt.NOT_UNDERSTOOD:
        return replace(date, doubt=not_sure(flag.name), doubt_text=flag.text)
    return replace(date, doubt_beside=max(date.doubt_beside, doubt, key=list(Doubt).index))


def is_recent_day(text: str) -> bool:
    """Whether a text is a day of 1995 or later, as computers write it."""
    found = _DAY.match(text)
    return found is not None and int(found[1]) >= FIRST_SCANS


def has_recent_time(text: str) -> bool:
    """Whether a text is a time of a day of 1995 or later, as computers write it."""
    return is_recent_day(text) and bool(_CLOCK.match(text))


def is_repositorys(candidate: DateCandidate, estimate: YearEstimate) -> bool:
    """Whether a date is the repository's: of publication or unclear, and of 1995 or later."""
    may_be = candidate.role in (Role.ISSUED, Role.UNCLEAR) and not candidate.user_rank
    return may_be and (estimate.year or 0) >= FIRST_SCANS


def _with_role(candidate: DateCandidate, *, is_changed: bool, is_unknown: bool) -> DateCandidate:
    """The candidate.  It becomes the record's date if the fields beside it say so.

    is_changed: whether the record says when it was changed or uploaded
    is_unknown: whether it says that the date taken isn't known
    """
    if candidate.user_rank:
        return candidate
    is_made = candidate.role == Role.CREATED and candidate.end is None
    is_records = is_made and (is_changed or _CLOCK.match(candidate.text) is not None)
    if candidate.role == Role.TAKEN and candidate.end is None and CLOCK_START.match(candidate.text):
        return replace(candidate, role=Role.RECORD)
    name = joined_name(candidate.name)
    is_upload = is_unknown and name.endswith("taken")
    is_records = is_records or name == "dateca"  # CONTENTdm's 'date created'
    if is_upload or (is_records and is_recent_day(candidate.text)):
        return replace(candidate, role=Role.RECORD)
    return candidate


def _length_of_date(flag: DateCandidate) -> int:
    """How much of the date is known, by Flickr's granularity: 4 is a month, 6 and 8 are years.

    By Wikidata's precision, 10 is a month, and what is less a year or more.
    """
    if joined_name(flag.name.rpartition("/")[2]).endswith("precision"):
        lengths = {"10": len("1923-05"), **dict.fromkeys("6789", 0)}
        return lengths.get(flag.text.strip(), _DAY_LENGTH)
    if not joined_name(flag.name).endswith("granularity"):
        return _DAY_LENGTH
    return {"4": len("1923-05"), "6": 0, "8": 0}.get(flag.text.strip(), _DAY_LENGTH)


_DAY = re.compile(r"(\d{4})-\d\d-\d\d(?!\d)")
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ](?!00:00(?::00)?(?:\.0*)?(?:Z|$|[+-]))\d\d:\d\d")
