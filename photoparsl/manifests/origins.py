"""The origins of a manifest's rows: this machine or the web.  Rows from the web may reach less.

A manifest made from records of the web stores each row's origin: CSV and Parquet in a column, plain
text in a comment above the rows that it applies to.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

ORIGIN_COLUMN = "photoparsl_origin"
WEB_ORIGIN = "web"  # the web, but not a host that the user typed
_COMMENT = f"# {ORIGIN_COLUMN}:"


def is_remote(base: str) -> bool:
    """Whether a manifest, a source or a `Photo.base` is an http(s) URL, not a file or folder."""
    return base[:7].lower() == "http://" or base[:8].lower() == "https://"


def origin_of(url: str) -> str:
    """The origin of data from a URL that the user typed: scheme and host, else WEB_ORIGIN.

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
def row_base(base: str, origin: str) -> str:
    """The `Photo.base` of a row with this origin, in a manifest with this base.

    The row may never reach more than its manifest.  A local manifest may give its rows any origin,
    since its rows without one may reach more.  A manifest from the web may only give its own.

    base: the manifest's base: its folder, its origin, or ''
    origin: the origin in the row, or '' if it has none

    >>> row_base("/home/ann", ""), row_base("/home/ann", "https://a.example/")
    ('/home/ann', 'https://a.example/')
    >>> row_base("https://b.example/", "https://a.example/"), row_base("/home/ann", "web")
    ('web', 'web')
    """
    if not origin:
        return base
    named = origin_of(origin)
    is_believed = not is_from_web(base) or origin_of(base) == named
    return named if base and is_believed else WEB_ORIGIN


def is_from_web(base: str) -> bool:
    """Whether photos with this `Photo.base` come from the web."""
    return base == WEB_ORIGIN or is_remote(base)


def common_origin(bases: set[str]) -> str:
    """The origin of rows with these bases: '' if none is from the web, `web` if they differ."""
    if not any(map(is_from_web, bases)):
        return ""
    return origin_of(next(iter(bases))) if len(bases) == 1 else WEB_ORIGIN


def origin_comment(origin: str) -> str:
    """A comment for a plain text manifest, which sets the origin of the lines after it.

    >>> origin_comment("https://a.example/")
    '# photoparsl_origin: https://a.example/'
    """
    return f"{_COMMENT} {origin}".rstrip()


def origin_in(line: str) -> str | None:
    """The origin that a comment sets, or None for any other line.

    >>> origin_in("# photoparsl_origin: web"), origin_in("# 1900s")
    ('web', None)
    """
    return line[len(_COMMENT) :].strip() if line.startswith(_COMMENT) else None
