"""Choose the photo's date among the dates of a record.

A record may have several: of the photograph, its publication, its scan, and what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from photoparsl.archives.dates.clock_times import DEFAULT_DAY
from photoparsl.archives.dates.combined_dates import checked, combined
from photoparsl.archives.dates.date_candidate import DateCandidate, estimates_of
from photoparsl.archives.dates.date_choice import DateChoice
from photoparsl.archives.dates.date_context import (
    FIRST_SCANS,
    has_recent_time,
    in_context,
    is_recent_day,
    is_repositorys,
)
from photoparsl.archives.dates.date_doubts import (
    DENIED,
    DISAGREES,
    IS_DEFAULT,
    MAY_BE_RECORDS,
    MAY_BE_SCANS,
    doubt_of_fields,
    not_sure,
)
from photoparsl.archives.dates.date_pairs import wider_pair
from photoparsl.archives.dates.date_remarks import beside_remarks
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.negatives import is_negatives
from photoparsl.archives.dates.text_for_people import (
    OPEN,
    decides,
    denies_year,
    is_denied,
    without_lives,
    words_against,
)
from photoparsl.archives.dates.year_estimate import (
    Certainty,
    YearEstimate,
    agree,
    uncertain,
)

_Read = tuple[DateCandidate, YearEstimate]
_NONE = YearEstimate(Certainty.UNDATED)


def choose_date(candidates: Iterable[DateCandidate]) -> DateChoice:
    """Choose the photo's date.

    The first rank with a readable date is used.  Several dates of this rank that disagree make a
    range.  If some of them are before 1995, the later ones are ignored, since they may be those of
    scans.  If a date of rank CREATED or DATE is of 1995 or later, an earlier year of a later rank
    is preferred, and is `uncertain`.  If a date says that the year isn't known, like 'n.d.', a date
    of a later rank is `uncertain` too.  After a photo's own 'n.d.', no other date is used.
    """
    context = in_context(list(candidates))
    dates = context.dates
    possible = sorted((c for c in dates if c.may_be_photos), key=lambda c: c.rank)
    read = without_lives([(c, estimate) for c in possible for estimate in estimates_of(c)])
    choice = _as_in_words(_choose([pair for pair in read if not is_repositorys(*pair)]), read)
    numbers = {candidate.number for candidate in choice.taken} | {""}
    remarks = [remark for remark in context.remarks if remark.number in numbers]
    choice = beside_remarks(_as_pair(choice, read), remarks)
    is_chosen = any(candidate.user_rank for candidate in choice.taken)
    if not is_chosen:
        choice = checked(choice, [pair for pair in read if is_negatives(pair[0])])
    is_exact = choice.estimate.certainty == Certainty.EXACT and not is_chosen
    if is_exact and DEFAULT_DAY.match(choice.text):
        choice = replace(choice, estimate=uncertain(choice.estimate), doubt=IS_DEFAULT)
    doubt = choice.doubt or doubt_of_fields(choice.taken)
    words = next((candidate.doubt_text for candidate in choice.taken if candidate.doubt_text), "")
    estimate = context.with_doubt(choice.estimate, is_doubted=bool(doubt))
    if (flag := context.not_understood) and estimate != choice.estimate and not doubt:
        doubt, words = not_sure(flag.name), flag.text
    others = [c for c in dates if not c.may_be_photos]
    others += [c for c in possible if c not in (kept for kept, _ in read)]
    others += [c for c, e in read if is_repositorys(c, e)]
    others += [c for c, e in read if c.role == Role.UNCLEAR and e.span and c not in choice.taken]
    others += () if estimate.year else context.remarks
    passed_over = tuple(c for c in others if re.search(r"\d{4}", c.words))
    return replace(
        choice, estimate=estimate, passed_over=passed_over, doubt=doubt, doubt_text=words
    )


def _as_in_words(choice: DateChoice, read: Sequence[_Read]) -> DateChoice:
    """The choice, or, beside a number, a date in words: 'before 1910'."""
    found = choice.taken and words_against(choice.text, choice.estimate, choice.taken[0], read)
    if not found and not (choice.taken and is_denied(choice.estimate, choice.taken[0], read)):
        return choice
    if not found:
        return replace(choice, estimate=uncertain(choice.estimate), doubt=DISAGREES)
    if decides(*found, choice.taken[0]):
        return DateChoice(found[1], found[0].words, (found[0],))
    return replace(choice, estimate=uncertain(choice.estimate), doubt=DENIED)


def _as_pair(choice: DateChoice, read: Sequence[_Read]) -> DateChoice:
    """The choice, or, beside a year within a wider pair, the range of the pair."""
    pair = choice.taken and wider_pair(choice.taken[0], choice.estimate, read)
    if not pair:
        return choice
    span = replace(pair[1], stated=choice.estimate.stated, date="")
    return DateChoice(span, f"{choice.text}; {pair[0].words}", (*choice.taken, pair[0]))


def _choose(read: Sequence[_Read]) -> DateChoice:
    """Choose among the dates, which are in the order of their ranks."""
    with_span = [pair for pair in read if pair[1].span]
    for rank, group in groupby(with_span, key=lambda pair: pair[0].rank):
        better = [p for p in read if p[0].rank < rank and not p[0].user_rank]
        denials = list(filter(denies_year, better))
        own = [c for c, e in denials if c.role == Role.TAKEN and e.certainty == Certainty.UNDATED]
        if own:
            return DateChoice(_NONE, own[0].text, (own[0],))
        if rank == Role.UNCLEAR and better and not read[0][0].user_rank:
            break  # a better date is there, although it has no year
        choice = combined(list(group))
        if choice.taken[0].end is not None:
            same = [p for p in read if p[0].rank == rank and p[0].end is None]
            in_words = _as_in_words(choice, read)
            if in_words is not choice and not denials:
                return in_words
            denials += filter(denies_year, same)
        if not choice.taken[0].user_rank:
            choice = _without_scans(choice, [p for p in read if p[0].rank > rank])
        if denials and not choice.doubt:
            if any(c.is_display and e.certainty in OPEN for c, e in denials):
                return _as_in_words(choice, read)  # goes before a number of any step
            return replace(choice, estimate=uncertain(choice.estimate), doubt=DENIED)
        return choice
    return _without_span(read)


def _without_span(read: Sequence[_Read]) -> DateChoice:
    """Choose a date with one end ('before 1935'), else one that isn't read, else any date."""
    known = [(c, e) for c, e in read if not e.span]
    for ignored in ((Certainty.UNREAD, Certainty.UNDATED), (Certainty.UNDATED,), ()):
        for candidate, estimate in known:
            if estimate.certainty not in ignored and candidate.words.strip("/ "):
                return DateChoice(estimate, candidate.words, (candidate,))
    return DateChoice()


def _without_scans(choice: DateChoice, later: Sequence[_Read]) -> DateChoice:
    """The choice, or an earlier or uncertain date if it is recent and may be the scan's."""
    role, estimate = choice.taken[0].role, choice.estimate
    if role not in (Role.CREATED, Role.DATE) or (estimate.year or 0) < FIRST_SCANS:
        return choice
    for candidate, other in later:
        is_before_scans = (other.year or FIRST_SCANS) < FIRST_SCANS
        if is_before_scans and not agree(estimate, other):
            doubtful = replace(other, certainty=Certainty.UNCERTAIN)
            return DateChoice(doubtful, candidate.words, (candidate,), doubt=MAY_BE_SCANS)
    is_dubious = is_recent_day if role == Role.CREATED else has_recent_time
    is_single = choice.taken[0].end is None
    if is_single and estimate.certainty == Certainty.EXACT and is_dubious(choice.text):
        return replace(choice, estimate=uncertain(estimate), doubt=MAY_BE_RECORDS)
    return choice
