"""Translate dates in other languages into the English forms that `date_phrases` reads.

The file date_forms.txt has a line for each meaning in each language: add your language's forms
there.  A text may have its accents or not.
"""

from __future__ import annotations

import re
from functools import cache, partial
from importlib.resources import files
from itertools import repeat

from photoparsl.archives.dates import date_words
from photoparsl.archives.dates.date_patterns import NTH
from photoparsl.archives.dates.number_endings import plain_endings
from photoparsl.archives.dates.plain_letters import without_accents


def translations(text: str) -> tuple[list[str], list[str]]:
    """The text in English, from each language of the table of which it has a form.

    The second list has those languages of which the text has only articles: 'do 1908' is 'until
    1908' in Polish, and hardly Portuguese.

    text: in the normal form of `dates`

    >>> translations("2 moitié 19e siècle")[0]
    ['second half of the 19th century']
    """
    text = _IN_BRACKETS.sub(r"\1", text)
    plain = plain_endings(without_accents(text))
    found: dict[str, bool] = {}  # and whether it has more than articles
    for pattern, meanings in _latin_languages() if plain.isascii() else _languages():
        english = pattern.sub(partial(_meaning, meanings), plain)
        if english != without_accents(text):
            of = (_meaning(meanings, form) == f" {_ARTICLE} " for form in pattern.finditer(plain))
            found[_in_order(" ".join(english.split()))] = not all(of) or plain != text
    full = [english for english, is_full in found.items() if is_full]
    return full, [english for english, is_full in found.items() if not is_full]


@cache
def forms_of(meaning: str) -> frozenset[str]:
    """The forms of all languages with a meaning, without accents.

    >>> sorted(forms_of("19th"))
    ['diciannovesimo', 'dix neuvieme', 'dix-neuvieme', 'negentiende', 'neunzehnten', 'neunzehntes']
    """
    tables = (meanings for _, meanings in _languages())
    return frozenset(form for table in tables for form, meant in table.items() if meant == meaning)


def _meaning(meanings: dict[str, str], form: re.Match[str]) -> str:
    meaning = meanings[form[0].replace(",", "")]
    return f" {meaning} " if meaning == _ARTICLE else meaning


def _in_order(text: str) -> str:
    """The text with centuries and decades as in English: '19th century, first half' in front."""
    text = " ".join(word for word in text.replace(" ,", ",").split() if word != "of")
    if doubt := _DOUBT_FIRST.match(text):
        return doubt[0] + _in_order(text[doubt.end() :].strip("()[]"))
    if doubt := _DOUBT_LAST.fullmatch(text):
        return _in_order(doubt["date"]).removesuffix(" ?") + " ?"
    if last := _WORD_LAST.fullmatch(text) or _SINCE_LAST.fullmatch(text):  # '1912 után'
        return f"{last['word']} {_in_order(last['date'])}"
    if _TWO_CENTURIES.fullmatch(text):  # 'fin XIXe - début XXe'
        text = _PART_OF_ROMAN.sub(r"\1 century", text)
    text = _ROMAN_LAST.sub(r"\1 \2 century", text)
    text = _ROMAN_FIRST.sub(lambda found: f"{_ROMAN[found[1]]}th century", text)
    text = _CENTURY.sub(_as_century, text)
    if part := _part_in_order(text):
        return part
    for separator in _SEPARATORS:  # 'XIX sec. fine - XX sec. inizio'
        sides = text.split(separator)
        if len(sides) == 2 and all(map(_CENTURY_WITH_PART.fullmatch, sides)):
            return separator.join(map(_in_order, sides))
    return _decades_in_order(text)


def _part_in_order(text: str) -> str:
    """A part of a century or decade, in English: 'first half of the 1930s', or '' if it is none."""
    for pattern in (_PIECE_FIRST, _PIECE_LAST, _PIECE_OF_DECADE, _PIECE_OF_DECADE_LAST):
        if found := pattern.fullmatch(text):
            number = _NUMBERS.get(found["nth"], found["nth"])
            whole = _decades_in_order(found["century"])
            return f"{number} {_PIECES.get(found['piece'], found['piece'])} of the {whole}"
    if found := _PART_OF_CENTURY.fullmatch(text):  # 'primo Novecento', 'secondo Ottocento'
        part = "early" if found["nth"] == "first" else "second half of the"
        return f"{part} {found['century']}"
    if found := _PART_LAST.fullmatch(text):
        return f"{found['part']} {found['century']}"
    return "turn of the century" if text == "turn" else ""


