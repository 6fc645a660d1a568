"""Decide which parts of an address are harmless.  A parameter of unknown name may be a secret."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from photoparsl.files import IMAGE_ENDINGS, UNREAD_ENDINGS, endings_pattern
from photoparsl.redact.patterns import FOLDERS, SECRET_NAMES

# The names of harmless parameters, in lower case, without - and _, by the values that they have.
_NUMBERS = """
    action angle bg bit blur channel color colour count crop cvt depth dl dmheight dmrotate dmscale
    dmwidth dmx dmy download dpi dpr ext extension filetype fit fm fmt format frame full gravity hei
    height imagesize index large layer level limit max maxh maxheight maxw maxwidth medium method
    mime min mode no number offset order original output page pages part perpage pos position qlt
    quality region res resize resolution revision rgn rnd rotate rotation row rows scale sequence
    size sizes small sort start step thumb thumbnail thumbwidth tile type ver version view volume
    wid width year zoom
"""
_FILES = "fif file filename fo image img name orig photo source text title"
_LANGUAGES = "lang language locale"
_IDENTIFIERS = """
    barcode callnumber canvas category cisoptr cisoroot coll collection fileid folder id identifier
    idno ids imageid issue item itemid metadataprefix object objectid objid pageid photoid pid
    record recordid series set side
"""
_USUAL = """
    all asc auto back best bitonal bw center color colour contain cover crop default desc download
    false fill fit front full gray grayscale grey high image img inline landscape large left low
    master max medium middle min native no none normal off on orig original pct photo portrait
    preview print px raw recto right sepia small square thumb thumbnail tile top true verso view
    web xl xs xxl yes
"""
_PAIR = re.compile(  # another name with a value within a value
    rf"[,;|\s][\w-]+:|(?<![\w-])[\w-]*(?:{SECRET_NAMES})\s*:", re.IGNORECASE
)
_FORMATS = (ending[1:] for ending in (*IMAGE_ENDINGS, *UNREAD_ENDINGS))
_WORDS = frozenset((*_USUAL.split(), *_FORMATS))  # no secret, whichever harmless parameter has them
_NUMBER = re.compile(r"[a-z]?\d{1,12}[a-z]{0,3}|\d+x\d+|[a-z]?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_IMAGE_NAME = re.compile(rf".*{endings_pattern(*IMAGE_ENDINGS, *UNREAD_ENDINGS)}", re.IGNORECASE)
_VALUE = re.compile(r"[\w.,:/+!*()~' |-]*")  # without characters that begin another parameter
_SHORT = re.compile(r"[\d.,:x-]{0,12}")  # the value of a name of one letter
_LONGEST = 100  # characters of a value
_LETTERS = frozenset("chmnpqrsvwxyz")
# By name, the form that its value may have besides numbers and usual words.
_KINDS: dict[str, re.Pattern[str] | None] = {
    **dict.fromkeys(_NUMBERS.split()),
    **dict.fromkeys(_FILES.split(), _IMAGE_NAME),
    **dict.fromkeys(_LANGUAGES.split(), _LANGUAGE),
    **dict.fromkeys(_IDENTIFIERS.split(), _VALUE),  # and `_is_identifier`
}
_SECRET_NAME = re.compile(
    rf"(?<![a-z])(?:{FOLDERS})(?![a-z])|token|secret|passw|signature|credential|(?:^|[-_])key",
    re.IGNORECASE,
)
_JWT = re.compile(r"(?<![\w-])eyJ[\w-]{4,}(?:\.[\w-]*){1,4}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PIECE = re.compile(r"[A-Za-z0-9]{20,}")
_JOINED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]+(?:[_-]+[A-Za-z0-9]+)+")
_MAY_BE = re.compile(r"[A-Za-z0-9]{20}|[\w-]{32}|eyJ")
_LONG = 32  # characters of several pieces joined by - or _
_NATURAL = re.compile(r"\d+[a-z]?|[A-Za-z]*\d*")
_DEEPEST = 10  # times that percent signs are decoded
_MOST_TURNS = 4  # changes from lower to upper case within a word that a person writes
_RUN = re.compile(r"[A-Z]+|[a-z]+|\d+")
_MOST_RUNS = 5  # of capitals, of small letters and of digits, in the codes of an identifier
_LONGEST_CODE = 14  # letters and digits without a separator
_LONGEST_WORD = 24
_WORD_OR_NUMBER = re.compile(r"\d+[a-z]?|(?:[^\W\d_A-Z]+|[A-Z]+|(?:[A-Z]?[a-z]{2,})+)\d*")


def is_harmless_parameter(parameter: str) -> bool:
    """Whether `name=value`, or a name without a value, is known to be harmless.

    The name must be known.  The value must be of its form: a number or a usual word, the name of an
    image, a language.  An identifier may be any text that doesn't look generated.

    >>> is_harmless_parameter("width=200"), is_harmless_parameter("rlkey=1")
    (True, False)
    >>> is_harmless_parameter("page=12"), is_harmless_parameter("page=swordfish")
    (True, False)
    >>> is_harmless_parameter("id=PH-1903b12"), is_harmless_parameter("id=aB3xK9zQ7wL2")
    (True, False)
    """
    name, _, value = parameter.partition("=")
    name = unquoted(name).strip().lower().replace("_", "").replace("-", "")
    value = unquoted(value)
    is_plain = len(value) <= _LONGEST and "//" not in value and bool(_VALUE.fullmatch(value))
    if len(name) == 1:
        return name in _LETTERS and bool(_SHORT.fullmatch(value))
    if not is_plain or name not in _KINDS or has_token(value) or _PAIR.search(value):
        return not parameter
    form = _KINDS[name]
    if form is _VALUE:
        return _is_identifier(value)
    return is_usual(value) or bool(form and form.fullmatch(value))


def _is_identifier(value: str) -> bool:
    """Whether the value is a UUID, or made of numbers, words and codes as archives give.

    Codes are short, and have few runs of capitals, small letters and digits.  btv1b8449691v has
    five runs.  A random text of that length has about nine.
    """
    pieces = re.findall(r"[^\W_]+", _UUID.sub("", value))
    codes = [piece for piece in pieces if not _WORD_OR_NUMBER.fullmatch(piece)]
    is_short = all(len(p) <= _LONGEST_WORD for p in pieces) and len("".join(codes)) <= _LONGEST_CODE
    return is_short and sum(len(_RUN.findall(code)) for code in codes) <= _MOST_RUNS


def is_usual(value: str) -> bool:
    """Whether the value is made of numbers, single letters and words of _WORDS alone."""
    pieces = re.split(r"[\W_]+", value.lower())
    return all(piece in _WORDS or _NUMBER.fullmatch(piece) for piece in pieces)


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
    """Whether `has_token` may be true.  This check is faster."""
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


def is_plain_assignment(segment: str) -> bool:
    """Whether a name with `=` contains neither the name of a secret nor a token."""
    pieces = re.split("[&;,=]", unquoted(segment))
    return not any(has_token(piece) or _SECRET_NAME.search(piece) for piece in pieces)


def harmless_parameters(parameters: str, separators: str) -> str:
    """Keep the harmless parameters.  In a path's segment, also keep parts that aren't parameters.

    parameters: a query or a segment
    separators: a regular expression of the characters between parameters
    """
    in_path = "," in separators
    kept = ""
    pieces = re.split(f"({separators})", parameters)
    for separator, part in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        if is_harmless_parameter(part) or (in_path and "=" not in part and not has_token(part)):
            kept += (separator if kept else "") + part
    return kept
