"""The words in what stands beside a date, from the file beside_dates.txt.

Each line there has a meaning in a language: add your language's words there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from photoparsl.archives.dates.plain_letters import one_of, without_accents


def words_of(meaning: str) -> list[str]:
    """The words of a meaning in all languages, without accents."""
    return [word for words in words_by_language(meaning).values() for word in words]


def words_in(language: str, meaning: str) -> list[str]:
    """The words of a meaning in a language, without accents."""
    return words_by_language(meaning).get(language, [])


def words_by_language(meaning: str) -> dict[str, list[str]]:
    """The words of a meaning in each language that has any."""
    return _table()[meaning]


def joined_words(words: Iterable[str]) -> str:
    """A pattern of one of the words without spaces and punctuation, as in a bare name."""
    return one_of(re.sub(r"[\W_]", "", word) for word in words)


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    """The words by meaning and language."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    table = files(__package__).joinpath("beside_dates.txt").read_text(encoding="utf-8")
    for line in (line for line in table.splitlines() if line[:1] not in ("", "#")):
        key, _, words = line.partition(":")
        language, _, meaning = key.partition(" ")
        plain = [without_accents(word.strip()) for word in words.split(",")]
        found[meaning].setdefault(language, []).extend(plain)
    return found
