"""Hear a column beside a year that qualifies it, and has no word for a date in its name.

`vor/nach` with 'vor', `Toleranz` with '3 Jahre', `geprüft` with 'nein', `Reproduktion` with 'ja'.
The file beside_dates.txt has the words: add those of your language there.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from photoparsl.archives.dates.beside_words import joined_words, words_of
from photoparsl.archives.dates.element_names import bare_name
from photoparsl.archives.dates.plain_letters import without_accents
from photoparsl.archives.dates.yes_or_no import NO, YES

LONGEST_MARK = 20  # characters of a text
_LONGEST_NAME = 60
_PENDING = re.compile("not yet|noch nicht|pending|offen|pas encore|nog niet|unchecked|unverified")
_MARGIN = re.compile(
    r"(?:±|\+ ?/?-+|ca\.? )? ?(?P<years>\d{1,2})(?:\.0)? ?"
    r"(?:y|yrs?|years?|j|jahre?|ans?|ann[ée]es?|a[ñn]os?|anni|anos?|jaar|jaren|[åa]r|lata?|rok[uy]?|let)?\.?"
)
_OF_DOUBT = re.compile(  # 'Uncertainty (years)'
    r"(?:date|year|datum|jahr)?(?:uncertainty|unsicherheit|ungenauigkeit|incertitude|incertidumbre|"
    r"incertezza|incerteza|onzekerheid|osakerhet|usikkerhed|usikkerhet|niepewnosc|nejistota)"
    r"(?:years?|yrs?|jahre?|ans|annees|anos|anni|jaar|aar)?"
)


def is_qualifier(name: str, text: str) -> bool:
    """Whether a field qualifies the date beside it, by its text or its name.

    >>> [is_qualifier(name, text) for name, text in (("Operator", "<"), ("um/vor/nach", "v."),
    ...  ("Toleranz", "3 Jahre"), ("Verified", "no"), ("Verified", "yes"), ("Place", "Vorst"))]
    [True, True, True, True, False, False]
    """
    plain = text.strip().lower()
    if not plain or len(plain) > LONGEST_MARK:
        return False
    if is_mark(plain):
        return True
    kind = kind_of_qualifier(name)
    if kind == "checked":
        return bool(NO.fullmatch(plain) or _PENDING.fullmatch(plain))
    return bool(kind == "marks" or (kind == "margin" and margin_of(name, text)))


def margin_of(name: str, text: str) -> int:
    """The years by which a date may be wrong to either side, by a field beside it, or 0.

    >>> margin_of("Margin of error", "5"), margin_of("Toleranz", "± 3 Jahre"), margin_of("Nr", "5")
    (5, 3, 0)
    """
    is_margin = kind_of_qualifier(name) in ("margin", "doubt")
    found = _MARGIN.fullmatch(text.strip().lower()) if is_margin else None
    is_yes = found is not None and found[0] == "1" and kind_of_qualifier(name) == "doubt"
    return int(found["years"]) if found and not is_yes else 0


def says_copy_of_photo(name: str, text: str) -> bool:
    """Whether a field says that the photo is a copy of another: its date may be the copy's.

    >>> says_copy_of_photo("Reproduktion", "ja"), says_copy_of_photo("Technik", "Repro nach Druck")
    (True, True)
    >>> says_copy_of_photo("Technik", "Albuminabzug"), says_copy_of_photo("Copy", "no")
    (False, False)
    """
    kind = kind_of_qualifier(name)
    if kind == "copy":
        return bool(YES.fullmatch(text.strip().lower()))
    return kind == "technique" and bool(_begins_copy().match(without_accents(text.lower())))


def is_mark(text: str) -> bool:
    """Whether a whole text is a word or sign for before, after or about a year."""
    if len(text) > LONGEST_MARK:
        return False
    plain = text.lower().strip(" .")
    return (plain if plain.isascii() else without_accents(plain)) in _marks()


@lru_cache(maxsize=4096)
def asks_of_what(name: str) -> bool:
    """Whether a field may say of what the date beside it is, or of anything else: 'Was', 'Art'."""
    return kind_of_qualifier(name) == "of what"


@lru_cache(maxsize=4096)
def kind_of_qualifier(name: str) -> str:
    """What a field of this name says of a date: 'margin', 'checked', 'copy' and so on, or ''."""
    plain = without_accents(bare_name(name))
    if len(name) > _LONGEST_NAME:
        return ""
    tokens = re.findall(r"[^\W\d_]+", without_accents(name.lower()))
    rest = set(tokens) - _SHORT_MARKS
    if len(tokens) > 1 and rest and rest <= _marks():
        return "marks"
    if "±" in name or "+/-" in name:
        return "margin"
    if _OF_DOUBT.fullmatch(plain):
        return "doubt"
    kinds = (kind for kind, names in _names().items() if names.fullmatch(plain))
    return next(kinds, "")


# Beside another mark in a name: 'przed/po/ok.'
_SHORT_MARKS = {
    "ca",
    "c",
    "cca",
    "or",
    "oder",
    "po",
    "ok",
    "na",
    "kb",
    "post",
    "ante",
    "ou",
    "o",
    "of",
}


@cache
def _marks() -> frozenset[str]:
    return frozenset(words_of("mark"))


@cache
def _names() -> dict[str, re.Pattern[str]]:
    ends = {"margin": "(?:years?|jahre?|ans|annees|anos|anni|jaar|jaren|aar|lat|let)?"}
    kinds = ("margin", "checked", "copy", "of what", "technique")
    return {
        kind: re.compile(rf"(?:{joined_words(words_of(kind))}){ends.get(kind, '')}")
        for kind in kinds
    }


@cache
def _begins_copy() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, words_of("copy")), key=len, reverse=True))
    return re.compile(rf"(?:digital |spatere |neue |new |(?:\w+ )?generation )?(?:{words})\b")
