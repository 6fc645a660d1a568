"""A date of a record, with the role of its field, and the years that it gives."""

from __future__ import annotations

import re
from dataclasses import dataclass

from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import find_date_in_text, read_date
from photoparsl.archives.dates.display_names import is_display
from photoparsl.archives.dates.doubt import Doubt
from photoparsl.archives.dates.doubt_names import doubt_in_name
from photoparsl.archives.dates.element_names import joined_name
from photoparsl.archives.dates.plain_letters import without_accents
from photoparsl.archives.dates.span_end import SpanEnd
from photoparsl.archives.dates.year_estimate import (
    Certainty,
    YearEstimate,
    approximate,
    exact,
    most_doubtful,
    uncertain,
)


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A text that may be the photo's date, or says something of it.

    role: whose date it is, by the field's name
    text: the text, or the text of the first date if it is a pair of fields
    name: the field's name
    user_rank: the position, from 1, of the field among those that the user named, or 0 if it wasn't
        named
    end: of a pair, the text of the last date, or None if it is no pair
    end_name: of a pair, the name of the field with the last date
    part: BEGIN or END if the user named the field as that of a pair.  ALONE for the first date of a
        span in a table without a column of last dates
    read_as: the text as it is read, if the table's other dates complete its year or tell a decade
        from a century, else ''
    doubt: why the date may be wrong, so that its year is uncertain, else ''
    work: the path of the element of an object that the date is in (`thing_names`), else ()
    is_in_photo: whether it is in an element of the photo's own, like `<photo>`
    is_in_images: whether it is in a list of an object's images
    number: that in the names of a date and of what stands beside it, as in `Date 2 type`, else ''
    doubt_beside: the doubt that a field with the same number says
    doubt_text: the text of a field beside it that raised `doubt`, else ''
    """

    role: Role
    text: str
    name: str = ""
    user_rank: int = 0
    end: str | None = None
    end_name: str = ""
    part: SpanEnd = SpanEnd.NONE
    read_as: str = ""
    doubt: str = ""
    work: tuple[str, ...] = ()
    is_in_photo: bool = False
    is_in_images: bool = False
    number: str = ""
    doubt_beside: Doubt = Doubt.NONE
    doubt_text: str = ""

    @property
    def rank(self) -> int:
        """The order of preference: the user's, else the role's."""
        return self.user_rank or self.role

    @property
    def may_be_photos(self) -> bool:
        """Whether the date may be taken as the photo's."""
        return bool(self.user_rank) or self.role <= Role.UNCLEAR

    @property
    def words(self) -> str:
        """The date as the archive writes it.  The two dates of a pair have a slash between them."""
        return self.text if self.end is None else f"{self.text}/{self.end}"

    @property
    def names(self) -> list[str]:
        """The names of the fields that hold the date."""
        return [name for name in (self.name, self.end_name) if name]

    def is_outside(self, path: tuple[str, ...]) -> bool:
        """Whether a field at this path isn't in the object that the date is in."""
        shorter = min(len(path), len(self.work))
        return bool(self.work) and path[:shorter] != self.work[:shorter]

    @property
    def is_of_what_is_shown(self) -> bool:
        """Whether the date is of what the photo shows, like that of a building."""
        is_shown = _WHAT_IS_SHOWN.search(joined_name(self.name))
        return self.role == Role.PERIOD and not self.user_rank and bool(is_shown)

    @property
    def is_display(self) -> bool:
        """Whether the name says that the date is in people's words, beside numbers."""
        return self.end is None and is_display(without_accents(joined_name(self.name)))


def estimates_of(candidate: DateCandidate) -> list[YearEstimate]:
    """The estimates from a candidate's text.  Places and subjects in a PERIOD are left out."""
    return [
        doubted(estimate, candidate.doubt_beside) for estimate in _estimates_of_texts(candidate)
    ]


def _estimates_of_texts(candidate: DateCandidate) -> list[YearEstimate]:
    if candidate.end is not None:
        pair = _estimate_of_pair(candidate.text, candidate.end)
        is_unclear = candidate.role == Role.UNCLEAR and not candidate.user_rank
        named = max(map(doubt_in_name, candidate.names), key=list(Doubt).index, default=Doubt.NONE)
        return [doubted(pair, Doubt.UNCERTAIN if candidate.doubt or is_unclear else named)]
    if candidate.role == Role.PERIOD and not candidate.user_rank:
        pieces = re.split(r"\s*(?:;|\||--)\s*", candidate.text)
        found = [estimate for piece in pieces if (estimate := read_date(piece)).span]
        is_shown = candidate.is_of_what_is_shown
        doubt = Doubt.UNCERTAIN if is_shown else doubt_in_name(candidate.name)
        return [doubted(estimate, doubt) for estimate in found]
    text = candidate.read_as or _without_ambiguity(candidate)
    if _GREEK.search(candidate.name):
        text = _ENDS_GREEK.sub("?", text)
    estimate = read_date(text)
    if estimate.certainty == Certainty.UNREAD:
        estimate = find_date_in_text(candidate.text)
    if 0 < (estimate.latest or 0) < _FIRST_OF_OURS and _ARABIC.search(candidate.name):
        estimate = YearEstimate(Certainty.UNREAD)
    is_doubtful = candidate.part == SpanEnd.ALONE or bool(candidate.read_as or candidate.doubt)
    if is_doubtful or (candidate.role == Role.UNCLEAR and not candidate.user_rank):
        return [doubted(estimate, Doubt.UNCERTAIN)]
    return [doubted(estimate, doubt_in_name(candidate.name))]


