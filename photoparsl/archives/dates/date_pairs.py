"""Pairs of fields that hold the first and the last date of a span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_doubts import OF_OFFICE
from photoparsl.archives.dates.date_roles import BARE_ENDS, BARE_PAIRS, Role
from photoparsl.archives.dates.element_names import is_path, joined_name
from photoparsl.archives.dates.plain_letters import without_accents
from photoparsl.archives.dates.span_end import SpanEnd
from photoparsl.archives.dates.span_names import part_of_pair
from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate, agree, width

_DEEPEST = 6  # levels of JSON within each other
_HOLDERS = re.compile(  # of an office; a photographer isn't one
    r"office|^amt(?:s|$)|amtszeit|mayor|burgermeister|^maires?$|alcalde|sindaco|prefeito|burgemeester|"
    r"borgmester|borgmastare|ordforer|burmistrz|starosta|president|minister|ministre|ministro|governor|"
    r"bishop|bischof|eveque|obispo|vescovo|biskup|^abt$|abbot|abate|pastor|pfarrer|priest|"
    r"^popes?$|^papst$|^kings?$|^konig|^rois?$|^rey$|^koning|^reign|monarch|emperor|kaiser|director|"
    r"direktor|directeur|leiter|rektor|chairman|vorsitzende|chef$|^terms?$|termof|inoffice|mandat|cargo$|"
    r"^carica$|^funkce$|^urzad$|^ambt$|position$|^party$|^partei$|^parti|regierung|"
    r"^(?:full|first|last|sur|vor|nach|fore|family)?names?$|^nom$|^nombre$|^nome$|^naam$|^navn$|^namn$|"
    r"persons?$|personne|persona|^osoba|person(?:en)?name|^owner|besitzer|eigentumer|proprietaire|"
    r"propietario|proprietario|eigenaar|tenant|pachter|inhaber|wirt$|landlord|members?$|mitglied|"
    r"players?$|spieler|soldiers?$|employees?$|teachers?$|lehrer"
)
_PAIRS = [pair.split() for pair in BARE_PAIRS.split("|")]
_ENDS = BARE_ENDS.split()
_BARE = frozenset((*BARE_PAIRS.replace("|", " ").split(), *_ENDS))
_WHOLE_YEAR = re.compile(r"\s*\d{4}(?!\d)")


def with_lone_beginnings(dates: list[DateCandidate], names: Iterable[str]) -> list[DateCandidate]:
    """The dates.  One that begins a span becomes ALONE if no field is for the span's end.

    names: the names of all fields, also of those that are empty
    """
    if not any(_begins_span(date) for date in dates):
        return dates
    has_end = any(part_of_pair(joined_name(name))[1] is SpanEnd.END for name in names)
    return [
        replace(date, part=SpanEnd.ALONE) if _begins_span(date) and not has_end else date
        for date in dates
    ]


def names_in(value: Any, depth: int = 0) -> Iterator[str]:
    """The names of all fields in a record of JSON, each also with a word for a date before it."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict):
        own = (n.rpartition(".")[2] if is_path(n) else n for n in map(str, value))
        yield from (form for name in own for form in (f"date.{name}", name))
    for part in inner if depth < _DEEPEST else ():
        yield from names_in(part, depth + 1)


def bare_spans(
    dates: Sequence[DateCandidate], fields: Iterable[tuple[str, str]]
) -> list[DateCandidate]:
    """The spans in pairs of fields like 'von' and 'bis', if both hold years.

    Without a pair, a field like 'until' holds the end of a span that another date may begin.

    dates: those of the record that are known
    fields: names and texts
    """
    found = {_plain(name): (name, text) for name, text in fields}
    if _BARE.isdisjoint(found):
        return []
    spans = []
    for pair in _PAIRS:
        ends = [found[word] for word in pair if word in found]
        if len(ends) == 2 and all(_WHOLE_YEAR.match(text) for _, text in ends):
            (begin_name, begin), (end_name, end) = ends
            span = DateCandidate(Role.DATE, begin, begin_name, 0, end, end_name)
            spans.append(replace(span, doubt=OF_OFFICE) if any(map(_names_holder, found)) else span)
    known = {date.name for date in dates}
    ends = [found[word] for word in _ENDS if word in found]
    ends = [(name, text) for name, text in ends if _WHOLE_YEAR.match(text) and name not in known]
    if spans or not ends:
        return spans
    roles = [date.role for date in dates if date.may_be_photos]
    return [DateCandidate(min(roles, default=Role.DATE), "", ends[0][0], 0, ends[0][1])]


def wider_pair(
    taken: DateCandidate, estimate: YearEstimate, read: Iterable[tuple[DateCandidate, YearEstimate]]
) -> tuple[DateCandidate, YearEstimate] | None:
    """The narrowest pair of the same rank that is wider than an exact year, and has it within.

    taken: the year's field
    estimate: the year
    read: all dates of the record that may be the photo's
    """
    if estimate.certainty != Certainty.EXACT or taken.end is not None:
        return None
    pairs = [(c, e) for c, e in read if c.end is not None and c.rank == taken.rank]
    if not pairs or len(re.findall(r"\d{4}", taken.text)) > 1:  # '1923, printed 1960'
        return None
    wider = [(c, e) for c, e in pairs if e.span and width(e) > 0 and agree(e, estimate)]
    return min(wider, key=lambda pair: width(pair[1]), default=None)


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return joined_name(without_accents(name))


def _names_holder(name: str) -> bool:
    """Whether a field of this bare name names an office or a person, who held it for a time."""
    return bool(_HOLDERS.search(name))


def _begins_span(date: DateCandidate) -> bool:
    name = date.name.rpartition("/")[2]
    if "quem" in name.lower() or "terminus" in name.lower():
        return False  # 'terminus post quem' says itself that the span is open
    return date.may_be_photos and part_of_pair(joined_name(name))[1] is SpanEnd.BEGIN
