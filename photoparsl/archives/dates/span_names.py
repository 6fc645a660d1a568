"""Recognise by its name a field that holds the first or the last date of a span."""

from __future__ import annotations

import re
from functools import lru_cache

from photoparsl.archives.dates import date_roles as words
from photoparsl.archives.dates.plain_letters import one_of, without_accents
from photoparsl.archives.dates.span_end import SpanEnd


@lru_cache(maxsize=4096)
def part_of_pair(name: str) -> tuple[str, SpanEnd]:
    """The name without the word for the begin or the end of a span, and which of them it has.

    >>> [part_of_pair(name) for name in ("creationdateearliest", "datephoto")]
    [('creationdate', <SpanEnd.BEGIN: 'begin'>), ('datephoto', <SpanEnd.NONE: ''>)]
    """
    name = without_accents(name)
    for part, pattern in _PARTS:
        if found := pattern.search(name):
            return name[: found.start()] + name[found.end() :], part
    return name, SpanEnd.NONE


def _one_of(text: str) -> str:
    return one_of(text.split())


_DATES = _one_of(words.DATE_WORDS)
_AFTER_DATE = "|".join(f"(?<={word})" for word in words.WORDS_BEFORE_ENDS.split())
_PARTS = [
    (
        part,
        re.compile(
            rf"(?:{_one_of(anywhere)}|^(?:{_one_of(first)}))(?=(?:{_DATES})\d*$)|(?<=..)(?:{_one_of(anywhere)})(?=\d*$)"
            rf"|(?:{_AFTER_DATE})"
            rf"(?:{_one_of(after)})(?=\d*$)|(?:terminus)?{terminus}quem|(?<=terminus){terminus}$"
        ),
    )
    for part, anywhere, first, after, terminus in (
        (
            SpanEnd.BEGIN,
            words.BEGIN_WORDS,
            words.FIRST_BEGINS,
            words.BEGIN_WORDS_AFTER_DATE,
            "post",
        ),
        (SpanEnd.END, words.END_WORDS, words.FIRST_ENDS, words.END_WORDS_AFTER_DATE, "ante"),
    )
]
