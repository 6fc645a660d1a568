"""Recognise fields that name another thing than the photo.

A record that has a field `Building` or `Architect` is about a building, as far as one can know, and
its date may be the building's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from photoparsl.archives.dates.beside_words import joined_words, words_of
from photoparsl.archives.dates.date_candidate import DateCandidate
from photoparsl.archives.dates.date_doubts import beside_thing
from photoparsl.archives.dates.date_names import role_of_parent
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.described_thing import (
    LONGEST_TYPE,
    is_photograph,
    is_thing,
    words_of_things,
)
from photoparsl.archives.dates.element_names import bare_name, joined_name
from photoparsl.archives.dates.plain_letters import without_accents
from photoparsl.archives.dates.thing_words import BESIDE, MORE_THINGS, NO_COLUMNS

Path = tuple[str, ...]  # a field's name, the last, and those of what it is in

_OBJECTS = re.compile("(?:obje[ck]t|objet|objeto|oggetto|obiekt)(?:s?names?|namen?|bezeichnung)?")
_NOTHING = re.compile(r"\W*(?:no|none|n/?a|nein|non|nee|nej|nie|false|unknown|null|nan|0)?\W*")
_BUILT = re.compile(
    without_accents(
        "built|build|bau|constru|erect|errich|bygg|budow|stavb|bouw|costru|постро|побудов|epites|rakenn|"
        "found|grund|opened|eroff|inaugur|einweih|geweiht|complet|fertig|consecr|demol|abriss|"
        "establ|edific|fondat|fundad|stichting|zaloz|postav|vystav|wznies|vollend|achev|voltooi|uppfor|opfor|oppfor|"
        "insa|yapil|κατασκευ|בניי|הקמ|건립|준공|건축|竣工|建築|建成|建造|البناء"
    )
)
_IS_YEAR = re.compile(r"\W*(?:ca?\.? ?)?(?:1[0-9]|20)\d\d\b")
# What was made in series has both of these. A camera's, in what it wrote, are of how it was taken
_MAKE = re.compile(
    "makes?|manufacturer|brand|marken?|marques?|mar[ck]a|merk|maerke|znacka|fabrikat"
)
_MODEL = re.compile("(?:models?|modell?[eo]?)(?:name|number|nr|no)?")
_BY_CAMERA = re.compile("exif|tiff|ifd0|camera|device|scanner|extmetadata")
_LONG = 6  # letters of a word that also ends longer names: 'Pfarrkirche'


def role_of_thing(path: Path, text: str) -> Role | None:
    """THING if a field names another thing than the photo, else None.

    >>> role_of_thing(("Building",), "Town hall"), role_of_thing(("subject", "building"), "Mill")
    (<Role.THING: 15>, None)
    """
    is_object = bool(_OBJECTS.fullmatch(bare_name(path[-1]))) and len(text) <= LONGEST_TYPE
    is_named = _may_name_thing(path, is_object=is_object and is_thing([text]))
    return Role.THING if is_named and not _NOTHING.fullmatch(text.lower()) else None


def role_of_building(name: str, text: str) -> Role | None:
    """OTHER if a field says when a thing was built, without a word for a date: `Built` 1888.

    >>> role_of_building("Built", "1888").name, role_of_building("Built by", "1888 men")
    ('OTHER', None)
    """
    return Role.OTHER if _is_of_building(name) and _IS_YEAR.match(text) else None


@lru_cache(maxsize=4096)
def _is_of_building(name: str) -> bool:
    plain = without_accents(bare_name(name))
    is_single = len(re.findall(r"[^\W\d_]+", name)) == 1
    return is_single and not names_thing(plain) and bool(_BUILT.search(plain))


@lru_cache(maxsize=1024)
def _may_name_thing(path: Path, *, is_object: bool) -> bool:
    """Whether a text at this path names a thing.  `is_object` if the path ends with the object."""
    names = list(map(bare_name, path))
    if _is_half(names[-1]) and not any(map(names_thing, names)):
        return not any(map(_BY_CAMERA.search, names)) and not any(map(role_of_parent, names[:-1]))
    first = next((n for n, name in enumerate(names) if names_thing(name)), -1)
    first = len(names) - 1 if is_object else first
    return first >= 0 and not any(map(role_of_parent, names[:first]))


def is_of_others(name: str) -> bool:
    """Whether a field of this bare name certainly holds dates of other things than photos.

    >>> [is_of_others(name) for name in ("buildings", "artist", "record", "hoard")]
    [True, True, False, False]
    """
    return role_of_parent(name) in (Role.LIFE, Role.OTHER)


@lru_cache(maxsize=4096)
def names_thing(name: str) -> bool:
    """Whether a field of this bare name names a building, a ship, or who made it.

    >>> [names_thing(name) for name in ("buildingname", "pfarrkirche", "architekt", "shipping")]
    [True, True, True, False]
    """
    return len(name) <= 100 and bool(_things().fullmatch(without_accents(name)))


def beside_things(
    dates: Sequence[DateCandidate], things: Sequence[DateCandidate], types: Iterable[DateCandidate]
) -> list[DateCandidate]:
    """Return the dates of a record, with a doubt on those that may be another thing's.

    A date that doesn't say that it is the photo's is doubtful if the record has fields that name
    another thing.  No date is if the record says that it describes a photograph.  If the thing has
    a date of its own, only other dates with the same text are doubtful.

    things: the fields that name another thing, or half of one: a make without a model is none
    types: what the record says that it describes
    """
    paths = [list(map(bare_name, thing.name.split("/"))) for thing in things]
    names = [without_accents(path[-1]) for path in paths]
    whole = any(not _is_half(path[-1]) or any(map(names_thing, path[:-1])) for path in paths)
    is_pair = any(map(_MAKE.fullmatch, names)) and any(map(_MODEL.fullmatch, names))
    own = {date.text for date in dates if _is_things(date)}
    if not (whole or is_pair or own) or is_photograph([kind.text for kind in types]):
        return list(dates)
    doubtful = [_is_open(date) and (not own or date.text in own) for date in dates]
    both = zip(dates, doubtful, strict=True)
    doubt = beside_thing(_shown(things, dates))
    return [replace(date, doubt=doubt) if is_ else date for date, is_ in both]


def _shown(things: Sequence[DateCandidate], dates: Sequence[DateCandidate]) -> str:
    """The name of the field that names another thing, else of that with the thing's date."""
    whole = (thing.name for thing in things if not _is_half(bare_name(thing.name.split("/")[-1])))
    own = (date.name for date in dates if _is_things(date))
    return next(whole, "") or next(own, "") or next(thing.name for thing in things)


