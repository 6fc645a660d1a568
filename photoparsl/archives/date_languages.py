"""Translate dates in other languages into the English forms that `date_phrases` reads.

The file date_forms.txt has a line for each meaning in each language: add your language's forms
there.  A text may have its accents or not.
"""

from __future__ import annotations

import re
from functools import cache, partial
from importlib.resources import files

from photoparsl.archives.date_names import without_accents


def translations(text: str) -> list[str]:
    """The text in English, from each language of the table of which it has a form.

    text: in the normal form of `dates`

    >>> translations("2 moitié 19e siècle")
    ['second half of the 19th century']
    """
    plain = _SHORT_DECADE.sub(r"decade \1", without_accents(text))
    plain = _DECADE_ENDING.sub("s", plain)
    found: list[str] = []
    for pattern, meanings in _languages():
        english = pattern.sub(partial(_meaning, meanings), plain)
        if english != without_accents(text):
            found.append(_in_order(" ".join(english.split())))
    return list(dict.fromkeys(found))


def _meaning(meanings: dict[str, str], form: re.Match[str]) -> str:
    return meanings[form[0]]


def _in_order(text: str) -> str:
    """The text with centuries and decades as in English: '19th century, first half' in front."""
    text = " ".join(word for word in text.replace(" ,", ",").split() if word != "of")
    if doubt := _DOUBT_FIRST.match(text):
        return doubt[0] + _in_order(text[doubt.end() :])
    text = _CENTURY.sub(_as_century, text)
    for pattern in (_PIECE_FIRST, _PIECE_LAST):
        if found := pattern.fullmatch(text):
            number = _NUMBERS.get(found["nth"], found["nth"])
            return (
                f"{number} {_PIECES.get(found['piece'], found['piece'])} of the {found['century']}"
            )
    if found := _PART_LAST.fullmatch(text):
        return f"{found['part']} {found['century']}"
    return _decades_in_order(text)


def _decades_in_order(text: str) -> str:
    """The text with decades as in English: '1930s' for 'decade 30'."""
    if found := _DECADES.fullmatch(text):
        century, doubt = found["century"] or "19", "" if found["century"] else " ?"
        return f"{century}{found['first']}s-{century}{found['last']}s{doubt}"
    if found := _DECADE.fullmatch(text):
        century = int(found["century"]) - 1 if found["century"] else None
        part = f"{found['part']} " if found["part"] else ""
        decade = found["digits"] or found["digits_last"]
        if len(decade) == 4:
            return f"{part}{decade}s"
        # Without a century, the decade is of the twentieth, as far as one can tell.
        return f"{part}{century}{decade}s" if century else f"{part}19{decade}s ?"
    return text


def _as_century(found: re.Match[str]) -> str:
    number = found["number"] or found["number_last"]
    return f"{_ROMAN.get(number, number)}th century"


@cache
def _languages() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """For each language a pattern of its forms, and their meanings."""
    tables: dict[str, dict[str, str]] = {}
    table = files("photoparsl.archives").joinpath("date_forms.txt").read_text(encoding="utf-8")
    for line in (line for line in table.splitlines() if line[:1] not in ("", "#")):
        meaning, _, forms = line.partition(":")
        language, _, meaning = meaning.partition(" ")
        for form in forms.split(","):
            tables.setdefault(language, {}).setdefault(without_accents(form.strip()), meaning)
    found = []
    for meanings in tables.values():
        longest_first = sorted(meanings, key=len, reverse=True)
        forms = "|".join(map(re.escape, longest_first))
        found.append((re.compile(rf"(?<![^\W\d])(?:{forms})(?!\w)"), meanings))
    return found


_ROMAN = {"xvi": "16", "xvii": "17", "xviii": "18", "xix": "19", "xx": "20", "xxi": "21"}
_NUMBERS = {"1": "first", "2": "second", "3": "third", "4": "fourth"} | {
    "i": "first", "ii": "second", "iii": "third", "iv": "fourth"
}  # fmt: skip
_NUMBER = "1[5-9]|2[01]|" + "|".join(sorted(_ROMAN, key=len, reverse=True))
_ORDINAL = r"(?:\.|°|º|ª|nde|st|nd|rd|th|ste|de|er|ere|re|eme|ieme|e|a|o)?"
_CENTURY = re.compile(
    rf"\b(?P<number>{_NUMBER}){_ORDINAL}"
    rf"(?:,? century|(?= ?[-/] ?[a-z ]*(?:{_NUMBER}){_ORDINAL} century))"
    rf"|century (?P<number_last>{_NUMBER})\b"
)
_PIECES = {"mid": "half", "thirdpart": "third", "fourth": "quarter"}  # 'metà', 'terzo', 'quarto'
_PIECE = (
    rf"(?P<nth>first|second|third|fourth|last|iv|i{{1,3}}|[1-4]){_ORDINAL} "
    r"(?P<piece>half|mid|thirdpart|third|quarter|fourth)"
)
_WHOLE_CENTURY = r"(?P<century>\d\dth century)"
_PIECE_FIRST = re.compile(rf"{_PIECE} {_WHOLE_CENTURY}")
_PIECE_LAST = re.compile(rf"{_WHOLE_CENTURY},? \(?{_PIECE}\)?")
_PART_LAST = re.compile(rf"{_WHOLE_CENTURY},? \(?(?P<part>early|mid|late)\)?")
_DECADES = re.compile(  # '1920/30er', '20er und 30er'
    r"(?:decade )?(?P<century>\d\d)?(?P<first>\d0)(?:er|s)? ?(?:[/-]|und|and|et|y|e) ?"
    r"(?P<last>\d0)(?:er|s|\.)?(?:[- ]decade)?"
)
_DECADE = re.compile(
    r"(?:(?P<part>early|mid|late) )?(?:decade (?P<digits>(?:1[5-9]|20)?\d0)s?\.?"
    r"|(?P<digits_last>[1-9]0)(?:er|s|\.)?[- ]decade)(?: (?P<century>\d\d)th century)?"
)
_DOUBT_FIRST = re.compile(r"(?:circa|ca|c|perhaps|before|after) ")
_SHORT_DECADE = re.compile(r"(?<!\d)(\d0)[- ]?tal(?:et|let)?\b")  # '20-talet'
_DECADE_ENDING = re.compile(r"(?<=\d{3}0)[- ]?(?:talet|tallet|tal|erne|aarene|aara|ere|aren)\b")
