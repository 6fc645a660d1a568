"""Guess the encoding of a text that isn't UTF-8: Windows-1252, MacRoman or DOS (code page 850).

The same byte is š in Windows-1252, ö in MacRoman and Ü in DOS.  Each letter with an accent gets
points by how frequent it is and how well it fits between its neighbours: 'Gašper' is a likelier
word than 'Gaöper', and 'Götter' than 'Gštter'.  Central and eastern Europe's code pages (1250, 852)
aren't among the encodings.
"""

from __future__ import annotations

import re
import unicodedata

WESTERN = {"cp1252": "Windows-1252", "mac_roman": "MacRoman", "cp850": "DOS (code page 850)"}

_WORD = re.compile(r"(?:[a-zA-Z]|[^\x00-\x7f])+")
_QUOTED = re.compile("[\u201c\u201e][^\u201c-\u201e\n]{1,200}[\u201c\u201d]|«[^«»\n]{1,200}»")
_POINTS = {  # of a letter, small or capital
    **dict.fromkeys("äöüåøæéèàçñáíóúßšž", 4),
    **dict.fromkeys("ãõâêîôûëïœòùì", 3),
    **dict.fromkeys("ýþðÿ", 2),
}
_NEAR = 8  # characters of a word before and after a letter that are looked at
_ALONE = frozenset("àáâéèíóòöåøæ")  # small letters that are words
_ODD = -4  # points of what no word has
_VOWELS = frozenset("aeiouyœæø")
_PAIRS = frozenset(  # of vowels, one with an accent, that stand together in many words
    re.findall(
        "..",
        "ãeãoõeäuöyöiöeyöyääiiäeäoäuäääööõõüüieíaíeíoaíeíoíuíiáeáuáiéuéeéoéióaéeóuóaúiúoú"
        "úaúoáeéiáióaóiéaéeéoéâéîéuièuèuêiêaîoîoûaûoêaïoïuïaëoëiëeëuëâoôuôiôoiôaôüeuüaüiü"
        "àuoùiùiàuàiòuòåeøeøyæiøiíuýieøåiœuœi",
    )
)
_AFTER_CARON = frozenset("kptmlnvr")  # of words that begin with š or ž and another consonant
_ELISION = re.compile(r"(?i)(?:\b(?:[dljmnstcoy]|qu|all|dell|un)|[a-z]s)$")
_SUFFIX = re.compile(r"(?i)(?:s|t|d|m|ll|re|ve|n)\b")


def western_encoding(data: bytes) -> str:
    """The encoding of a text that isn't UTF-8: that which makes the likeliest words of it.

    Of those that are as good it is the first in WESTERN.

    >>> western_encoding("Größe".encode("mac_roman")), western_encoding("Größe".encode("cp1252"))
    ('mac_roman', 'cp1252')
    >>> western_encoding("Gašper".encode("cp1252"))
    'cp1252'
    """
    return max(WESTERN, key=lambda encoding: _points_of_text(data.decode(encoding, "replace")))


def _points_of_text(text: str) -> int:
    words = sum(map(_points_of_word, _WORD.findall(text)))
    return words + 8 * len(_QUOTED.findall(text))


def _points_of_word(word: str) -> int:
    points = 0
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
    return _ODD if is_within or is_before_word or is_box or sign == "\ufffd" else 0


def _points_of_letter(before: str, letter: str, after: str) -> int:
    last, following = before[-1:], after[:1]
    is_in_capitals = following.isupper() and (last.isupper() or not last.isalpha())
    if letter.isupper() and last.islower():
        return _ODD
    if letter.islower() and (is_in_capitals or (last.isupper() and before[-2:-1].isupper())):
        return _ODD
    if letter.isupper() and following.isupper() and after[1:2].islower():
        return _ODD
    if letter.islower() and letter not in _ALONE and not last and not following:
        return _ODD
    small = letter.lower()
    points = _POINTS.get(small, _ODD)
    last, following = last.lower(), following.lower()
    if _is_vowel(small):
        pairs = [(last, last + small), (following, small + following)]
        unusual = sum(_is_vowel(other) and pair not in _PAIRS for other, pair in pairs)
        is_odd_start = not last.isalpha() and letter in "ëïòùãõìúûó" and following.isalpha()
        is_odd_end = small in "âîûï" and last.isalpha() and not following.isalpha()
        return points - unusual - is_odd_start - is_odd_end
    return points - _misfit(last, small, following)


def _misfit(before: str, letter: str, after: str) -> int:
    """How badly a consonant fits between its neighbours, in points."""
    follows_vowel, precedes_vowel = _is_vowel(before), _is_vowel(after)
    if letter in "šž":
        starts_word = not before.isalpha() and after in _AFTER_CARON
        is_fitting = follows_vowel or precedes_vowel or starts_word or before == "r"
        return 0 if is_fitting else 3
    if letter == "ß":
        return 0 if follows_vowel else 4
    if letter == "ç":
        return 0 if precedes_vowel else 2
    if letter == "ñ":
        return 0 if precedes_vowel and (follows_vowel or not before.isalpha()) else 2
    return 0


def _is_vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter)[:1] in _VOWELS
