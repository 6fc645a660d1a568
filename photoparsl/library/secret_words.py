"""Words that nobody can guess, for the addresses of this machine's servers."""

from __future__ import annotations

from secrets import choice

_CONSONANTS = "bcdfghjklmnpqrstvwz"


def random_words(count: int = 10) -> str:
    """Words that nobody can guess, with '-' between them.  Ten have 197 random bits.

    Redaction cuts long words of letters and digits out of what is printed.  It keeps these.
    """
    return "-".join(
        "".join(choice(_CONSONANTS) + choice("aeiou") for _ in range(3)) for _ in range(count)
    )
