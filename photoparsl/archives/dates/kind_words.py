"""The role of a date by words that say whose it is, as in a field `Date type`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from photoparsl.archives.dates.beside_words import words_of
from photoparsl.archives.dates.date_names import (
    LONGEST_NAME,
    may_be_photos,
    role_of_bare,
    role_of_words,
)
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.element_names import joined_name
from photoparsl.archives.dates.names_beside import is_event_name, is_kind_name
from photoparsl.archives.dates.plain_letters import one_of, without_accents
from photoparsl.archives.dates.qualifier_columns import asks_of_what

# The meanings in beside_dates.txt.  The first that fits counts
_MEANINGS = {
    Role.UNCLEAR: "unclear",
    Role.ISSUED: "issued",
    Role.RECORD: "record",
    Role.SCAN: "scan",
    Role.PRINT: "print",
    Role.LIFE: "life",
    Role.OTHER: "thing",
    Role.TAKEN: "taken",
}
_DATE_OF = re.compile(  # 'Data de aquisição', 'date of purchase'
    "(?:date|datum|fecha|data|dato|rok|jahr|annee|year)(?:of|des|der|de|do|da|di|du|van|af|av)"
    "(?:the|la|l)?(?=.{3})"
)
_FIRST_ARTICLES = re.compile(
    r"^(?:(?:the|an?|of|der|die|das|des|la|le|les|l|el|los|las|il|lo|i|gli|de|du|del|della|di|do|da|"
    r"het|een|van|av|den|ett?)[ '])+(?=\w{4})"
)
_MOST_WORDS = 3  # of what 'Was' says
_SHARED = ("single", "exact", "day", "month", "year", "calendar", "gregorian", "point", "instant")


def says_kind(name: str, text: str) -> bool:
    """Whether a field of this bare name says of what the date beside it is.

    A field called `Event` does so only if its text is one word that is understood: it may be a
    photo's subject.

    >>> says_kind("datumsart", "Erwerb"), says_kind("event", "Wedding"), says_kind("event", "Sale")
    (True, False, True)
    """
    if not is_kind_name(name):
        return asks_of_what(name) and _is_of_another(text)
    if not is_event_name(name):
        return True
    word = without_accents(joined_name(text))
    is_known = role_by_words(word) is not None or may_be_photos(role_of_bare(f"date{word}"))
    return len(text.split()) == 1 and is_known


def _is_of_another(text: str) -> bool:
    """Whether a short text says that a date is another thing's, and not when a photo was taken."""
    if len(text.split()) > _MOST_WORDS:
        return False
    role = role_by_words(bare_kind(text))
    return role is not None and not may_be_photos(role)


@lru_cache(maxsize=4096)
def role_of_kind(text: str) -> Role | None:
    """The role of a date whose kind is this text, or None if the words aren't known.

    >>> [role_of_kind(text) for text in ("photographed", "Erwerb", "inclusive", "zzz")]
    [<Role.TAKEN: 1>, <Role.RECORD: 9>, <Role.DATE: 3>, None]
    """
    words = bare_kind(text)
    if not words or len(words) > LONGEST_NAME:
        return None
    if words in _SHARED:
        return Role.DATE
    if found := role_by_words(words):
        return found
    role = role_of_bare(f"date{words}")
    return role if may_be_photos(role) else role_of_words(words)


def bare_kind(text: str) -> str:
    """A text without accents, spaces, and what stands before its first word: 'data da cópia'."""
    plain = without_accents(text.lower())
    return _DATE_OF.sub("", joined_name(_FIRST_ARTICLES.sub("", plain)))


def role_by_words(word: str) -> Role | None:
    """The role that a bare text without accents says by its first word, or None."""
    found = (role for role, pattern in _patterns().items() if pattern.match(word))
    return next(found, None)


@cache
def _patterns() -> dict[Role, re.Pattern[str]]:
    """The beginnings of words for each role."""
    return {
        role: re.compile(one_of(re.sub(r"[^\w$]", "", word) for word in words_of(meaning)))
        for role, meaning in _MEANINGS.items()
    }
