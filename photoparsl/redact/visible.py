"""Replace characters that are invisible or change how other characters are shown."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # categories of Unicode
_BLANK = re.compile(  # letters and marks that have no width or are blank
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]"
)
_JOINERS = re.compile("[\u200c\u200d]")
_JOINED = {"Lo", "Mn", "Mc", "So", "Sk"}  # letters without case, their marks, and emoji
_LINE_END = re.compile(r"[\t\n\r]")


def visible(text: str) -> str:
    r"""Replace invisible characters in the text by U+FFFD, and line ends and tabs by spaces.

    Invisible are control characters, characters without width or that change the direction of
    writing, and lone surrogates.  A joiner stays between letters of Persian, Hindi and the like,
    and within emoji, where it has a meaning.

    >>> visible("photo\u202egpj.exe"), visible("\u06cc\u200c\u062e") == "\u06cc\u200c\u062e"
    ('photo\ufffdgpj.exe', True)
    """
    if text.isprintable() and (text.isascii() or not _BLANK.search(text)):
        return text
    return visible_lines(_LINE_END.sub(" ", text))


def without_invisible(text: str) -> str:
    """Remove the characters that `visible` replaces by U+FFFD.

    >>> without_invisible("Stra\u00dfe\u202e,\u200b 1920")
    'Straße, 1920'
    """
    shown = zip(text, visible_lines(text), strict=True)
    return text if text.isprintable() else "".join(char for char, seen in shown if char == seen)


def visible_lines(text: str) -> str:
    """Do the same as `visible`, but keep line ends and tabs."""
    if text.isascii() and text.isprintable():
        return text
    for char in set(text) - {"\n", "\t"}:
        if unicodedata.category(char) in _UNSEEN and not _JOINERS.match(char):
            text = text.replace(char, "\ufffd")
    text = _JOINERS.sub(_joiner, text)
    return _BLANK.sub("\ufffd", text)


def _joiner(found: re.Match[str]) -> str:
    """The joiner itself where it joins, else U+FFFD."""
    start, end = found.span()
    around = (found.string[start - 1 : start], found.string[end : end + 1])
    joins = all(char and unicodedata.category(char) in _JOINED for char in around)
    return found[0] if joins else "\ufffd"
