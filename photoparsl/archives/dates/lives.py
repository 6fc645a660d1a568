"""Recognise the years of a life, or of a firm's or building's, in a text with other words."""

from __future__ import annotations

import re

SHORTEST = 15  # years


def has_life(text: str) -> bool:
    """Whether a text has a span as long as a life after a comma, a bracket or a name.

    >>> [has_life(text) for text in ("Dutch, 1864-1886", "Beck (1860-84)", "Beck, 1910-1912")]
    [True, True, False]
    """
    spans = ((found[1], found[2]) for found in _SPAN.finditer(text))
    return any(int(b[: -len(e)] + e) - int(b) >= SHORTEST for b, e in spans)


def without_life(text: str) -> str:
    """A text without the years of a life in it: 'Dutch' of 'Dutch, 1864-1886'."""
    return _SPAN.sub("", text) if has_life(text) else text


_SPAN = re.compile(  # and not after 'ca.' or 'from'
    r"(?:[,;(]\s*|\b[A-Z\u00c0-\u00de]\w*\s+)(\d{4})"
    r"(?:\s?[-\u2010-\u2015/]\s?"
    r"| (?:bis|to|until|tot|till|til|do|al?|au|\u00e0) )"
    r"(\d{4}|\d\d)(?!\d)"
)
