"""Recognise whose date a field holds, by its name and the names around it.

A name is taken only if every word in it is known to fit the photo's date (`date_roles`).  A list of
other dates, as of scans and births, would never be complete: each archive has words of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache

from photoparsl.archives.dates import date_roles as words
from photoparsl.archives.dates import flag_names, other_dates
from photoparsl.archives.dates.container_words import CONTAINER_WORDS, WORK_WORDS
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.display_names import without_display
from photoparsl.archives.dates.names_beside import is_calendar_name, is_remark_name
from photoparsl.archives.dates.plain_letters import one_of, without_accents

LONGEST_NAME = 100  # characters; no known name is longer


@lru_cache(maxsize=4096)
def role_of_bare(name: str) -> Role | None:
    """The role of the date in a field of this bare name, or None if it means no date.

    >>> [role_of_bare(name).name for name in ("aufnahmedatum", "date", "datedeversement")]
    ['TAKEN', 'DATE', 'RECORD']
    >>> role_of_bare("dateiname"), role_of_bare("aufnahmeort"), role_of_bare("prodano")
    (None, None, None)
    """
    name = _OTHER_DATE.sub("date", without_accents(name))
    if len(name) > LONGEST_NAME or _NO_DATE.search(name):  # a long name might take long
        return None
    own = _role_of_plain(without_display(name))
    return own if may_be_photos(own) else _role_of_plain(name)


def _role_of_plain(name: str) -> Role | None:
    if _FLAG.fullmatch(name):
        return Role.FLAG
    for role, pattern in _WITHOUT_DATE.items():
        if pattern.fullmatch(name):
            return role
    if _PHOTOS_DATE.fullmatch(name):
        return next((role for role, pattern in _KINDS if pattern.search(name)), Role.DATE)
    if not _ANY_DATE.search(name):
        return None
    return next((role for role, pattern in _OTHERS if pattern.search(name)), Role.OTHER)


@lru_cache(maxsize=4096)
def is_flag_without_date(name: str) -> bool:
    """Whether a field of this bare name says how certain a date is, if its text has no year.

    >>> [is_flag_without_date(name) for name in ("fechaaproximada", "datenotes", "notes", "prefix")]
    [True, True, False, True]
    """
    if name != "statusdate" and (is_remark_name(name) or is_calendar_name(name)):
        return True  # PastPerfect's 'statusdate' is that of its record
    name = without_accents(name)
    if _NO_DATE.search(name) or _OF_DATA.match(name):
        return False
    return len(name) <= LONGEST_NAME and bool(_FLAG_WITHOUT_DATE.fullmatch(name))


def is_known_flag(name: str) -> bool:
    """Whether a field of this bare name is known to say how certain a date is: also 'Year ?'."""
    name = re.sub(r"\d", "", name)
    role = role_of_bare(name)
    return role == Role.FLAG or may_be_photos(role) or is_flag_without_date(name)


def may_be_photos(role: Role | None) -> bool:
    """Whether a date of this role may be the photo's."""
    return role is not None and role <= Role.UNCLEAR


@lru_cache(maxsize=4096)
def role_of_parent(name: str) -> Role | None:
    """The role of the dates in an element, or None if it only groups the photo's, else UNCLEAR.

    >>> [role_of_parent(name) for name in ("scan", "origininfo", "hoard", "temporal")]
    [<Role.SCAN: 8>, None, <Role.UNCLEAR: 6>, <Role.UNCLEAR: 6>]
    """
    name = without_accents(name)
    is_of_any = name in ("event", "events") or role_of_bare(name) in (Role.PERIOD, Role.UNCLEAR)
    if len(name) > LONGEST_NAME or is_of_any:  # of which kind? Of the photo or what it shows?
        return Role.UNCLEAR
    if found := next((role for role, parents in _PARENTS.items() if parents.fullmatch(name)), None):
        return found
    kind = _OF_EVENT.sub("", name)
    known = ((Role.TAKEN, _EVENT_OF_PHOTO), (Role.ISSUED, _EVENT_OF_ISSUE)) if kind != name else ()
    if happened := next((role for role, kinds in known if kinds.fullmatch(kind)), None):
        return happened
    role = role_of_bare(name)
    if _CONTAINER.fullmatch(name) or may_be_photos(role):
        return None
    if name.startswith("event"):  # of LIDO: what happened?
        other = Role.SCAN if role_of_words(kind) == Role.SCAN else Role.OTHER
        return None if _EVENT_OF_WORK.fullmatch(kind) else other
    if role in (None, Role.FLAG):
        own = (kind for kind, parts in _OTHERS if kind != Role.RECORD and parts.search(name))
        role = Role.TAKEN if _EVENT_OF_PHOTO.fullmatch(name) else next(own, Role.UNCLEAR)
    return role


def role_of_words(name: str) -> Role | None:
    """The role of a date that isn't the photo's, by a bare name, or None if it isn't known."""
    parents = (role for role, pattern in _PARENTS.items() if pattern.fullmatch(name))
    parts = (role for role, pattern in _OTHERS if pattern.search(name))
    return next(parents, None) or next(parts, None)


