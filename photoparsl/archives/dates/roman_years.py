"""Write years of imprints and catalogues in plain digits: 'MCMXXIII' is 1923."""

from __future__ import annotations

import re

_VALUES = {"m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1}
_ROMAN = re.compile(r"\bm(?:cm|dccc)(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})\b")  # 1800 to 1999
_TO = re.compile(r"(?<=\d{4}) ?= ?(?=\d{4}\b)")  # of CER.es: '1901=1910'
_WRITTEN = re.compile(
    r" ?[(\[]?\b(?:signed and )?dated (?:on|in) (?:the )?"
    r"(?:verso|back|recto|front|negative|mount)\b[)\]]?"
)


def with_plain_years(text: str) -> str:
    """The text, in lower case, with digits for Roman years, and without where a date is written.

    >>> with_plain_years("mcmxiv"), with_plain_years("1901=1910"), with_plain_years("mm")
    ('1914', '1901-1910', 'mm')
    >>> with_plain_years("1923 (dated on verso)")
    '1923'
    """
    text = _ROMAN.sub(_as_number, text) if "m" in text else text
    text = _WRITTEN.sub("", text) if "dated" in text else text
    return _TO.sub("-", text) if "=" in text else text


def _as_number(found: re.Match[str]) -> str:
    values = [_VALUES[letter] for letter in found[0]]
    signs = (-v if any(v < w for w in values[n + 1 : n + 2]) else v for n, v in enumerate(values))
    return str(sum(signs))