def _decades_in_order(text: str) -> str:
    """The text with decades as in English: '1930s' for 'decade 30'."""
    if (found := _DECADES.fullmatch(text)) and not _YEARS.fullmatch(text):
        number = int(found["number"]) - 1 if found["number"] else ""
        century = found["century"] or number
        century, doubt = century or "19", "" if century else " ?"
        return f"{century}{found['first']}s-{century}{found['last']}s{doubt}"
    if found := _DECADE.fullmatch(text):
        century = int(found["century"]) - 1 if found["century"] else None
        part = f"{found['part']} " if found["part"] else ""
        decade = found["digits"] or found["digits_last"]
        if len(decade) == 4:
            return f"{part}{decade}s"
        # Without a century, the decade is of the twentieth, as far as one can tell.
        return f"{part}{century}{decade}s" if century else f"{part}19{decade}s ?"
    return _DECADE_OF_YEARS.sub("", text)


def _as_century(found: re.Match[str]) -> str:
    numbers = (found["number"] or found["number_last"], found["second"])
    return "-".join(f"{_ROMAN.get(number, number)}th century" for number in numbers if number)


@cache
def _languages() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """For each language a pattern of its forms, and their meanings."""
    tables: dict[str, dict[str, str]] = {}
    table = files(__package__).joinpath("date_forms.txt").read_text(encoding="utf-8")
    for line in (line for line in table.splitlines() if line[:1] not in ("", "#")):
        meaning, _, forms = line.partition(":")
        language, _, meaning = meaning.partition(" ")
        for form in forms.split(","):
            tables.setdefault(language, {}).setdefault(without_accents(form.strip()), meaning)
    found = []
    for meanings in tables.values():
        forms = "|".join(map(_pattern, sorted(meanings, key=len, reverse=True), repeat(meanings)))
        found.append((re.compile(rf"(?<![^\W\d])(?:{forms})(?!\w)"), meanings))
    return found


@cache
def _latin_languages() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """Those whose forms have plain letters, so that other scripts cost nothing."""
    return [(p, meanings) for p, meanings in _languages() if any(map(str.isascii, meanings))]


def _pattern(form: str, meanings: dict[str, str]) -> str:
    """The pattern of a form: a short one like 'e' isn't one after a digit, as in '19e'."""
    is_joined = len(form) > 2 or meanings[form] in (_ARTICLE, "century")
    pattern = re.escape(form).replace(r"\ ", ",? ")  # 'Postkarte, gelaufen'
    return pattern if is_joined else rf"(?<!\d){pattern}"


