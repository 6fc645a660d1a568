"""Hear a field whose name has a word for a date and others: 'How do we know the year?'.

The ways to call such a field have no end.  So it isn't asked which of them say something of a date:
all do, but for those that are known to say something else, like the date's place.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from photoparsl.archives.dates import date_roles as roles
from photoparsl.archives.dates.bare_remarks import speaks_of_date
from photoparsl.archives.dates.beside_words import words_in, words_of
from photoparsl.archives.dates.date_names import may_be_photos, role_of_bare, role_of_parent
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.element_names import bare_name, role_of
from photoparsl.archives.dates.kind_words import bare_kind, role_by_words
from photoparsl.archives.dates.names_beside import is_remark_name
from photoparsl.archives.dates.plain_letters import without_accents
from photoparsl.archives.dates.qualifier_columns import (
    is_mark,
    is_qualifier,
    kind_of_qualifier,
    says_copy_of_photo,
)
from photoparsl.archives.dates.remarks_on_photos import is_photo_remark, may_not_be_photos
from photoparsl.archives.dates.sure_remarks import is_sure_remark
from photoparsl.archives.dates.year_estimate import Certainty

_LONGEST = 60  # characters of a name
_LONGEST_TEXT = 200
_COMPOUND = re.compile(
    r"\b(datierung|datum|jahreszahl|datering|jaartal|aarstal|aartal|datovani|datowani)(?:s|e)?"
    r"(?=[^\W\d_]{4})"
)
_BEGIN = re.compile("dat(?:e|ing|ierung|ation|azione|acion|acao|ering|ace|owanie)|fecha|annee")
_END = re.compile("dat(?:um|o|e)$|jahr$|jaar$|aar$|year$")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CODE = re.compile(  # also 'commons-desc-page', by which a program says where it read the date
    r"\W*|.*\d{3}.*|\w+://.*|\w+(?:[:_.-]\w+)+|true|false", re.IGNORECASE | re.DOTALL
)


def role_beside_date(path: tuple[str, ...], text: str) -> Role | None:
    """FLAG or KIND if a field says something of a date beside it or around it, else None.

    path: the field's name, the last, and those of what it is in

    >>> role_beside_date(("Jahr bekannt durch",), "Opa").name
    'FLAG'
    >>> role_beside_date(("date", "basis"), "hat").name
    'FLAG'
    >>> role_beside_date(("Fecha de qué",), "la copia").name
    'KIND'
    """
    if is_mark(text) or (_may_qualify(path[-1]) and _qualifies(path[-1], text)):
        return Role.FLAG if _is_own(path[:-1]) else None
    return _role_by_words(path, text)


def _role_by_words(path: tuple[str, ...], text: str) -> Role | None:
    """FLAG or KIND if the name of a field, or a sentence in it, speaks of the date, else None."""
    is_on_date = may_speak_of_date(path[-1])
    is_within = len(path) > 1 and _is_remark_within(*path[-2:])
    if not is_on_date and not is_within and not speaks_of_date(path[-1], text):
        return None
    is_code = (is_on_date or is_within) and _CODE.fullmatch(text.strip())
    if len(text) > _LONGEST_TEXT or is_code:
        return None
    if not _is_own(path[:-1]):
        return None
    if not is_on_date:
        return Role.FLAG
    if read_date(text).certainty != Certainty.UNREAD:
        return None
    is_kind = role_by_words(bare_kind(text)) is not None and not is_sure_remark(text)
    return Role.KIND if is_kind else Role.FLAG


def _qualifies(name: str, text: str) -> bool:
    """Whether a field says of any date beside it that it isn't sure, or may not be the photo's."""
    is_of_copy = says_copy_of_photo(name, text) or may_not_be_photos(name, text)
    return is_of_copy or is_qualifier(name, text)


def _is_own(around: tuple[str, ...]) -> bool:
    """Whether none of the elements around a field is of something else."""
    return all(role_of_parent(bare_name(parent)) is None for parent in around)


@lru_cache(maxsize=4096)
def _may_qualify(name: str) -> bool:
    """Whether a field of this name may qualify a date by other words than 'before' and 'about'."""
    return bool(kind_of_qualifier(name)) or is_photo_remark(name)


@lru_cache(maxsize=4096)
def _is_remark_within(around: str, name: str) -> bool:
    """Whether a field is called like a remark, and what it is in like a date."""
    is_any = role_of(around) == Role.OTHER and _BEGIN.match(around.lower())
    is_date = may_be_photos(role_of(around)) or bool(is_any) or may_speak_of_date(around)
    return is_date and is_remark_name(f"date{bare_name(name)}")


@lru_cache(maxsize=4096)
def may_speak_of_date(name: str) -> bool:
    """Whether a field's name has a word for a date and others, which may say anything of it.

    name: as it is written

    >>> [may_speak_of_date(n) for n in ("How do we know the year?", "photo_date_src", "Rok czego")]
    [True, True, True]
    >>> [may_speak_of_date(n) for n in ("Date", "Year built", "Date of gift", "Date place")]
    [False, False, False, False]
    """
    words = re.findall(r"[^\W\d_]+", _HUMP.sub(" ", name)) if len(name) <= _LONGEST else []
    tokens = [without_accents(word.lower()) for word in words]
    tokens = _COMPOUND.sub(r"\1 ", " ".join(tokens)).split()
    others = [token for token in tokens if not _is_date(token)]
    others = [t for t in others if t != "data" or _romance().isdisjoint(others)]
    if len(others) == len(tokens) or _apart().intersection(tokens):
        return False
    is_of_thing = any(role_by_words(token) not in (None, Role.TAKEN) for token in others)
    is_said = not all(map(_known().__contains__, others)) or tokens[-1] in words_of("joint")
    return is_said and not is_of_thing


@lru_cache(maxsize=4096)
def _is_date(token: str) -> bool:
    """Whether a word is one for a date, or ends with one: 'aufnahmedatum'."""
    is_compound = _END.search(token) and may_be_photos(role_of_bare(token))
    return token in _dates() or bool(is_compound)


@cache
def _dates() -> frozenset[str]:
    return frozenset(words_of("date")) - {"data", "tid"}


@cache
def _romance() -> frozenset[str]:
    """Words beside `data` that make it a date, in Italian, Spanish, Portuguese and Polish."""
    languages = ("it", "es", "pt", "pl")
    return frozenset(w for language in languages for w in words_in(language, "joint")) | {"wg"}


@cache
def _apart() -> frozenset[str]:
    return frozenset(words_of("apart"))


@cache
def _known() -> frozenset[str]:
    """Words beside one for a date that leave it a date."""
    known = f"{roles.TAKEN_WORDS} {roles.CREATED_WORDS} {roles.NEUTRAL_WORDS} {roles.ARTICLES}"
    return frozenset((*known.split(), *words_of("joint")))
