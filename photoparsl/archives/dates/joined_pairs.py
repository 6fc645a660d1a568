"""Join the fields of a record that hold the first and the last date of a span."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_doubts import DISAGREES
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.element_names import joined_name
from photoparsl.archives.dates.numbered_names import without_number
from photoparsl.archives.dates.span_end import SpanEnd
from photoparsl.archives.dates.span_names import part_of_pair
from photoparsl.archives.dates.year_estimate import Certainty


def joined_pairs(candidates: Iterable[DateCandidate]) -> list[DateCandidate]:
    """The candidates, where the first and the last date of a span are joined to one."""
    found: list[DateCandidate] = []
    single: dict[
        tuple[str, SpanEnd, int], int
    ] = {}  # where a date is whose other end is still missing
    for candidate in candidates:
        stem, part = _part(candidate)
        other = single.pop((stem, _OTHER_END.get(part, SpanEnd.NONE), candidate.user_rank), None)
        if other is not None and part is SpanEnd.END:
            found[other] = replace(found[other], end=candidate.text, end_name=candidate.name)
        elif other is not None:
            last = found[other]
            found[other] = replace(candidate, end=last.end, end_name=last.name)
        elif part and candidate.may_be_photos:
            single[stem, part, candidate.user_rank] = len(found)
            is_begin = part is SpanEnd.BEGIN
            text, end = (candidate.text, "") if is_begin else ("", candidate.text)
            found.append(replace(candidate, text=text, end=end))
        else:
            found.append(candidate)
    return _with_late_ends(found)


def _with_late_ends(dates: list[DateCandidate]) -> list[DateCandidate]:
    """The dates, where a last date is joined to the date beside it: `Year` and `Year to`.

    That is so if it is the only one of its role, and the others all say one year, which is earlier.
    """
    for end in [date for date in dates if date.end and not date.text and not date.user_rank]:
        same = [date for date in dates if date.role == end.role and date is not end]
        begin = same[0] if len({read_date(date.text) for date in same}) == 1 else None
        if begin is None or any(
            date.end is not None or date.user_rank or date.part for date in same
        ):
            continue
        pair = replace(begin, end=end.end, end_name=end.name)
        if (first := read_date(begin.text)).span and first.certainty == Certainty.EXACT:
            last = read_date(end.end or "").span
            if last and first.span[0] > last[1]:
                pair = replace(begin, doubt=DISAGREES)
            if last:
                kept = (date for date in dates if date is begin or date not in (end, *same))
                dates = [pair if date is begin else date for date in kept]
    return dates


def _part(candidate: DateCandidate) -> tuple[str, SpanEnd]:
    """The name of the pair that the candidate belongs to, '' for none, and its part of the pair."""
    if candidate.part is SpanEnd.ALONE:
        return "", SpanEnd.NONE
    if candidate.user_rank or candidate.end is not None:
        return "", candidate.part
    name = candidate.name.rpartition("/")[2]
    return part_of_pair(joined_name(without_number(name) if candidate.number else name))


_OTHER_END = {SpanEnd.BEGIN: SpanEnd.END, SpanEnd.END: SpanEnd.BEGIN}
