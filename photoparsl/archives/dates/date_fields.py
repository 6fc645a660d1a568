"""Find the dates among a record's fields, by the fields' names and those around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from photoparsl.archives.dates import wikidata_times
from photoparsl.archives.dates.clock_times import is_recent
from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_names import may_be_photos, role_of_parent
from photoparsl.archives.dates.date_neighbours import with_neighbours
from photoparsl.archives.dates.date_pairs import names_in, with_lone_beginnings
from photoparsl.archives.dates.date_roles import DATE_PARTS, Role
from photoparsl.archives.dates.described_thing import role_of_type
from photoparsl.archives.dates.element_names import (
    bare_name,
    rank_in,
    role_of,
    role_of_field,
    role_of_part,
    without_dots,
)
from photoparsl.archives.dates.image_dates import beside_empty_dates
from photoparsl.archives.dates.json_date_kinds import EVENT
from photoparsl.archives.dates.json_texts import texts_in_json
from photoparsl.archives.dates.kind_words import role_of_kind, says_kind
from photoparsl.archives.dates.linked_art import plain_path
from photoparsl.archives.dates.negatives import role_of_copy
from photoparsl.archives.dates.numbered_names import numbered
from photoparsl.archives.dates.span_end import SpanEnd
from photoparsl.archives.dates.thing_names import (
    is_of_others,
    names_thing,
    role_of_building,
    role_of_thing,
)
from photoparsl.archives.dates.words_on_dates import role_beside_date
from photoparsl.archives.dates.works_around import is_in_photo, work_around

PAIR = ".."  # joins two names, of the first and the last date of a span, in `--date-column`
_YEAR = re.compile(r"\d{3}")
_LABEL = re.compile("dates?label")
_CHANGED = re.compile("datetime(?:value)?")
_CREATED = re.compile("(?:date)?created(?:at|on|date)?")
_OF_FILE = re.compile(r"extmetadata|exif|tiff|ifd0")
_IMAGES = re.compile("(?:digital)?images?|imagefiles|digitalimage|pictures|bilddateien|thumbnails?")
# What holds dates of a source; but `_source` and `sourceResource` hold a whole record
_ANOTHERS = re.compile(r"(?!_source$|sourceresource$|.*resource$).*source.*")
_DATE_PARTS = frozenset(DATE_PARTS.split())


def candidate_at(
    path: tuple[str, ...], text: str, chosen: Sequence[str] = (), name: str = ""
) -> DateCandidate | None:
    """The date in a field, or None if it holds none.

    path: the field's name, the last, and those of what it is in, within the record
    text: the field's text
    chosen: the names that the user gave for dates.  Only these count, and fields that say how
        certain a date is
    name: the field's name as it is shown (default: the last of `path`)

    >>> candidate_at(("building", "date"), "1923").role.name
    'OTHER'
    """
    plain, number = numbered(path[-1])
    found = _candidate_at((*path[:-1], plain), text, chosen, name or path[-1], path)
    return replace(found, number=number) if found and number else found


def _candidate_at(
    path: tuple[str, ...],
    text: str,
    chosen: Sequence[str],
    name: str,
    written: tuple[str, ...],
) -> DateCandidate | None:
    """The date in a field, but for the number in its name.

    written: the path with the number
    """
    if _is_kind(path[-1], text, written[-1]) and not rank_of(chosen, written)[0]:
        is_own = all(role_of_parent(bare_name(parent)) is None for parent in path[:-1])
        return DateCandidate(Role.KIND, text, name) if is_own else None
    role = role_of_field(path[-1], text)
    if role in (None, Role.OTHER) and not rank_of(chosen, written)[0]:
        role = role_beside_date(path, text) or role
    if role == Role.KIND:
        return DateCandidate(role, text, name)
    if chosen and role != Role.FLAG:
        user_rank, part = rank_of(chosen, written)
        return (
            DateCandidate(role or Role.DATE, text, name, user_rank, part=part)
            if user_rank
            else None
        )
    if role is None and len(path) > 1 and bare_name(path[-1]) in _DATE_PARTS:
        role, name = role_of_part(path, text), f"{path[-2]}.{name}"
        path = (*path[:-2], f"{path[-2]}.{path[-1]}")
    role = role or role_of_copy(path[-1], text) or wikidata_times.role_of_time(path[-1], text)
    role = role or role_of_building(path[-1], text)
    role = role or role_of_type(path, text) or role_of_thing(path, text)
    if role is None or role in (Role.TYPE, Role.THING):
        return DateCandidate(role, text, "/".join((*path[-2:-1], name))) if role else None
    is_in_images = any(_IMAGES.fullmatch(bare_name(parent)) for parent in path[:-1])
    if is_in_images and role in (Role.CREATED, Role.DATE) and is_recent(text):
        return DateCandidate(Role.SCAN, text, f"{path[-2]}/{name}")
    if role == Role.PERIOD and bare_name(path[-1]) == "time" and is_recent(text):
        role = Role.RECORD
    if role == Role.RECORD and _is_made(path):
        role = Role.CREATED
    role, name = _in_elements(path, role, name)
    work, is_own = work_around(path), is_in_photo(path)
    return DateCandidate(role, text, name, work=work, is_in_photo=is_own, is_in_images=is_in_images)


def _is_kind(name: str, text: str, written: str) -> bool:
    """Whether a field says of what the date beside it is.  A label does if it is understood.

    written: the name with its number.  With one, as in `date_1_label`, it says so in any words
    """
    bare = bare_name(name)
    is_label = _LABEL.fullmatch(bare) and (name != written or role_of_kind(text))
    return (bool(is_label) or says_kind(bare, text)) and not _YEAR.search(text)


def _is_made(path: tuple[str, ...]) -> bool:
    """Whether a field says when the element around it was made: `production/createdDate`."""
    is_created = bool(_CREATED.fullmatch(bare_name(path[-1])))
    return is_created and len(path) > 1 and role_of(f"date {path[-2]}") == Role.CREATED


def _in_elements(path: tuple[str, ...], role: Role, name: str) -> tuple[Role, str]:
    """The role and the shown name of a date, by the elements that it is in."""
    is_in_file = any(map(_OF_FILE.fullmatch, map(bare_name, path)))
    if is_in_file and _CHANGED.fullmatch(bare_name(path[-1])):
        role = Role.RECORD  # EXIF's DateTime is that of the file's last change
    shown, is_in_others = name, False
    for parent in path[:-1]:
        around = role_of_parent(bare_name(parent))
        if around is None and _ANOTHERS.fullmatch(parent.lower()):
            around = Role.UNCLEAR
        if not may_be_photos(role):
            break
        if around == Role.TAKEN and not is_in_others:
            role = around
        elif around is not None:
            is_in_others |= not EVENT.fullmatch(parent.lower())
            role, shown = max(role, around), f"{path[-2]}/{name}"
        elif role_of(parent) == Role.ISSUED:
            role = max(role, Role.ISSUED)  # 'earliestDate' in VRA's publication
    return role, shown


def rank_of(chosen: Sequence[str], path: tuple[str, ...]) -> tuple[int, SpanEnd]:
    """Find a field among the names that the user gave for dates.

    Returns its position, from 1, or 0 if the user didn't name it.  Also returns its part of a span.

    >>> rank_of(("taken", "from..to"), ("to",))
    (2, <SpanEnd.END: 'end'>)
    """
    path = tuple(map(bare_name, path))
    for user_rank, name in enumerate(chosen, start=1):
        for field, part in parts_of(name):
            if rank_in((field,), path):
                return user_rank, part
    return 0, SpanEnd.NONE


def parts_of(name: str) -> list[tuple[str, SpanEnd]]:
    """The single names in a name that the user gave for dates, each with its part of a span.

    >>> [field for field, _ in parts_of("from..to")]
    ['from', 'to']
    """
    begin, pair, end = name.partition(PAIR)
    both = [(begin, SpanEnd.BEGIN), (end, SpanEnd.END)] if pair else [(name, SpanEnd.NONE)]
    return [(field, part) for field, part in both if field]


def dates_in_json(item: Mapping[str, Any], around: str = "") -> list[DateCandidate]:
    """The dates in a record of JSON, also in the objects within it.

    around: the name of the list that it is in.  Those of 'buildings' aren't photos
    """
    item = {around: item} if is_of_others(bare_name(around)) else item
    fields = [(without_dots(plain_path(path)), text) for path, text in texts_in_json(item)]
    found = (candidate_at(path, text) for path, text in fields)
    dates = with_lone_beginnings([c for c in found if c], names_in(item))
    dates = beside_empty_dates(dates, map(str, item))
    thing = [DateCandidate(Role.THING, around, around)] if names_thing(bare_name(around)) else []
    return with_neighbours(dates, fields, item) + thing
