"""Read a text whose labels say whose date it is: 'Negative: 1902', '1902 (negative), 1930 (print)'.

A label is judged as the name of a field is (`date_names`): whose date it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from photoparsl.archives.dates import date_words
from photoparsl.archives.dates.date_names import role_of_bare
from photoparsl.archives.dates.date_roles import Role
from photoparsl.archives.dates.later_life import find_original
from photoparsl.archives.dates.plain_letters import without_accents
from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate

_Read = Callable[[str], YearEstimate | None]

_PIECE = re.compile(
    r"(?:(?P<label>[^\W\d][^\d:;,()]{1,40}?) ?: ?)?(?P<date>[^:;()\[\]]*\d[^;()\[\]]*?)"
    r"(?: ?[(\[] ?(?P<after>[^\W\d][^\d():;\[\]]{1,40})[)\]])?"
)
_BETWEEN = re.compile(r"(?<=[)\]\d]) ?[,;/.] ?(?=[^)\]]*\d)|;")
_WORD_FIRST = re.compile(
    r"(?P<word>[^\W\d][^\d:;,()]{2,40}?) "
    rf"(?P<date>(?:(?:{date_words.CIRCA}|{date_words.PERHAPS}|\?)[ .]*)?\d{{4}}[^;()\[\]]*)"
)
_IN_BRACKETS = re.compile(  # 'Druck 1958 (Aufnahme 1902)'
    r"([^\W\d][^\d:;,()\[\]]{2,40} \d{4}) ?[(\[] ?([^\W\d][^:;,()\[\]]*\d{4}) ?[)\]]"
)
_UNKNOWN_BESIDE = re.compile(  # 'Aufnahmejahr unbekannt (Kirche: 1887)'
    r"(?P<none>[^\d:;,()\[\]]{2,60}?) ?[(\[;,] ?(?P<label>[^\W\d][^\d:;,()\[\]]{1,40}): ?"
    r"(?P<year>\d{4}) ?[)\]]?"
)
_OF_VIEW = re.compile("view|views|ansicht|foto|photo|picture|bild|image")
_NOTHING = re.compile(date_words.NOTHING)
_OF_ANOTHER = re.compile(
    rf"(?:[^\W\d]+ )?(?:{date_words.OF_ANOTHER}|completed|opened|"
    r"fertiggestellt|vollendet|achev[ée]e?|eröffnet)"
)
_SAYS_WHO = re.compile(date_words.PERHAPS_AFTERWARDS)  # '1912 (according to the donor)'
_MOST_PIECES = 4


class _Dated(NamedTuple):
    """A piece of a text: whose date it gives, and the date."""

    role: Role | None
    text: str


def read_labelled(text: str, read: _Read) -> YearEstimate | None:
    """Read the photo's own date in a text with labels, or None if it has no label that is known.

    text: in the normal form of `dates`
    read: reads a date without labels

    A print's or a scan's date is one before which the photo was taken.  The certainty is UNREAD if
    all dates are of something else, like a life.
    """
    if (unknown := _UNKNOWN_BESIDE.fullmatch(text)) and _is_unknown_beside(unknown, read):
        return YearEstimate(Certainty.UNDATED)
    text = _IN_BRACKETS.sub(r"\1, \2", text)
    pieces = [piece.strip() for piece in _BETWEEN.split(text)]
    if len(pieces) > _MOST_PIECES or find_original(text):
        return None
    found = _with_words(pieces) or [_dated(piece) for piece in pieces]
    dated = [piece for piece in found if piece]
    roles = [piece.role for piece in dated if piece.role is not None]
    if len(dated) < len(found) or not roles:
        return None
    own = [piece for piece in dated if piece.role is None or piece.role <= Role.ISSUED]
    if own:
        first = min(own, key=lambda piece: piece.role or Role.DATE)
        is_published = first.role == Role.ISSUED and "cop" not in text and "©" not in text
        return _not_later([first], read) if is_published else read(first.text)
    if set(roles) <= {Role.PRINT, Role.SCAN}:
        return _not_later(dated, read)
    return YearEstimate(Certainty.UNREAD)


def _not_later(dated: Sequence[_Dated], read: _Read) -> YearEstimate | None:
    """The time before the first of the dates of prints, scans or issues."""
    spans = [estimate.span for piece in dated if (estimate := read(piece.text))]
    latest = min((span[1] for span in spans if span), default=None)
    return YearEstimate(Certainty.BEFORE, None, latest) if latest else None


def role_of_label(label: str) -> Role | None:
    """The role of the date that follows a label, or None if it isn't known.

    >>> [role_of_label(label) for label in ("prise de vue", "scan", "chicago", "circa")]
    [<Role.TAKEN: 1>, <Role.SCAN: 8>, None, None]
    """
    bare = re.sub(r"[\W_]", "", without_accents(label))
    role = role_of_bare(bare) or role_of_bare(f"date{bare}")
    is_known = role in (Role.TAKEN, Role.PRINT, Role.SCAN, Role.RECORD, Role.LIFE)
    if is_known or role_of_bare(bare) in (Role.DATE, Role.CREATED, Role.ISSUED):
        return role
    return None


def _is_unknown_beside(found: re.Match[str], read: _Read) -> bool:
    """Whether the photo's date is unknown, and the year beside it is that of something else."""
    words = found["none"].split()
    is_unknown = any(map(_NOTHING.fullmatch, (found["none"], words[-1], *words[:1])))
    label = found["label"]
    is_doubt = read(f"{label} {found['year']}") is not None  # 'probably: 1887'
    return is_unknown and not is_doubt and role_of_label(label) is None


def _with_words(pieces: list[str]) -> list[_Dated | None]:
    """Several pieces, if each is a word and its date, like 'creation 1934', else []."""
    found = [_WORD_FIRST.fullmatch(piece) for piece in pieces]
    known = [(_role_of_word(match["word"]), match["date"]) for match in found if match]
    is_known = len(known) == len(pieces) > 1 and all(role for role, _ in known)
    return [_Dated(role, date) for role, date in known] if is_known else []


def _role_of_word(word: str) -> Role | None:
    """The role of a date after a word, or None if the word may say something else."""
    if _OF_VIEW.fullmatch(word):
        return Role.TAKEN
    if _OF_ANOTHER.fullmatch(word):
        return Role.OTHER
    role = role_of_bare("date" + re.sub(r"[\W_]", "", without_accents(word)))
    return None if role in (Role.DATE, Role.OTHER, Role.FLAG) else role


def _dated(piece: str) -> _Dated | None:
    found = _PIECE.fullmatch(piece)
    if not found:
        return None
    label = found["label"] or found["after"] or ""
    if _SAYS_WHO.fullmatch(label):
        return _Dated(None, piece)
    return _Dated(role_of_label(label) if label else None, found["date"])
