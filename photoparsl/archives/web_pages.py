"""Recognise a web page that a server sends in the place of records, with a status of success."""

from __future__ import annotations

import html
import re

from photoparsl.redact import visible

_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_TITLE = re.compile(rb"<title[^<>]*>([^<]*)", re.I)
_WALL = re.compile(
    rb"captcha|cf-chl|cf_chl|challenge-platform|just a moment|anubis|not a (?:ro)?bot|"
    rb"are you (?:a )?human|checking your browser|verify(?:ing)? (?:that )?you|access denied|"
    rb"ddos-guard|datadome|"
    rb"(?:enable|requires?) javascript",
    re.I,
)
_READ = 100_000  # bytes


def web_page(data: bytes) -> str:
    """What a web page is, in words, if one stands in the place of records, else ''.

    >>> web_page(b"<!DOCTYPE html><title>Back soon</title>")
    "a web page ('Back soon') in place of records: the server may be under maintenance"
    >>> web_page(b'{"a": 1}')
    ''
    """
    head = data[:_READ].removeprefix(b"\xef\xbb\xbf")
    if not _PAGE.match(head):
        return ""
    title = _TITLE.search(head)
    words = " ".join(html.unescape(title[1].decode("utf-8", "replace")).split()) if title else ""
    named = f" ({visible(words[:60])!r})" if words else ""
    if _WALL.search(head):
        return f"a wall that admits only browsers: a web page{named} in place of records"
    return f"a web page{named} in place of records: the server may be under maintenance"
