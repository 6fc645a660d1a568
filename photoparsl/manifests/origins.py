"""Where a manifest's rows come from: this machine, or the web, whose rows reach less.

A manifest that is made from records of the web keeps their origin: CSV and Parquet in a column of
each row, plain text in a comment that holds for the lines after it.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

ORIGIN_COLUMN = "photoparsl_origin"
WEB_ORIGIN = "web"  # the origin of what a stranger wrote, from no host that a person typed
_MARK = f"# {ORIGIN_COLUMN}:"


def is_remote(base: str) -> bool:
    """Whether a manifest, or `base` (`Photo.base`), is a URL and not a file or folder."""
    return base[:7].lower() == "http://" or base[:8].lower() == "https://"


def origin_of(url: str) -> str:
    """The origin of what came from a URL that a person typed, WEB_ORIGIN for anything else.

    >>> origin_of("https://ann:pw@Photos.example:8443/m.txt?a=1"), origin_of("m.txt")
    ('https://photos.example:8443/', 'web')
    """
    if not is_remote(url):
        return WEB_ORIGIN
    try:
        parts = urlsplit(url)
    except ValueError:
        return WEB_ORIGIN
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}/".lower() if host else WEB_ORIGIN


@lru_cache(maxsize=1024)
def base_of(base: str, origin: str) -> str:
    """What a row of this origin has as `Photo.base`, in a manifest that has `base`.

    It is never more than the manifest's: only a manifest that is a local file is believed when it
    names an origin, since that takes away and gives nothing.

    >>> base_of("/home/ann", ""), base_of("/home/ann", "https://a.example/")
    ('/home/ann', 'https://a.example/')
    >>> base_of("https://b.example/", "https://a.example/"), base_of("/home/ann", "web")
    ('web', 'web')
    """
    if not origin:
        return base
    own = origin_of(origin)
    believed = not is_strangers(base) or origin_of(base) == own
    return own if base and believed else WEB_ORIGIN


def is_strangers(base: str) -> bool:
    """Whether photos with this `Photo.base` come from the web."""
    return base == WEB_ORIGIN or is_remote(base)


def common_origin(bases: set[str]) -> str:
    """The origin of rows with these bases: empty if all are of here, WEB_ORIGIN if they differ."""
    strangers = set(filter(is_strangers, bases))
    if not strangers:
        return ""
    return origin_of(strangers.pop()) if len(bases) == 1 else WEB_ORIGIN


def mark(origin: str) -> str:
    """The comment of a plain text manifest that gives the lines after it their origin.

    >>> mark("https://a.example/"), marked("# photoparsl_origin: web"), marked("# 1900s")
    ('# photoparsl_origin: https://a.example/', 'web', None)
    """
    return f"{_MARK} {origin}".rstrip()


def marked(line: str) -> str | None:
    """The origin that such a comment gives, or None for any other line."""
    return line[len(_MARK) :].strip() if line.startswith(_MARK) else None
