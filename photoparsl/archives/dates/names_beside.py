"""Recognise by its name a field that says of the date beside it whose it is, or how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from photoparsl.archives.dates import date_roles as words
from photoparsl.archives.dates.beside_words import (
    joined_words,
    words_by_language,
    words_in,
    words_of,
)
from photoparsl.archives.dates.plain_letters import one_of, without_accents

_LONGEST = 60  # characters of a name
_NO_DATE = re.compile(r"^datab|^datas(?:e|o|tr)")  # databases, data sets and sources


@lru_cache(maxsize=4096)
def is_kind_name(name: str) -> bool:
    """Whether a field of this bare name says whose date the one beside it is.

    >>> [is_kind_name(n) for n in ("datetype", "artderjahresangabe", "typedannee", "eventdate")]
    [True, True, True, False]
    """
    return _fits(_kinds(), name) or is_event_name(name)


@lru_cache(maxsize=4096)
def is_event_name(name: str) -> bool:
    """Whether a field of this bare name says which event the date beside it is of: 'event type'."""
    return _fits(_events(), name)


@lru_cache(maxsize=4096)
def is_remark_name(name: str) -> bool:
    """Whether a field of this bare name has a remark on a date, or its source or basis.

    >>> [is_remark_name(n) for n in ("bemerkungzumdatum", "datesource", "dateofnote", "notes")]
    [True, True, False, False]
    """
    return _fits(_remarks(), name)


@lru_cache(maxsize=4096)
def is_calendar_name(name: str) -> bool:
    """Whether a field of this bare name says in which calendar the date beside it is."""
    return _fits(_calendars(), name)


def _fits(patterns: Iterable[re.Pattern[str]], name: str) -> bool:
    plain = without_accents(name)
    if len(plain) > _LONGEST or _NO_DATE.search(plain):
        return False
    fitting = (found for pattern in patterns if (found := pattern.fullmatch(plain)))
    return any(all(map(_known().fullmatch, filter(None, f.groups()))) for f in fitting)


@cache
def _known() -> re.Pattern[str]:
    """Words between a word for a date and one that says something of it: 'note on date taken'."""
    known = f"{words.TAKEN_WORDS} {words.CREATED_WORDS} {words.NEUTRAL_WORDS}".split()
    return re.compile(rf"(?:{one_of(set(known).difference(('of', 'the', 'was', 'when')))})*")


@cache
def _kinds() -> list[re.Pattern[str]]:
    return [*_around_dates("kind", 0), *_around_dates("event", 1)]


@cache
def _events() -> list[re.Pattern[str]]:
    kinds = joined_words(words_of("kind"))
    events = joined_words(words_of("event"))
    whole = rf"(?:{events})(?:s?(?:{kinds}))?|(?:{kinds})(?:d|de|di|do)?(?:{events})"
    return [re.compile(whole)]


@cache
def _remarks() -> list[re.Pattern[str]]:
    return list(_around_dates("remark", 1))


@cache
def _calendars() -> list[re.Pattern[str]]:
    dates = joined_words(words_of("date"))
    calendars = joined_words(words_of("calendar"))
    kinds = joined_words(words_of("kind"))
    beside = rf"(?:{kinds}|system|name)"
    own = rf"(?:{dates})?s?(?:{calendars}){beside}?|(?:{dates})s?era|eraof(?:the)?(?:{dates})"
    return [re.compile(own)]


def _around_dates(meaning: str, least: int) -> Iterator[re.Pattern[str]]:
    """Patterns for each language: a word for a date, and one of a meaning before or after it.

    A date of such a thing, as in 'date of note' and 'event date', isn't meant.  Groups are what
    stands between, which must be known words.

    least: how many words like 'of the' stand at least between a word and the date after it
    """
    for language, own in words_by_language(meaning).items():
        dates = joined_words(words_in(language, "date"))
        joints = joined_words(words_in(language, "joint"))
        meant = joined_words(own)
        first = rf"(?:{meant})(?:{joints}){{{least},3}}(.*?)(?:{dates})(.*?)[0-9]{{0,2}}"
        yield re.compile(first)
        yield re.compile(rf"(.*?)(?:{dates})(.*?)s?(?:{meant}){{1,2}}[0-9]{{0,2}}")
