"""Tell in which calendar a year is, by the field beside it: 1345 of the Hijra isn't 1345."""

from __future__ import annotations

import re
from functools import cache

from photoparsl.archives.dates.beside_words import joined_words, words_of
from photoparsl.archives.dates.doubt import Doubt
from photoparsl.archives.dates.plain_letters import without_accents


def doubt_of_calendar(text: str) -> Doubt:
    """What the name of a calendar says of the year beside it.

    >>> [doubt_of_calendar(text).name for text in ("Gregorian", "Solar Hijri", "zyx")]
    ['NONE', 'OTHER_CALENDAR', 'NOT_UNDERSTOOD']
    """
    plain = re.sub(
        r"[\W_]|calend[a-z]+|kalend[a-z]+|era$",
        "",
        without_accents(text.lower().rpartition("/")[2]),
    )
    if not plain or _one("ours").fullmatch(plain):
        return Doubt.NONE
    return Doubt.OTHER_CALENDAR if _one("other calendar").fullmatch(plain) else Doubt.NOT_UNDERSTOOD


@cache
def _one(meaning: str) -> re.Pattern[str]:
    return re.compile(joined_words(words_of(meaning)))
