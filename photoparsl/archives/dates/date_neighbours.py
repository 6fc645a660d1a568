"""Judge the dates of a record by its other fields: the ends of spans, what is outside a work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_doubts import IS_PUBLISHED
from photoparsl.archives.dates.date_names import role_of_parent
from photoparsl.archives.dates.date_pairs import bare_spans
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.element_names import bare_name, role_of
from photoparsl.archives.dates.made_things import beside_empty, of_made_things
from photoparsl.archives.dates.rows_of_things import of_rows_things
from photoparsl.archives.dates.thing_names import Path
from photoparsl.archives.dates.works_around import outside_works
from photoparsl.archives.dates.years_in_texts import beside_texts


def with_neighbours(
    dates: Sequence[DateCandidate],
    fields: Iterable[tuple[Path, str]],
    names: Iterable[str] = (),
) -> list[DateCandidate]:
    """The dates of a record, with those that only its other fields show to be dates.

    fields: all fields of the record, each with its path and text
    names: the names of what stands directly in the record, also of what is empty
    """
    fields, names = list(fields), list(names)
    types = [date.text for date in dates if date.role == Role.TYPE]
    known = beside_empty(outside_works(dates, fields, names), names, types)
    known = _beside_empty_own(known, names)
    known = of_made_things(known, ((path[-1], text) for path, text in fields))
    known = of_rows_things(known, fields, names)
    known = beside_texts(known, fields)
    own = ((path[-1], text) for path, text in fields if not _is_in_others(path))
    return known + bare_spans(known, own)


def _beside_empty_own(dates: list[DateCandidate], names: Iterable[str]) -> list[DateCandidate]:
    """The dates, with a doubt on that of a publication if the photo's own date is empty."""
    if any(date.role <= Role.DATE for date in dates) or not any(map(_is_own, names)):
        return dates
    return [
        replace(date, doubt=date.doubt or IS_PUBLISHED) if date.role == Role.ISSUED else date
        for date in dates
    ]


@lru_cache(maxsize=1024)
def _is_own(name: str) -> bool:
    return (role_of(name) or Role.OTHER) <= Role.DATE


@lru_cache(maxsize=1024)
def _is_in_others(path: Path) -> bool:
    """Whether a field is in an element that gives its dates a role."""
    return any(role_of_parent(bare_name(parent)) for parent in path[:-1])
