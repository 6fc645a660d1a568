"""Guess the encoding of a text that isn't UTF-8: one of WESTERN.

The same byte is š in Windows-1252, ö in MacRoman, Ü in DOS and š in Windows-1250.  Another is ø in
Windows-1252 and ř in Windows-1250.  Each letter with an accent gets points by how frequent it is
and how well it fits between its neighbours: 'Gašper' is a likelier word than 'Gaöper', 'Götter'
than 'Gštter', and 'Dvořák' than 'Dvoøák'.  Libraries like charset-normalizer compare whole texts
with languages.  Of a table with a few letters they can't tell (tests/manifests/test_western.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress

WESTERN = {
    "cp1252": "Windows-1252",
    "mac_roman": "MacRoman",
    "cp850": "DOS (code page 850)",
    "cp1250": "Windows-1250",
    "iso8859_2": "ISO 8859-2",
}

# Months with letters that encodings differ in: a date tells more than a few names do
_MONTH_WORDS = (
    "jänner märz février août décembre março únor února březen března květen května červen června "
    "červenec července září říjen října styczeń kwiecień sierpień wrzesień września październik "
    "października grudzień únorem květnem červnem červencem zářím říjnem wrześniem październikiem "
    "břez květ říj paźdz paź"
)
_MONTHS = frozenset(_MONTH_WORDS.split())
_OF_MONTH = 8  # points of such a word, beside those of its letters
_CLEARER = 2  # points by which the central European encodings must be better
_CENTRAL = ("cp1250", "iso8859_2")
# A lone letter beside a number is no word, but one of a name of a file: 'č1.jpg'
_WORD = re.compile(
    r"(?!(?<=\d)[^\x00-\x7f](?![^\x00-\x7f]|[a-zA-Z])|(?<![^\W_])[^\x00-\x7f]\d)"
    r"(?:[a-zA-Z]|[^\x00-\x7f])+"
)
_QUOTED = re.compile(
    "[\u201c\u201e][^\u201c-\u201e\n]{1,200}[\u201c\u201d]|«[^«»\n]{1,200}»|¿[^¿?\n]{1,200}\\?"
)
_POINTS = {  # of a letter, small or capital
    **dict.fromkeys("äöüåøæéèàçñáíóúßšžąćęłńśźżčěřůň", 4),
    **dict.fromkeys("ãõâêîôûëïœòùìýďť", 3),
    **dict.fromkeys("þðÿ", 2),
}
_NEAR = 8  # characters of a word before and after a letter that are looked at
_ALONE = frozenset("àáâéèíóòöåøæ")  # small letters that are words
_ODD = -4  # points of what no word has
_VOWELS = frozenset("aeiouyœæø")
_VOWEL_PAIRS = (  # of vowels, one with an accent, that stand together in many words
    "ãe ão õe äu öy öi öe yö yä äi iä eä oä uä ää öö õõ üü öä äö ía íe ío íu aí eí oí uí iá eá "
    "uá ié ué eé oé ió aé eó uó aú iú oú úa úo áe ái áo éi éa ée éo éu éâ óa ói óo îé iè uè iê "
    "uê aî oî oû aû aï oï uï eï aë oë ië eë uë ôo iô üe üi aü uü eü àu où iù ià uà iò uò åe øe "
    "øy øj iø æi yæ uý ýi øå iœ çã iã œu"
)
_PAIRS = frozenset(_VOWEL_PAIRS.split())
_MISFITS = {  # points by which a consonant between the wrong letters is less likely
    "ç": 2,
    **dict.fromkeys("šžñþð", 3),
    **dict.fromkeys("ßřčłďťň", 4),
    **dict.fromkeys("śźćżń", 5),
}
_SECOND = {  # consonants after one that begins a word
    **dict.fromkeys("šž", frozenset("kptmlnvr")),
    "č": frozenset("lmpt"),
    "ś": frozenset("cklmnprtw"),
    "ź": frozenset("dlr"),
    "ć": frozenset("mw"),
    "ż": frozenset("bglłmnw"),
}
_BEFORE_ACUTE = frozenset("dlłnrść")  # consonants that stand before ć and ź
_NOT_ROMANCE = re.compile("[kw]|[cdrs]z")  # in words of Poland, Bohemia and the north
_ELISION = re.compile(r"(?i)(?:\b(?:[dljmnstcoy]|qu|all|dell|un)|[a-z]s)$")
_SUFFIX = re.compile(r"(?i)(?:s|t|d|m|ll|re|ve|n)\b")


def western_encoding(data: bytes, names: Iterable[str] = ()) -> str:
    """The encoding of a text that isn't UTF-8: the one in which its words are likeliest.

    names: names of files that the text may hold.  Only the encodings in which it holds the most of
        them are compared

    Windows-1252 goes before another encoding unless the words are likelier in that one.  In a
    central European one, they must be clearly likelier.  Of others that are equally good, the
    result is the first in WESTERN.

    >>> western_encoding("Größe".encode("mac_roman")), western_encoding("Größe".encode("cp1252"))
    ('mac_roman', 'cp1252')
    >>> western_encoding("Gašper".encode("cp1252")), western_encoding("Dvořák".encode("cp1250"))
    ('cp1252', 'cp1250')
    >>> western_encoding("č.jpg;a".encode("cp1250"), ["č.jpg"])
    'cp1250'
    """
    found = _with_names(data, names)
    points = {name: _points_of_text(data.decode(name, "replace")) for name in found}
    best = max(points, key=points.__getitem__)
    if "cp1252" not in found:
        return best
    margin = _CLEARER if best in _CENTRAL else 1
    is_likelier = points[best] > 0 and points[best] >= points["cp1252"] + margin
    return best if is_likelier else "cp1252"


def _with_names(data: bytes, names: Iterable[str]) -> list[str]:
    """The encodings in which a text has most of these names, or all if it has none."""
    written = [unicodedata.normalize("NFC", name) for name in names if not name.isascii()]
    counts = dict.fromkeys(WESTERN, 0)
    for encoding in WESTERN:
        for name in written:
            with suppress(UnicodeEncodeError):
                counts[encoding] += name.encode(encoding) in data
    most = max(counts.values())
    return [encoding for encoding, count in counts.items() if count == most]


def _points_of_text(text: str) -> int:
    words = sum(map(_points_of_word, _WORD.findall(text)))
    return words + 8 * len(_QUOTED.findall(text))


def _points_of_word(word: str) -> int:
    points = _OF_MONTH if word.lower() in _MONTHS else 0
    for at, letter in enumerate(word if not word.isascii() else ""):
        before, after = word[max(0, at - _NEAR) : at], word[at + 1 : at + 1 + _NEAR]
        if letter.isalpha() and letter > "\x7f":
            points += _points_of_letter(before, letter, after)
        elif letter > "\x7f":
            points += _points_of_sign(before, letter, after)
    return points


def _points_of_sign(before: str, sign: str, after: str) -> int:
    is_within = before[-1:].isalpha() and after[:1].isalpha()
    if sign == "\u2019" and is_within:
        return 5 if _ELISION.search(before) or _SUFFIX.match(after) else 1
    if sign in "\u2013\u2014\xb7\xad":  # between words, and in Catalan's l·l
        return 0
    is_before_word = sign in "®¯¨\xb4\xb8¬" and after[:1].isalpha()
    is_box = "\u2500" <= sign <= "\u25ff"
    is_control = "\x7f" <= sign <= "\x9f"
    is_odd = is_within or is_before_word or is_box or is_control or sign == "\ufffd"
    return _ODD if is_odd else 0


def _points_of_letter(before: str, letter: str, after: str) -> int:
    last, following = before[-1:], after[:1]
    is_in_capitals = following.isupper() and (last.isupper() or not last.isalpha())
    if letter.isupper() and (last.islower() or (last.isalpha() and following.islower())):
        return _ODD
    if letter.islower() and (is_in_capitals or (last.isupper() and before[-2:-1].isupper())):
        return _ODD
    if letter.isupper() and following.isupper() and after[1:2].islower():
        return _ODD
    is_small = letter.islower() or letter in "ŁĄĆ"
    if is_small and letter not in _ALONE and not last and not following:
        return _ODD
    small = letter.lower()
    points = _POINTS.get(small, _ODD)
    last, following = last.lower(), following.lower()
    if _is_vowel(small):
        pairs = [(last, last + small), (following, small + following)]
        unusual = sum(_is_vowel(other) and pair not in _PAIRS for other, pair in pairs)
        is_odd_start = not last.isalpha() and letter in "èëïòùãõìúûóąęů" and following.isalpha()
        is_odd_end = small in "âîûï" and last.isalpha() and not following.isalpha()
        is_odd_middle = small in "àìù" and last.isalpha() and following.isalpha()
        is_foreign = small in "êèòìùûœ" and bool(_NOT_ROMANCE.search(f"{before}-{after}".lower()))
        odd = (small in "òìù" and unusual) + is_odd_start + is_odd_end
        return points - unusual - odd - 2 * (is_odd_middle + is_foreign)
    return points - _misfit(last, small, following)


def _misfit(before: str, letter: str, after: str) -> int:
    """How badly a consonant fits between its neighbours, in points."""
    points = _MISFITS.get(letter, 0)
    return 0 if not points or _fits(before, letter, after) else points


def _fits(before: str, letter: str, after: str) -> bool:
    follows_vowel, precedes_vowel = _is_vowel(before), _is_vowel(after)
    is_first = not before.isalpha()
    begins_word = is_first and after in _SECOND.get(letter, ())
    if letter in "śźć":  # before a vowel Polish writes 'si'
        is_at_consonant = begins_word or before in _BEFORE_ACUTE
        return not precedes_vowel and (follows_vowel or is_at_consonant)
    fits = {
        "ß": follows_vowel,
        "ç": precedes_vowel,
        "ñ": precedes_vowel and (follows_vowel or is_first),
        "ń": follows_vowel and not precedes_vowel,
    }
    is_beside = follows_vowel or precedes_vowel or begins_word
    return fits.get(letter, is_beside or (letter in "šžť" and before == "r"))


def _is_vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter)[:1] in _VOWELS
