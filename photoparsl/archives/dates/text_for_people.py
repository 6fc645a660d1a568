"""Let a date in words, like 'before 1910' or 'n.d.', go before the number that stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_names import role_of_words
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.element_names import joined_name
from photoparsl.archives.dates.lives import without_life
from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate, agree

_Read = tuple[DateCandidate, YearEstimate]
OPEN = (Certainty.BEFORE, Certainty.AFTER)
_WEAK = (Certainty.APPROXIMATE, Certainty.UNCERTAIN)
_WORD = re.compile(r"[^\W\d_]{2}|[^\W\d_]\.|\?")
_EMPTY = re.compile(r"(?:nan|null|none|nil|true|false|n/?a)", re.IGNORECASE)


def words_against(
    text: str,
    estimate: YearEstimate,
    taken: DateCandidate,
    read: Sequence[_Read],
) -> _Read | None:
    """The date in words that says less than an exact number beside it, or None if there is none.

    It is in a field for people, like `display_date`, or in one of the number's own role.  The
    decade that begins with the number may be in any other.

    text: the number
    estimate: the number's year
    taken: the number's field
    read: all dates of the record that may be the photo's
    """
    if estimate.certainty != Certainty.EXACT or taken.user_rank or _has_words(text):
        return None
    for candidate, other in read:
        if candidate.role == Role.UNCLEAR and _is_decade_from(text, candidate.text):
            return candidate, other
        is_beside = candidate.is_display or candidate.role == taken.role
        if candidate is taken or candidate.user_rank or candidate.role > Role.DATE or not is_beside:
            continue
        if _has_words(candidate.text) and _says_less(candidate, other, estimate, taken.name):
            return candidate, other
    return None


def without_lives(read: Sequence[_Read]) -> list[_Read]:
    """The dates, but for texts for people that have a life only, as 'Dutch, 1864-1886'."""
    shown = [(c, e) for c, e in read if c.is_display and not (e.span or c.user_rank)]
    lives = [c for c, _ in shown if _is_life(c.text)]
    kept = [(c, e) for c, e in read if c not in lives]
    return kept if any(e.span for _, e in kept) else list(read)


def _is_life(text: str) -> bool:
    """Whether a text has the years of a life, and otherwise only words of which none says when."""
    rest = without_life(text)
    pieces = [piece.strip(" ()[].") for piece in re.split("[,;:]", rest)]
    is_silent = all(read_date(p).certainty == Certainty.UNREAD for p in pieces if p)
    return rest != text and is_silent and not re.search(r"[\d?]", rest)


def is_denied(estimate: YearEstimate, taken: DateCandidate, read: Sequence[_Read]) -> bool:
    """Whether a text for people says another year than an exact one, whatever its field's step."""
    if estimate.certainty != Certainty.EXACT or taken.user_rank or taken.is_display:
        return False
    shown = (e for c, e in read if c.is_display and c.role <= Role.DATE and not c.user_rank)
    return not all(agree(other, estimate) for other in shown)


def _says_less(
    candidate: DateCandidate, other: YearEstimate, number: YearEstimate, name: str
) -> bool:
    """Whether a date in words says less than a number, so that the number isn't sure.

    Approximate and uncertain words do if they are for people and agree with the number.  Words that
    aren't read as a date and have no year do if they name a print or a scan.  All others do if they
    have no span, but for two cases in fields of one name: an open time that the number lies well
    within, and a text not for people that says that there is no date.

    candidate: the words, and their field
    other: what they were read as
    number: what the number was read as
    name: the name of the number's field
    """
    if other.certainty in _WEAK:
        return candidate.is_display and agree(other, number)
    if candidate.name == name and _is_well_within(number.year or 0, other):
        return False  # '1914' beside '2016 (scan)' in fields of one name
    if other.certainty == Certainty.UNDATED and candidate.name == name and not candidate.is_display:
        return False  # one of several dates in fields of one name is none
    if other.certainty == Certainty.UNREAD and not re.search(r"\d{3}", candidate.text):
        return role_of_words(joined_name(candidate.text)) in (Role.PRINT, Role.SCAN)
    return not other.span


def _is_well_within(year: int, open_time: YearEstimate) -> bool:
    """Whether a year lies in a time with one open end, but not at its end.

    That of '1910' beside 'before 1910' only stands for the words.
    """
    if open_time.certainty == Certainty.BEFORE:
        return year < (open_time.latest or 0) - 1
    return open_time.certainty == Certainty.AFTER and year > (open_time.earliest or 0) + 1


def denies_year(read: _Read) -> bool:
    """Whether a text says that the year isn't known ('n.d.', 'before 1935'), or may say one."""
    candidate, estimate = read
    if estimate.span or not candidate.words.strip("/ "):
        return False
    is_unread = estimate.certainty == Certainty.UNREAD
    return not is_unread or bool(re.search(r"\d{4}", candidate.words))


def _is_decade_from(number: str, text: str) -> bool:
    """Whether a text is the decade that begins with a number: '1930-luku' with '1930'."""
    decade = re.match(rf"{re.escape(number)}(?:'?s\b|-?[^\W\d]{{2,}})", text.strip())
    return number.endswith("0") and number.isdigit() and bool(decade)


def decides(candidate: DateCandidate, estimate: YearEstimate, taken: DateCandidate) -> bool:
    """Whether the words' reading is used instead of the number.  If not, the number is uncertain.

    The photo's own date stays beside the words of a field that may be of another thing.
    """
    if candidate.role > taken.role == Role.TAKEN or estimate.certainty == Certainty.UNREAD:
        return False
    return candidate.is_display or estimate.certainty in OPEN


def _has_words(text: str) -> bool:
    return bool(_WORD.search(text)) and not _EMPTY.fullmatch(text.strip())