def _without_ambiguity(candidate: DateCandidate) -> str:
    """The text.  If the field's name says EDTF, '1904-05' is a month, and '1912-21' is a spring.

    In a field of copyright 'c1923' isn't circa.
    """
    if "copyright" in candidate.name.lower():
        return re.sub(r"^\s*\[?c\.? ?(?=\d{4}\b)", "", candidate.text)  # 'c1923' is ©1923
    month = _MONTH.fullmatch(candidate.text) if "edtf" in candidate.name.lower() else None
    if not month:
        return candidate.text
    number = int(month[2])
    return f"{month[0]}-00" if number <= _MONTHS else month[1] if number <= _WINTER else month[0]


def doubted(estimate: YearEstimate, doubt: Doubt) -> YearEstimate:
    """The estimate with a doubt.

    DECADE and CENTURY give those of the stated year, BEFORE and AFTER a span with one open end.  An
    estimate without the year that this needs stays as it is.  In another calendar it isn't read.
    """
    match doubt:
        case Doubt.APPROXIMATE:
            return approximate(estimate)
        case Doubt.UNCERTAIN | Doubt.NOT_UNDERSTOOD:
            return uncertain(estimate)
        case Doubt.DECADE | Doubt.CENTURY if estimate.earliest is not None:
            return _span_around(estimate.stated or estimate.earliest, doubt)
        case Doubt.BEFORE if estimate.latest is not None:
            return YearEstimate(Certainty.BEFORE, latest=estimate.latest)
        case Doubt.AFTER if estimate.earliest is not None:
            return YearEstimate(Certainty.AFTER, earliest=estimate.earliest)
    return YearEstimate(Certainty.UNREAD) if doubt is Doubt.OTHER_CALENDAR else estimate


def _span_around(year: int, span: Doubt) -> YearEstimate:
    """The decade or century of a year that stands for it: 1900 may stand for either century."""
    if span is Doubt.DECADE:
        return YearEstimate(Certainty.RANGE, year // 10 * 10, year // 10 * 10 + 9)
    return YearEstimate(Certainty.RANGE, (year - 1) // 100 * 100 + 1, year // 100 * 100 + 100)


def _estimate_of_pair(begin: str, end: str) -> YearEstimate:
    """The span from one date to the other, with an open end if one of them is missing."""
    first, last = read_date(begin), read_date(end)
    if Certainty.UNREAD in (first.certainty, last.certainty):
        return YearEstimate(Certainty.UNREAD)
    if first.span and last.span:
        return _from_to(first, last)
    if first.span:
        return YearEstimate(Certainty.AFTER, earliest=first.span[0])
    if last.span:
        return YearEstimate(Certainty.BEFORE, latest=last.span[1])
    return YearEstimate(Certainty.UNDATED)


def _from_to(first: YearEstimate, last: YearEstimate) -> YearEstimate:
    """The span from one date to the other.  Both have years."""
    if first == last:
        return first
    start, stop = (first.span or (0, 0))[0], (last.span or (0, 0))[1]
    if start > stop:
        return YearEstimate(Certainty.UNREAD)
    kinds = [c for c in (first.certainty, last.certainty) if c != Certainty.EXACT]
    if start == stop and not kinds:
        return exact(start)
    return YearEstimate(most_doubtful(Certainty.RANGE, *kinds), start, stop)


_MONTHS, _WINTER = 12, 24
_FIRST_OF_OURS = 1500  # an earlier year in a field with an Arabic name is one of the Hijra
_GREEK, _ENDS_GREEK = re.compile("[\u03b1-\u03c9]"), re.compile(r" *;$")  # ';' asks in Greek
_ARABIC = re.compile("[\u0621-\u064a]")
# A building of 1880 may be photographed at any time
_WHAT_IS_SHOWN = re.compile("temporal|coverage|subject|histor|^(?:time)?period$|^era$|chronolog")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
