"""Show a text of an archive's table, such as a title, to everyone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from photoparsl.redact.harmless import is_harmless_parameter
from photoparsl.redact.patterns import PARAMETER
from photoparsl.redact.places import published, without_secrets
from photoparsl.redact.visible import visible

_BEFORE = r"""(?<![^\s('"<\[=,;])"""  # what an address without a scheme stands after
_ADDRESS = re.compile(
    r"(?<![a-z0-9+.-])(?:https?:[/\\]*(?=[^\s/\\])|[a-z][a-z0-9+.-]*:[/\\]{2})[^\s<>]*"
    rf"|{_BEFORE}//[^\s/\\]+(?:@[^\s<>]*|\?[^\s<>]*|/[^\s<>]*\?[^\s<>]*)"  # without a scheme
    rf"|{_BEFORE}(?:[\w-]+\.)+[a-z]{{2,}}(?::\d+)?/[^\s<>]*\?[^\s<>]*"
    r"|\S*%(?:25)*3a%(?:25)*2f\S*",  # escaped
    re.IGNORECASE,
)
_MAY_HAVE = re.compile(r"[/\\]|%(?:25)*2f", re.IGNORECASE)
_END = ",:;.!?)\"'"  # punctuation after an address isn't part of it


def archive_text(text: str) -> str:
    """Remove secrets from the addresses in a text, and hidden characters.  Keep all its words.

    A sentence of an error is read by `published_text`, which removes headers and passwords too.  In
    a title, these are an archive's words.

    >>> archive_text("Basic Training 1942"), archive_text("Cookie: Ann, https://a.example/?sig=0f")
    ('Basic Training 1942', 'Cookie: Ann, https://a.example/')
    """
    text = visible(text)
    if not _MAY_HAVE.search(text):
        return text
    shown, addresses = _ADDRESS.subn(_published, text)
    if addresses and " " in text:  # a secret may have spaces: parameters may follow a space
        return PARAMETER.sub(lambda part: part[0] if is_harmless_parameter(part[1]) else "", shown)
    return shown


def _published(found: re.Match[str]) -> str:
    address = found[0].rstrip(_END)
    rest = found[0][len(address) :]
    if "/" not in address and "\\" not in address:  # it is escaped
        return without_secrets(address) + rest
    if address.startswith("//"):
        return published(f"https:{address}").removeprefix("https:") + rest
    if ":" not in address.partition("/")[0] or "://" not in address:
        return published(f"https://{address}").removeprefix("https://") + rest
    return published(address) + rest


def distinct(texts: Iterable[str], longest: int | None = None) -> list[str]:
    """The texts, made distinct.

    Of equal texts with different values, the later ones get ' (2)', ' (3)' and so on.

    longest: how many characters a text may have

    >>> distinct(["Glass", "Glass", "Prints"])
    ['Glass', 'Glass (2)', 'Prints']
    """
    texts = list(texts)
    found: dict[str, None] = {}
    taken, last = set(texts), dict[str, int]()
    for text in texts:
        name = text
        while name in found or (name != text and name in taken):
            last[text] = last.get(text, 1) + 1
            ending = f" ({last[text]})"
            name = text[: longest and longest - len(ending)].rstrip() + ending
        found[name] = None
    return list(found)
