"""Write texts with plain letters, so that names and words are found with and without accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def without_accents(text: str) -> str:
    """The text with plain letters: 'annee' for 'année', 'aar' for 'år'."""
    if text.isascii():
        return text
    written = unicodedata.normalize("NFC", text).translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", written)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_LETTERS = str.maketrans({"å": "aa", "\u0131": "i"})  # the dotless i of Turkish


def one_of(words: Iterable[str]) -> str:
    """A pattern of one of the words, the longest first."""
    return "|".join(sorted(set(words), key=len, reverse=True))
