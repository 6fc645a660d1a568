"""Text without characters that can't be seen or that change how others are shown."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # categories of Unicode
_BLANK = re.compile(  # letters and marks of no width, or of an empty one
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]"
)
_LINE_END = re.compile(r"[\t\n\r]")


def visible(text: str) -> str:
    r"""The text with nothing hidden in it: what can't be seen becomes U+FFFD, line ends a space.

    That is control characters, those that turn the direction of writing or have no width,
    and lone surrogates.

    >>> visible("photo\u202egpj.exe")
    'photo\ufffdgpj.exe'
    """
    if text.isprintable() and (text.isascii() or not _BLANK.search(text)):
        return text
    return visible_lines(_LINE_END.sub(" ", text))


def visible_lines(text: str) -> str:
    """The same for several lines: their ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    for char in set(text) - {"\n", "\t"}:
        if unicodedata.category(char) in _UNSEEN:
            text = text.replace(char, "\ufffd")
    return _BLANK.sub("\ufffd", text)
