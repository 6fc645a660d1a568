"""What an answer's headers say beside its status."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

LONGEST_PAUSE = 366 * 24 * 3600.0  # seconds, whatever a server asks for
_SECONDS = re.compile(r"[0-9]+(?![0-9]*[-/:])")  # not a date, as `2026-11-25` begins

# What bot walls put beside the page that wants a browser, or a person, to prove itself.
_WALLS = {
    "cf-mitigated": ("challenge", "captcha", "block"),  # Cloudflare
    "x-amzn-waf-action": ("challenge", "captcha", "block"),  # AWS
    "x-vercel-mitigated": ("challenge", "deny"),
}
# Headers that say so only beside a refusal: Cloudflare's of old, DataDome, Sucuri, Kasada.
_WALLS_IF_REFUSED = ("cf-chl-bypass", "cf-chl-out", "x-datadome", "x-sucuri-block", "x-kpsdk-ct")
_SERVERS = ("akamaighost", "ddos-guard")  # whose own 403 is a wall's
_REFUSED = (202, 401, 403, 405, 429, 503)


# Of a photo that came, only these are of interest.
_SAYING = re.compile(
    rb"^(?:content-encoding|%s)[ \t]*:" % b"|".join(name.encode() for name in _WALLS),
    re.IGNORECASE | re.MULTILINE,
)


def of_interest(lines: list[bytes], is_photo: bool) -> dict[str, str]:
    """The headers of the last answer; nothing where it is a photo and none says more of it."""
    return {} if is_photo and not _SAYING.search(b"".join(lines)) else parsed(lines)


def parsed(lines: Iterable[bytes]) -> dict[str, str]:
    """The headers of the last answer in `lines`, without trailers, by their names in lower case.

    >>> parsed([b"HTTP/1.1 100", b"A: 1", b"HTTP/2 200", b"B: 2\\r\\n", b"b: 3\\r\\n"])
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


def wall(headers: Mapping[str, str], status: int) -> str:
    """The header by which a bot wall says that it is one, or nothing.

    >>> wall({"x-amzn-waf-action": "challenge"}, 202), wall({"x-datadome": "protected"}, 200)
    ('x-amzn-waf-action: challenge', '')
    """
    for name, values in _WALLS.items():
        value = headers.get(name, "").lower()
        if value in values:
            return f"{name}: {value}"
    if status in _REFUSED:
        if status == 403 and headers.get("server", "").lower() in _SERVERS:
            return f"server: {headers['server']}"
        return next((name for name in _WALLS_IF_REFUSED if name in headers), "")
    return ""


def pause(headers: Mapping[str, str]) -> float:
    """The seconds for which `Retry-After` asks; 0 where it doesn't, or can't be read.

    >>> pause({"retry-after": "120"}), pause({"retry-after": "-5"}), pause({"retry-after": "soon"})
    (120.0, 0.0, 0.0)
    >>> pause({"retry-after": "1.5 s"}), pause({"retry-after": "2099-10-21T07:28:00Z"})
    (1.0, 0.0)
    >>> date = "Wed, 21 Oct 2026 07:28:00 GMT"
    >>> pause({"retry-after": "Wed, 21 Oct 2026 08:28:00 GMT", "date": date})
    3600.0
    """
    value = headers.get("retry-after", "").strip()
    if number := _SECONDS.match(value):
        seconds = float(number[0][:12])
    else:
        try:
            seconds = _moment(value) - _now(headers)
        except (ValueError, OverflowError, IndexError, TypeError):
            return 0.0
    return min(max(seconds, 0.0), LONGEST_PAUSE)


def _moment(date: str) -> float:
    """The seconds since 1970; HTTP's dates are of Greenwich, also where they don't say so."""
    moment = parsedate_to_datetime(date)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _now(headers: Mapping[str, str]) -> float:
    """The server's clock, or ours where it doesn't tell."""
    try:
        return _moment(headers["date"])
    except (KeyError, ValueError, OverflowError, IndexError, TypeError):
        return time.time()
