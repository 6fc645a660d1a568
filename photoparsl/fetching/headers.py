"""Read an answer's headers: bot walls, pauses, encodings, the length of the body."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

_LONGEST_PAUSE = 366 * 24 * 3600.0  # seconds. A server may request more
_SECONDS = re.compile(r"[0-9]+(?![0-9]*[-/:])")  # not a date, as `2026-11-25` begins

# Headers of bot walls, with the values that demand proof of a browser or a person.
_WALLS = {
    "cf-mitigated": ("challenge", "captcha", "block"),  # Cloudflare
    "x-amzn-waf-action": ("challenge", "captcha", "block"),  # AWS
    "x-vercel-mitigated": ("challenge", "deny"),
}
# Headers of bot walls if the status is a refusal: old Cloudflare, DataDome, Sucuri, Kasada.
_WALLS_IF_REFUSED = ("cf-chl-bypass", "cf-chl-out", "x-datadome", "x-sucuri-block", "x-kpsdk-ct")
_WALL_SERVERS = ("akamaighost", "ddos-guard")  # their status 403 means a bot wall
_REFUSALS = (202, 401, 403, 405, 429, 503)


# The only headers that are needed with a photo.
_RELEVANT = re.compile(
    rb"^(?:content-encoding|%s)[ \t]*:" % b"|".join(name.encode() for name in _WALLS),
    re.IGNORECASE | re.MULTILINE,
)


def relevant_headers(lines: list[bytes], is_photo: bool) -> dict[str, str]:
    """The headers of the last answer.  For a photo, none unless one of `_RELEVANT` is there."""
    return {} if is_photo and not _RELEVANT.search(b"".join(lines)) else parse_headers(lines)


def parse_headers(lines: Iterable[bytes]) -> dict[str, str]:
    """The headers of the last answer in `lines`, by name in lower case, without trailers.

    >>> parse_headers([b"HTTP/1.1 100", b"A: 1", b"HTTP/2 200", b"B: 2\\r\\n", b"b: 3\\r\\n"])
    {'b': '2, 3'}
    """
    headers: dict[str, str] = {}
    is_trailer = False
    for line in lines:
        if line.startswith(b"HTTP/"):
            headers, is_trailer = {}, False
            continue
        is_trailer = is_trailer or not line.strip()
        if is_trailer:
            continue
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            name, value = name.strip().lower(), value.strip()
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def is_chunked(lines: list[bytes]) -> bool:
    """Whether the body of the last answer is in chunks, whose last one marks the end."""
    return "chunked" in parse_headers(lines).get("transfer-encoding", "").lower()


def wall_header(headers: Mapping[str, str], status: int) -> str:
    """The header that identifies a bot wall, with its value (empty: no bot wall).

    >>> wall_header({"x-amzn-waf-action": "challenge"}, 202)
    'x-amzn-waf-action: challenge'
    >>> wall_header({"x-datadome": "protected"}, 200)
    ''
    """
    for name, values in _WALLS.items():
        value = headers.get(name, "").lower()
        if value in values:
            return f"{name}: {value}"
    if status in _REFUSALS:
        if status == 403 and headers.get("server", "").lower() in _WALL_SERVERS:
            return f"server: {headers['server']}"
        return next((name for name in _WALLS_IF_REFUSED if name in headers), "")
    return ""


def retry_after_seconds(headers: Mapping[str, str]) -> float:
    """The seconds that `Retry-After` requests, or 0 if it is missing or can't be read.

    >>> values = ("120", "-5", "soon", "1.5 s", "2099-10-21T07:28:00Z")
    >>> [retry_after_seconds({"retry-after": value}) for value in values]
    [120.0, 0.0, 0.0, 1.0, 0.0]
    >>> date = "Wed, 21 Oct 2026 07:28:00 GMT"
    >>> retry_after_seconds({"retry-after": "Wed, 21 Oct 2026 08:28:00 GMT", "date": date})
    3600.0
    """
    value = headers.get("retry-after", "").strip()
    if number := _SECONDS.match(value):
        seconds = float(number[0][:12])
    else:
        try:
            seconds = _parse_date(value) - _server_clock(headers)
        except (ValueError, OverflowError, IndexError, TypeError):
            return 0.0
    return min(max(seconds, 0.0), _LONGEST_PAUSE)


def _parse_date(date: str) -> float:
    """A date of HTTP in seconds since 1970.  Without a time zone it is UTC.

    Raises one of several errors if it can't be read, as `parsedate_to_datetime` does.
    """
    moment = parsedate_to_datetime(date)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _server_clock(headers: Mapping[str, str]) -> float:
    """The server's clock in seconds since 1970, or this machine's if the server doesn't send it."""
    try:
        return _parse_date(headers["date"])
    except (KeyError, ValueError, OverflowError, IndexError, TypeError):
        return time.time()
