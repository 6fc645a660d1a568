"""The places of photos (URLs and paths) that a manifest may have."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from photoparsl.manifests.origins import is_from_web

LONGEST_LINE = 65_536  # characters of a line with a URL and a year

COMMON_URL = re.compile(r"https?://[0-9A-Za-z][!-~]{,2000}\Z")  # `bad_place` returns '' for these
_WEB = re.compile(r"(?:https?://|osdf:///)[^\s/?#]", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def bad_place(place: str, base: str) -> str:
    """What was expected instead of `place`, in a row with this `Photo.base`, or '' if it is valid.

    >>> bad_place("https://a.example/1.jpg", "web"), bad_place("photos/1.jpg", "/home/ann")
    ('', '')
    >>> bad_place("photos/1.jpg", "web")
    'expected an http(s) URL (only a manifest that is a local file may name files)'
    """
    if "\ufffd" in place or _CONTROL.search(place):
        is_text = "\ufffd" not in place
        expected = "without line ends, tabs or control characters" if is_text else "in plain UTF-8"
        return f"expected a place {expected}"
    if len(place) > LONGEST_LINE:
        return f"expected a place of at most {LONGEST_LINE:,} characters"
    if _WEB.match(place):
        return ""
    if is_from_web(base) or not base:
        return "expected an http(s) URL (only a manifest that is a local file may name files)"
    scheme = _SCHEME.match(place)
    if not place or (scheme and scheme[0].lower() != "file:"):
        return "expected an http(s) URL or a file"
    host = file_host(place) if scheme else ""
    wanted = "a file's URL without a user" if "@" in host else "a file of this machine"
    other = "" if "@" in host else f", not of {host[:60]!r}"
    return f"expected {wanted}{other}: file:///PATH" if host else ""


def file_host(url: str) -> str:
    """The host that a `file:` URL names, or '' for this machine.

    >>> file_host("file://server/a.jpg"), file_host("file://localhost/a.jpg"), file_host("file:a")
    ('server', '', '')
    """
    try:
        host = urlsplit(url).netloc
    except ValueError:
        return url[:60]
    return "" if host.lower() == "localhost" else host
