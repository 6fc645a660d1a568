"""Decide which parts of an address are harmless; a parameter of unknown name may be a secret."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

_NAMES = """
    action angle barcode bg bit blur c callnumber canvas category channel cisoptr cisoroot coll
    collection color colour count crop cvt depth dl dmheight dmrotate dmscale dmwidth dmx dmy
    download dpi dpr ext extension fif file fileid filename filetype fit fm fmt fo folder format
    frame full gravity h hei height id identifier idno ids image imageid imagesize img index issue
    item itemid lang language large layer level limit locale max maxh maxheight maxw maxwidth medium
    metadataprefix method mime min mode n name no number object objectid objid offset order orig
    original output p page pageid pages part perpage photo photoid pid position q qlt quality record
    recordid region res resize resolution revision rgn rnd rotate rotation row rows s scale sequence
    series set side size sizes small sort source start step text thumb thumbnail thumbwidth tile
    title type v ver verb version view volume w wid width x y year z zoom
"""
_HARMLESS = frozenset(_NAMES.split())  # in lower case, without - and _
_VALUE = re.compile(r"[\w.,:/+!*()~' |-]*")  # without characters that begin another parameter
_SHORT = re.compile(r"[\d.,:x-]{0,12}")  # the value of a name of one letter
_LONGEST = 100  # characters of a value
_JWT = re.compile(r"(?<![\w-])eyJ[\w-]{4,}(?:\.[\w-]*){1,4}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PIECE = re.compile(r"[A-Za-z0-9]{20,}")
_JOINED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]+(?:[_-]+[A-Za-z0-9]+)+")
_MAY_BE = re.compile(r"[A-Za-z0-9]{20}|[\w-]{32}|eyJ")
_LONG = 32  # characters of several pieces joined by - or _
_NATURAL = re.compile(r"\d+[a-z]?|[A-Za-z]*\d*")
_DEEPEST = 10  # times that percent signs are decoded
_MOST_TURNS = 4  # changes from lower to upper case within a word that a person writes


def is_harmless_parameter(parameter: str) -> bool:
    """Whether `name=value`, or a name without a value, is known to be harmless.

    >>> is_harmless_parameter("width=200"), is_harmless_parameter("rlkey=1")
    (True, False)
    """
    name, _, value = parameter.partition("=")
    name = unquoted(name).strip().lower().replace("_", "").replace("-", "")
    if name not in _HARMLESS:
        return not parameter
    value = unquoted(value)
    form = _SHORT if len(name) == 1 else _VALUE
    fits = len(value) <= _LONGEST and "//" not in value and form.fullmatch(value)
    return bool(fits) and not has_token(value)


def has_token(text: str) -> bool:
    """Whether the text contains a generated token: a long word of mixed letters and digits.

    >>> has_token("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln")
    True
    >>> has_token("The_Flatiron_Building_1903.jpg")
    False
    """
    if _JWT.search(text):
        return True
    text = _UUID.sub("", text)
    return any(map(_is_made_up, _PIECE.findall(text))) or any(
        len(joined) >= _LONG and 2 * _made_up(joined) > len(joined)
        for joined in _JOINED.findall(text)
    )


def may_have_token(text: str) -> bool:
    """Whether `has_token` may be true; this check is faster."""
    return bool(_MAY_BE.search(_UUID.sub("", text) if _MAY_BE.search(text) else text))


def cut_tokens(text: str) -> str:
    """Replace JSON Web Tokens in the text by '…'.

    >>> cut_tokens("sent eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln to it")
    'sent … to it'
    """
    return _JWT.sub("…", text)


def unquoted(text: str) -> str:
    """Decode the text's percent signs, repeatedly until nothing changes (at most 10 times)."""
    for _ in range(_DEEPEST):
        if (plain := unquote_plus(text)) == text:
            break
        text = plain
    return text


def _made_up(joined: str) -> int:
    """The number of characters in those pieces that no person would write.

    joined: pieces joined by - or _
    """
    return sum(len(piece) for piece in re.split("[_-]+", joined) if _is_made_up(piece))


def _is_made_up(piece: str) -> bool:
    if not _NATURAL.fullmatch(piece):
        return True
    letters = piece.rstrip("0123456789")
    turns = len(re.findall("[a-z][A-Z]", letters))
    return turns > _MOST_TURNS or (len(letters) >= 20 and letters.isupper())
