"""Plain text of the values in archives' JSON."""

from __future__ import annotations

import html
import re
from typing import Any

_LONGEST = 5_000  # characters of a text that are read
_HIDDEN = re.compile(
    r"<(div|span)[^>]*display:\s*none[^>]*>.*?</\1>|<(script|style)\b.*?</\2>", re.I | re.S
)
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|em|i|span|strong|sub|sup|time|u)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")


def plain_text(value: Any) -> str:
    """The text of a value: the first text of a list, the visible text of HTML, or ''.

    >>> plain_text(["", "<i>ca.</i> 1910 &amp; later"]), plain_text(1910), plain_text({"a": 1})
    ('ca. 1910 & later', '1910', '')
    >>> plain_text('<a title="1912">1912</a>-07<br>x')
    '1912-07 x'
    """
    if isinstance(value, list):
        return next(filter(None, map(plain_text, value)), "")
    if value is None or isinstance(value, (bool, dict)):
        return ""
    text = _HIDDEN.sub(" ", str(value)[:_LONGEST])
    return " ".join(html.unescape(_TAG.sub(" ", _INLINE.sub("", text))).split())