@lru_cache(maxsize=4096)
def _is_half(name: str) -> bool:
    plain = without_accents(name)
    return bool(_MAKE.fullmatch(plain) or _MODEL.fullmatch(plain))


def _is_open(date: DateCandidate) -> bool:
    return not date.user_rank and Role.TAKEN < date.role <= Role.UNCLEAR and not date.is_in_photo


def _is_things(date: DateCandidate) -> bool:
    if any(names_thing(bare_name(name)) for name in date.name.split("/")[:-1]):
        return True
    return date.role == Role.OTHER and _is_of_thing(date.name)


@lru_cache(maxsize=4096)
def _is_of_thing(name: str) -> bool:
    """Whether a date's field has a word for a thing, or for building, in its name."""
    plain = without_accents(joined_name(name))
    words = re.findall(r"[^\W\d_]+", name.lower())
    is_named = any(names_thing(word) for word in words if len(word) >= _LONG)
    return is_named or bool(_BUILT.search(plain) or _long_things().search(plain))


@cache
def _things() -> re.Pattern[str]:
    whole = {word.strip("-").replace(" ", "") for word in words_of_things()}
    whole -= set(map(without_accents, NO_COLUMNS))
    ends = {w[1:] for w in words_of_things() if w[0] == "-" and len(w) > _LONG}
    columns = joined_words(words_of("thing column"))
    things = f"{_one_of(whole)}|{_plain(MORE_THINGS)}|{columns}|[a-z]*(?:{_one_of(ends)})"
    beside = _plain(BESIDE)
    return re.compile(rf"(?:{beside})*(?:{things})(?:e?s|en)?(?:{beside})*[0-9]?")


@cache
def _long_things() -> re.Pattern[str]:
    plain = (word.strip("-").replace(" ", "") for word in words_of_things())
    return re.compile(_one_of(word for word in plain if len(word) >= _LONG))


def _plain(words: str) -> str:
    return _one_of(map(without_accents, words.split()))


def _one_of(texts: Iterable[str]) -> str:
    return "|".join(sorted(set(texts), key=len, reverse=True))
