"""Doubt the dates in an element like `<object>`, outside of which the photo or its title stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from photoparsl.archives.dates.container_words import WORK_WORDS
from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_names import role_of_parent
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.described_thing import is_photograph
from photoparsl.archives.dates.element_names import bare_name, is_title
from photoparsl.archives.dates.image_names import is_image_name
from photoparsl.archives.dates.plain_letters import one_of
from photoparsl.archives.dates.thing_names import Path

_PHOTO = re.compile("(?:(?:photo|foto)(?:graph|grafie|graphie)?|picture|image|bild|negative)s?")
_WORK = re.compile(one_of(WORK_WORDS.split()))


def outside_works(
    dates: Sequence[DateCandidate], fields: Iterable[tuple[Path, str]], names: Iterable[str] = ()
) -> list[DateCandidate]:
    """Return the dates of a record, as UNCLEAR if they are in a work without the photo.

    A date in a work is UNCLEAR if the photo or its title is outside of the work.

    `<object>` may be the record itself, or what the photo beside it shows.

    fields: all fields of the record, each with its path and text
    names: the names of the elements directly in the record.  An empty `<photo/>` counts too
    """
    types = (date.text for date in dates if date.role == Role.TYPE)
    if not any(date.work for date in dates) or is_photograph(list(types)):
        return list(dates)
    telling = [path for path, text in fields if _tells(path, text)]
    telling += [(name,) for name in names if _PHOTO.fullmatch(bare_name(name))]
    return [
        replace(date, role=max(date.role, Role.UNCLEAR), name=f"{date.work[-1]}/{date.name}")
        if date.may_be_photos and any(map(date.is_outside, telling))
        else date
        for date in dates
    ]


def work_around(path: Path) -> Path:
    """The path of the outermost work that a field is in, or () if it is in none.

    >>> work_around(("metadata", "object", "date"))
    ('metadata', 'object')
    """
    places = (n for n, name in enumerate(path[:-1], start=1) if _is_work(bare_name(name)))
    return path[: next(places, 0)]


def _tells(path: Path, text: str) -> bool:
    """Whether a field holds the photo or its title, or is in an element of the photo's."""
    names = list(map(bare_name, path))
    if is_in_photo(path) or is_image_name(text):
        return True
    return is_title(names[-1]) and not any(map(role_of_parent, names[:-1]))


def is_in_photo(path: Path) -> bool:
    """Whether a field is in an element of the photo's own: `<photo><date>`."""
    return any(_PHOTO.fullmatch(bare_name(name)) for name in path[:-1])


@lru_cache(maxsize=4096)
def _is_work(name: str) -> bool:
    return bool(_WORK.search(name)) and role_of_parent(name) is None
