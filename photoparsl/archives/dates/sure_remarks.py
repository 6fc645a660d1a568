"""Tell whether a remark on a date leaves it sure: 'dated on the negative', and nothing else.

What people write beside a date has no end: who said so, what it was guessed by, what to check.  So
a remark counts as sure only if all of its words are in a short list, in beside_dates.txt.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from photoparsl.archives.dates.beside_words import words_of
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.kind_words import bare_kind, role_by_words
from photoparsl.archives.dates.plain_letters import one_of, without_accents

_LONGEST = 100  # characters of a remark that is judged
_WHOLE = re.compile(r"\W*(?:0\.0|100 ?%|(\d+) ?(?:/|of|von|sur|de|su) ?\1)?\W*")


@lru_cache(maxsize=4096)
def is_sure_remark(text: str) -> bool:
    """Whether a remark says that the date beside it is sure, or says nothing.

    >>> [is_sure_remark(text) for text in ("inscription verso", "Dated, on the negative", "5/5")]
    [True, True, True]
    >>> [is_sure_remark(text) for text in ("laut Enkelin", "by the dress", "print", "not sure")]
    [False, False, False, False]
    """
    plain = without_accents(text.strip().lower())
    words = " ".join(re.findall(r"\w+", plain.replace("'", " ")))
    is_others = role_by_words(bare_kind(text)) not in (None, Role.TAKEN)
    if len(plain) > _LONGEST or plain.endswith("?") or is_others:
        return False
    return bool(_WHOLE.fullmatch(plain) or _sure().fullmatch(words))


@cache
def _sure() -> re.Pattern[str]:
    telling = _words("sure", "act", "place")
    return re.compile(rf"(?:(?:{telling}|{_words('small')}) )*?(?:{telling})(?: (?:{telling}))*")


def _words(*meanings: str) -> str:
    plain = (" ".join(re.findall(r"\w+", w)) for m in meanings for w in words_of(m))
    return one_of(plain)