_ARTICLE = "of"
_ROMAN = {"xvi": "16", "xvii": "17", "xviii": "18", "xix": "19", "xx": "20", "xxi": "21"}
_NUMBERS = {str(number): name for name, number in NTH.items() if name.isalpha()} | {
    "i": "first", "ii": "second", "iii": "third", "iv": "fourth"
}  # fmt: skip
_NUMBER = "1[5-9]|2[01]|" + "|".join(sorted(_ROMAN, key=len, reverse=True))
_ORDINAL = r"(?:\.[ao]|\.|:e|:a|°|º|ª|nde|st|nd|rd|th|ste|de|er|ere|re|eme|ieme|e|a|o)?"
_CENTURY = re.compile(
    rf"\b(?P<number>{_NUMBER}){_ORDINAL}"
    rf"(?:,? century|(?=(?: ?[-/] ?| (?:to|and|und|zum|et|y|i|e|en|a|au|al|och|og) )[a-z ]*"
    rf"(?:{_NUMBER}){_ORDINAL} century))"
    rf"|century (?P<number_last>{_NUMBER})\b(?:(?: ?[-/] ?| (?:and|y|e|i|et|al?|to) (?:o )?)"
    rf"(?:century )?(?P<second>{_NUMBER})\b)?"
)
_SEPARATORS = (" - ", "-", "/", " to ")
_PIECES = {"mid": "half", "thirdpart": "third", "fourth": "quarter"}  # 'metà', 'terzo', 'quarto'
_PIECE = (
    rf"(?P<nth>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|"
    rf"iv|i{{1,3}}|10|[1-9]){_ORDINAL} "
    r"(?P<piece>half|mid|thirdpart|third|quarter|fourth|decade)"
)
_WHOLE_CENTURY = r"(?P<century>\d\dth century|\d{3}0s)"
_CENTURY_WITH_PART = re.compile(rf"{_WHOLE_CENTURY},? (?:early|mid|late|{_PIECE})")
_PIECE_FIRST = re.compile(rf"{_PIECE} {_WHOLE_CENTURY}")
_PIECE_LAST = re.compile(rf"{_WHOLE_CENTURY},? \(?{_PIECE}\)?")
_ANY_DECADE = r"(?:decade [1-9]\d.*|(?:\d\d)?[1-9]0(?:er|s|\.)?[- ]decade.*)"
_PIECE_OF_DECADE = re.compile(rf"{_PIECE},? (?:since )?(?P<century>{_ANY_DECADE})")
_PIECE_OF_DECADE_LAST = re.compile(rf"(?P<century>{_ANY_DECADE}?),? \(?{_PIECE}\)?")
_PART_OF_CENTURY = re.compile(r"(?P<nth>first|second) (?P<century>\d\dth century)")
_ROMAN_FIRST = re.compile(  # 'XIX ultimo quarto'
    r"^(xviii|xix|xx)(?=,? \(?(?:first|second|third|fourth|last|early|mid|late|i{1,3}|iv)\b)"
)
_ROMAN_LAST = re.compile(  # 'ultimo quarto XIX', 'fines del XIX'
    r"\b(half|mid|thirdpart|third|quarter|fourth|early|late) (xviii|xix|xx)e?$"
)
_PART_OF_ROMAN = re.compile(r"((?:early|mid|late) (?:xviii|xix|xx)e?)(?: century)?")
_TWO_CENTURIES = re.compile(rf"{_PART_OF_ROMAN.pattern} ?[-/] ?{_PART_OF_ROMAN.pattern}")
_PART_LAST = re.compile(rf"{_WHOLE_CENTURY},? \(?(?P<part>early|mid|late)\)?")
_DECADES = re.compile(  # '1920/30er', '20er und 30er'
    r"(?:decade )?(?P<century>\d\d)?(?P<first>\d0)(?:er|s|\.)? ?"
    r"(?:[/-]|und|and|et|y|e|i|a|en|och|og) ?(?:decade )?(?P=century)?(?P<last>\d0)(?:er|s|\.)?"
    r"(?:[- ]decade)?(?: (?P<number>\d\d)th century)?"
)
_YEARS = re.compile(r"\d{4}\D{1,5}\d{4}")  # of a span, and no decades
_DECADE = re.compile(
    r"(?:(?P<part>early|mid|late) )?(?:decade (?P<digits>(?:1[5-9]|20)?\d0)s?\.?"
    r"|(?P<digits_last>[1-9]0)(?:er|s|\.)?[- ]decade)(?: (?P<century>\d\d)th century)?"
)
_DECADE_OF_YEARS = re.compile(r"\bdecade (?=\d{3}[1-9]|\d{4} ?- ?\d{3}[1-9])")  # 'años 1912'
_DOUBT_FIRST = re.compile(rf"(?:circa|ca|c|before|after|n d|perhaps|{date_words.PERHAPS}) ")
_DOUBT_LAST = re.compile(r"(?P<date>[^?]*[^? (\[]) ?[(\[]?\?[)\]]?")
_WORD_LAST = re.compile(r"(?P<date>.*\d{4}s?) ?(?P<word>before|after|circa|between)")
_SINCE_LAST = re.compile(r"(?P<date>\d{4}) (?P<word>since)")  # '1903 au plus tôt'
_IN_BRACKETS = re.compile(r"^[\[(]([^\[\]()]*)[\])]$")
