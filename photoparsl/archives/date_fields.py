"""Find the dates among a record's fields, by the fields' names and those around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from photoparsl.archives.date_candidate import DateCandidate
from photoparsl.archives.date_names import may_be_photos, role_of_parent
from photoparsl.archives.date_roles import DATE_PARTS, Role
from photoparsl.archives.element_names import bare_name, place_in, role_of
from photoparsl.archives.plain_text import plain_text

PAIR = ".."  # joins two names, of the first and the last date of a span, in `--date`
_DEEPEST = 6  # levels of JSON within each other
_MOST_FIELDS = 2_000  # of a record in JSON


def candidate_at(
    path: tuple[str, ...], text: str, chosen: tuple[str, ...] = (), name: str = ""
) -> DateCandidate | None:
    """The date in a field; None if it holds none.

    path: the field's name, the last, and those of what it is in, within the record
    text: the field's text
    chosen: the names that the user gave for dates; only these count, and what says how certain a
        date is
    name: the field's name as it is shown (default: the last of `path`)

    >>> candidate_at(("building", "date"), "1923").role.name
    'OTHER'
    """
    name = name or path[-1]
    role = role_of(path[-1])
    if chosen and role != Role.FLAG:
        place, part = place_of(chosen, path)
        return DateCandidate(role or Role.DATE, text, name, place, part=part) if place else None
    if role is None and len(path) > 1 and bare_name(path[-1]) in DATE_PARTS.split():
        path, name = (*path[:-2], f"{path[-2]}.{path[-1]}"), f"{path[-2]}.{name}"
        role = role_of(path[-1])
    if role is None:
        return None
    for parent in path[:-1]:
        around = role_of_parent(bare_name(parent))
        if around is not None and may_be_photos(role):
            role, name = max(role, around), f"{path[-2]}/{name}"
    return DateCandidate(role, text, name)


def place_of(chosen: tuple[str, ...], path: tuple[str, ...]) -> tuple[int, str]:
    """The position, from 1, of a field among the user's names, 0 if it isn't; and its part.

    >>> place_of(("taken", "from..to"), ("to",))
    (2, 'end')
    """
    path = tuple(map(bare_name, path))
    for place, name in enumerate(chosen, start=1):
        begin, pair, end = name.partition(PAIR)
        if place_in((begin,), path):
            return place, "begin" if pair else ""
        if pair and place_in((end,), path):
            return place, "end"
    return 0, ""


def names_in(chosen: tuple[str, ...]) -> list[str]:
    """The single names among the user's names for dates, of which some are pairs.

    >>> names_in(("taken", "from..to"))
    ['taken', 'from', 'to']
    """
    return [name for pair in chosen for name in pair.split(PAIR)]


def dates_in_json(item: Mapping[str, Any]) -> list[DateCandidate]:
    """The dates in a record of JSON, also in the objects within it."""
    found = (candidate_at(path, text) for path, text in texts_in_json(item))
    return [candidate for candidate in found if candidate]


def texts_in_json(item: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts in a record of JSON, each with the names that lead to it."""
    return islice(_texts(item, (), 0), _MOST_FIELDS)


def _texts(value: Any, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict) and depth < _DEEPEST:
        for name, inner in value.items():
            yield from _texts(inner, (*path, str(name)), depth + 1)
    elif isinstance(value, list) and value and isinstance(value[0], (dict, list)):
        if depth < _DEEPEST:
            for inner in value:
                yield from _texts(inner, path, depth + 1)
    elif path and (text := str(value) if isinstance(value, bool) else plain_text(value)):
        yield path, text
