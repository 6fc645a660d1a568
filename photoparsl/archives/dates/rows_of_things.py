"""Doubt the year in a record of a thing with a picture: `Image;Battle;Year`, `Foto;Boerderij;Jaar`.

A record is that of a photo if it has a title, a photographer or the like.  The file
beside_dates.txt has the words: add those of your language there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache

from photoparsl.archives.dates.beside_words import joined_words, words_of
from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_doubts import of_row
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.described_thing import is_of_image, is_photograph
from photoparsl.archives.dates.element_names import bare_name, is_title
from photoparsl.archives.dates.names_beside import is_event_name
from photoparsl.archives.dates.plain_letters import without_accents
from photoparsl.archives.dates.thing_names import Path

_LONGEST = 60  # characters of a name
_DAY = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}[./-] ?\d{1,2}[./-] ?\d{4}|\d{1,2}\.? [^\W\d]+\.? \d{4}|"
    r"[^\W\d]+\.? \d{1,2},? \d{4}"
)


def of_rows_things(
    dates: list[DateCandidate], fields: Iterable[tuple[Path, str]], names: Iterable[str]
) -> list[DateCandidate]:
    """The dates of a record, with a doubt on those that may be of the thing that it is about.

    fields: all fields of the record, each with its path and text
    names: the names of what stands directly in the record, also of what is empty
    """
    if not _may_be_of_things(tuple(names)):
        return dates
    own = ((path[0], text) for path, text in fields if len(path) == 1 and text)
    named = ((name, kind) for name, text in own if (kind := _kind_of(name, text)))
    name, kind = next(named, ("", ""))
    if not name:
        return dates
    if is_photograph([date.text for date in dates if date.role == Role.TYPE]):
        return dates
    return [_doubted(date, name, kind) for date in dates]


def _doubted(date: DateCandidate, name: str, kind: str) -> DateCandidate:
    is_open = not date.user_rank and Role.TAKEN < date.role <= Role.UNCLEAR
    is_open &= not (date.is_in_photo or is_of_image(date))
    if kind == "row thing" and _DAY.fullmatch(date.text.strip()):
        return date
    return replace(date, doubt=date.doubt or of_row(name)) if is_open else date


@lru_cache(maxsize=256)
def _may_be_of_things(names: tuple[str, ...]) -> bool:
    """Whether one of a record's fields may name a thing, and none says that it is of a photo."""
    kinds = set(map(_kind_by_name, names))
    return "photo column" not in kinds and kinds != {""}


def _kind_of(name: str, text: str) -> str:
    """What a field says that the record is of.  An event does if it is a battle or the like."""
    kind = _kind_by_name(name)
    if kind != "event":
        return kind
    words = re.findall(r"[^\W\d_]+", without_accents(text.lower()))
    return "row event" if not _events().isdisjoint(words) else ""


@lru_cache(maxsize=4096)
def _kind_by_name(name: str) -> str:
    """'row thing', 'row event' or 'photo column' by a field's name, also 'event', else ''."""
    bare = bare_name(name)
    plain = without_accents(bare)
    if len(plain) > _LONGEST:
        return ""
    if is_title(bare):
        return "photo column"
    if is_event_name(plain):
        return "event"
    return next((kind for kind, names in _names().items() if names.fullmatch(plain)), "")


@cache
def _events() -> frozenset[str]:
    return frozenset(words_of("row event"))


@cache
def _names() -> dict[str, re.Pattern[str]]:
    ends = "(?:s|name|names|namen|navn|namn|naam|title|titel|nr|no|id)?[0-9]?"
    kinds = ("photo column", "row thing", "row event")
    return {kind: re.compile(f"(?:{joined_words(words_of(kind))}){ends}") for kind in kinds}