@lru_cache(maxsize=4096)
def is_date_of_other(name: str) -> bool:
    """Whether what an element of this bare name holds is the date of something else.

    A mere list of dates isn't, nor is an event's date in LIDO, which may be the photo's.

    >>> is_date_of_other("datedigitized"), is_date_of_other("indexingdatesset")
    (True, False)
    """
    role = role_of_bare(name)
    if role in (None, Role.FLAG) or may_be_photos(role):
        return False
    return not _CONTAINER.fullmatch(name)


def _one_of(text: str) -> str:
    return one_of(without_accents(text).split())


# The words are matched whole, one after the other.  Articles and ends only stand after a word for
# a date: 'Todesdatum' isn't 'to des', and 'date_del' isn't 'date' with an article.
_DATES = _one_of(words.DATE_WORDS)
_KNOWN = _one_of(
    f"{words.DATE_WORDS} {words.TAKEN_WORDS} {words.CREATED_WORDS} {words.ISSUED_WORDS} "
    f"{words.NEUTRAL_WORDS}"
)
_PHOTOS_DATE = re.compile(
    rf"(?:{_one_of(f'{words.FIRST_BEGINS} {words.FIRST_ENDS}')})?(?:{_KNOWN})*?(?:{_DATES})"
    rf"(?:(?:{_one_of(words.ARTICLES)}){{0,2}}(?:{_KNOWN}|{_one_of(words.ENDS)}))*?"
    rf"(?:{_one_of(words.LAST_ENDS)})?[0-9]{{0,2}}"
)
_KINDS = [
    (Role.ISSUED, re.compile(_one_of(words.ISSUED_WORDS))),
    (Role.TAKEN, re.compile(_one_of(words.TAKEN_WORDS) + "|timeoriginal")),
    (Role.CREATED, re.compile(_one_of(words.CREATED_WORDS))),
]
_FLAG = re.compile(flag_names.FLAGS)
_FLAGS = _one_of(flag_names.FLAG_WORDS)
_BESIDE_FLAG = f"{_FLAGS}|title|titles|label|term|name|value|text|code|by"
_FLAG_WITHOUT_DATE = re.compile(
    rf"(?:{_KNOWN})*?(?:{_DATES})(?:{_KNOWN}|is)*(?:{_FLAGS})(?:{_BESIDE_FLAG})*|"
    rf"(?:is)?(?:{_FLAGS})(?:{_one_of(f'{words.ARTICLES} {flag_names.BEFORE_DATE}')}){{0,3}}"
    rf"(?:{_KNOWN})*?(?:{_DATES}|{_one_of(flag_names.INFLECTED_DATES)})(?:title|code|name)?|"
    rf"(?:best|our|my)?(?:{_one_of(flag_names.BARE_FLAGS)})[0-9]{{0,3}}"
)
_WITHOUT_DATE = {
    role: re.compile(without_accents(pattern)) for role, pattern in words.WITHOUT_DATE_WORD.items()
}
_OTHERS = [(role, re.compile(_one_of(text))) for role, text in other_dates.OTHER_WORDS.items()]
_PARENTS = {role: re.compile(pattern) for role, pattern in other_dates.OTHER_PARENTS.items()}
_SMALL = f"{words.NEUTRAL_WORDS} {words.ARTICLES} fotografische photographic photographique"
_EVENT_OF_PHOTO = re.compile(
    rf"(?:{_one_of(f'{_SMALL} {words.CREATED_WORDS}')})*"
    rf"(?:{_one_of(words.TAKEN_WORDS)})(?:{_one_of(_SMALL)}|"
    rf"{_one_of(words.TAKEN_WORDS)})*"
)
_EVENT_OF_WORK = re.compile(
    rf"(?:{_one_of(_SMALL)})*(?:{_one_of(words.CREATED_WORDS)}|produktion|produccion|produzione)+"
)
_EVENT_OF_ISSUE = re.compile(rf"(?:{_one_of(words.ISSUED_WORDS)})+(?:event|info|information)?")
_OF_EVENT = re.compile("^(?:events?|origininfo)")  # before what happened, or a label
_CONTAINER = re.compile(rf"(?:{_one_of(f'{CONTAINER_WORDS} {WORK_WORDS}')})+[0-9]{{0,2}}")
_ANY_DATE = re.compile(
    r"^(?:date|dated|datum|fecha|annee|data(?:d|e|i|s|u|w|z)|year|jahr)|^an[nñ]?o(?:de|di|da)"
    r"|(?<![jnw])aar$"
    r"|(?:date|dates|datum|jahr|year|years|fecha|annee|jaar|datierung)(?:$|[0-9]|de|di|du|of|der)"
    rf"|^(?:{_one_of(other_dates.DATE_BEGINS)})|(?:{_one_of(other_dates.DATE_ENDS)})$"
)
_OTHER_DATE = re.compile("^dateother(?=.)")  # in MODS, its type says which it is
_OF_DATA = re.compile(  # 'data type' in English
    "data(?:type|status|accuracy|precision|certainty|confidence|quali|modifier|prefix|suffix|"
    "remarks?|comments?|evidence|reason|observations?)"
)
_NO_DATE = re.compile(  # files, databases, words that end like a date, and 'sold' ('prodáno')
    r"^datei(?:$|en|name|pfad|typ|format|gro|endung|nummer|nr|link|url|s$)|^datenb|^datent|"
    r"^datens|^datab|^datas(?:e|o|tr)|^yearbook|^dateline|candidate|mandate|^prodan[aeioy]|^statusdate$"
)
