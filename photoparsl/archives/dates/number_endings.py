"""Write the endings of numbers in other languages, as in '20-talet', as in English: '1920s'.

They stand in number_endings.txt, a line each.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


def plain_endings(text: str) -> str:
    """The text with decades as '1920s', and other numbers without the endings of their cases.

    text: in the normal form of `dates`, without accents

    >>> [plain_endings(text) for text in ("1910-luku", "1920-as evek", "1930lu yillar", "xix-lea")]
    ['1910s', '1920s', '1930s', 'xix']
    """
    text = _ROMAN_IN_CYRILLIC.sub(lambda found: found[0].translate(_TO_LATIN), text)
    for pattern, form in _endings():
        text = pattern.sub(form, text)
    return text


@cache
def _endings() -> list[tuple[re.Pattern[str], str]]:
    table = files(__package__).joinpath("number_endings.txt").read_text(encoding="utf-8")
    lines = (line.partition(" ")[2] for line in table.splitlines() if line[:1] not in ("", "#"))
    parts = (line.partition(" =>") for line in lines)
    return [(re.compile(pattern), form.strip().replace(r"\x20", " ")) for pattern, _, form in parts]


_TO_LATIN = {0x445: "x", 0x456: "i"}  # Cyrillic letters that look like numerals
_LETTERS = "[xiv\u0445\u0456]"
_ROMAN_IN_CYRILLIC = re.compile(rf"\b{_LETTERS}{{2,5}}(?=\b|-[\u0430-\u044f\u0456]{{1,3}}\b)")
