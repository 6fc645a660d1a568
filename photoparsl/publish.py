"""What may be shown to everyone: addresses without secrets, text without hidden characters."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, unquote_plus

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # categories of Unicode
_FORMULA = re.compile(r"[\t\r]|[\s\ufffd]*[=+\-@＝＋－＠]")  # noqa: RUF001
_PLAIN_WEB = re.compile(
    r"https?://[a-z0-9.-]+(?::\d+)?/(?!(?:.*/)?(?:p/[\w-]{20}|s--))[\w.~/%+,()-]*", re.ASCII
)
_LINE_END = re.compile(r"[\t\n\r]")
_LOCAL = re.compile(r"file:|[a-z]:|[/\\~]", re.IGNORECASE)
_REMOTE = re.compile(
    r"(?P<scheme>https?:|[a-z][a-z0-9+.-]*:(?=[/\\]{2}))[/\\]*"
    r"(?P<host>[^/\\?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.%]*\]|[^:@\[\]]*)(?::\d*)?")
_SECRET_NAME = re.compile(
    r"x-(?:amz|goog|oss|ms|cos|obs)-"
    r"|.*(?:token|secret|passw|signature|credential|access-?_?(?:key|id)|api-?_?key|jwt)"
    r"|.*auth(?!ors?$)|.*sess(?:ion|id)"
    r"|(?:sig|sign|hmac|md5|s?key|pass|pwd|policy|expires|nonce|ticket|sid)\b"
    r"|(?:user|username|login|email)\b"
    r"|.*_sig\b|q-(?:ak|sign)|hdn(?:ea|ts|tl)\b",  # Swift's, Tencent's, Akamai's
    re.DOTALL,
)
_SIGNATURE = re.compile(r"oh=[\w-]{16,}|s=[0-9a-f]{32}$", re.IGNORECASE)  # Facebook's, imgix's
_SECRET_IN_PATH = re.compile(
    r"(?<=/)(?:p/[\w-]{20,}/(?=n/)|s--[\w-]+--/|(?P<parameters>[\w-]+=[^/]*)/)"
)  # Oracle's pre-authenticated requests, Cloudinary's signatures, Bunny's tokens
_PATH_PARAMETER = re.compile(r";([^;/\\]*)")
_PARAMETER_IN_TEXT = re.compile(r"""[?&;]([^\s=&;?]+=[^\s&;<>"']*)""")
_PLACE_IN_TEXT = re.compile(
    r"""(?P<url>(?:https?:|[a-z][a-z0-9+.-]*://)[^\s<>"']+)"""
    r"""|(?<![\w.\\/])(?:[a-z]:)?[/\\]+(?:[^\s/\\'":]+[/\\]+)+(?P<name>[^\s/\\'":]*)""",
    re.IGNORECASE,
)


def visible(text: str) -> str:
    r"""The text with nothing hidden in it: what can't be seen becomes U+FFFD, line ends a space.

    That is control characters, those that turn the direction of writing or have no width,
    and lone surrogates.

    >>> visible("photo\u202egpj.exe")
    'photo\ufffdgpj.exe'
    """
    return "".join(
        "\ufffd" if unicodedata.category(char) in _UNSEEN else char
        for char in _LINE_END.sub(" ", text)
    )


def published(url: str) -> str:
    """A photo's address as everyone may read it: no user, signature, token, fragment or folder.

    A web address keeps its host, path and harmless parameters; a local file keeps its name.

    >>> published("https://ann:pw@example.org/a.jpg?size=2&X-Amz-Signature=0f3c#top")
    'https://example.org/a.jpg?size=2'
    >>> published("file:///home/ann/a.jpg"), published("osdf:///ospool/ann/a.jpg")
    ('a.jpg', 'osdf:///ospool/ann/a.jpg')
    """
    if _PLAIN_WEB.fullmatch(url):  # nearly all of a large archive's: nothing to take away
        return url
    url = visible(url).strip()
    if _LOCAL.match(url):
        return _file_name(url)
    remote = _REMOTE.match(url)
    if remote is None:
        return _file_name(url) if ".." in re.split(r"[/\\]", url) else url
    host = remote["host"].rpartition("@")[2]
    if not _HOST.fullmatch(host):  # perhaps a password with a slash in it: keep what is safe
        return _file_name(remote["path"])
    path = _SECRET_IN_PATH.sub(_harmless_segment, remote["path"])
    path = _PATH_PARAMETER.sub(lambda part: "" if _is_secret(part[1]) else part[0], path)
    query = _without_secrets(remote["query"] or "")
    scheme = remote["scheme"].lower()
    slashes = "///" if scheme == "osdf:" else "//"  # which names no host
    return f"{scheme}{slashes}{host}{path}" + (f"?{query}" if query else "")


def published_text(text: str) -> str:
    """A sentence with every address and every folder in it as `published` would show them.

    >>> published_text("can't read /home/ann/a.jpg: it is empty")
    "can't read a.jpg: it is empty"
    """
    text = _PLACE_IN_TEXT.sub(
        lambda place: published(place["url"]) if place["url"] else place["name"], visible(text)
    )  # an address with a space in it is recognized only up to there, hence also:
    return _PARAMETER_IN_TEXT.sub(lambda part: "" if _is_secret(part[1]) else part[0], text)


def cell(text: str) -> str:
    """A text as a table's cell that no spreadsheet takes for a formula.

    >>> cell("=1+1")
    "'=1+1"
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _file_name(place: str) -> str:
    if place.lower().startswith("file:"):
        place = unquote(re.split(r"[?#]", place[5:])[0])
    names = [name for name in re.split(r"[/\\]", place) if name]
    return visible(names[-1]) if names else "(a file)"


def _harmless_segment(segment: re.Match[str]) -> str:
    """A segment of a path without its secrets, or nothing if that is all that it is."""
    harmless = _without_secrets(segment["parameters"] or "")
    return f"{harmless}/" if harmless else ""


def _without_secrets(query: str) -> str:
    parts = re.split(r"[&;?]", query)
    harmless = [part for part in parts if not _is_secret(part)]
    return query if len(harmless) == len(parts) else "&".join(harmless)


def _is_secret(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    value = unquote_plus(value)
    carries_an_address = "://" in value and ("@" in value or "?" in value)
    if carries_an_address or _SIGNATURE.match(parameter):
        return True
    return bool(_SECRET_NAME.match(unquote_plus(name).strip().lower()))
