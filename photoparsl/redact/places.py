"""Remove secrets and folders from addresses and sentences, for everyone to read."""

from __future__ import annotations

import re
from urllib.parse import unquote

from photoparsl.redact.harmless import (
    cut_tokens,
    has_token,
    is_harmless_parameter,
    may_have_token,
    unquoted,
)
from photoparsl.redact.patterns import (
    BASIC,
    HEADER,
    NAMED,
    PARAMETER,
    PLACE,
    SCHEME_OF_HEADER,
    USER,
)
from photoparsl.redact.visible import visible

_FOLDERS = (  # names of folders after which a secret follows in a path
    r"(?:access[_-]?)?token|auth|api[_-]?key|secret|passw(?:or)?d|sig(?:nature)?|session(?:id)?|jwt"
    r"|bearer|otp"
)
_SECRET_NAME = re.compile(
    rf"(?<![a-z])(?:{_FOLDERS})(?![a-z])|token|secret|passw|signature|credential|(?:^|[-_])key",
    re.IGNORECASE,
)
_SECRET_FOLDER = re.compile(_FOLDERS, re.IGNORECASE)
_PLAIN_WEB = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?:/[\w.~+,():!-]+)*/?", re.ASCII)
_PLAIN_PATH = re.compile(r"(?:/[\w.~+,():!-]+)*/?", re.ASCII)
_TELLING = re.compile(rf"/(?:s--|(?:{_FOLDERS})/)", re.IGNORECASE)
_LOCAL = re.compile(r"file:|[a-z]:[/\\]|[/\\~]", re.IGNORECASE)
_REMOTE = re.compile(
    r"(?P<scheme>https?:|[a-z][a-z0-9+.-]*:(?=[/\\]{2}))[/\\]*"
    r"(?P<host>[^/\\?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.%]*\]|[^:@\[\]]*)(?::\d*)?")
_SIGNED = re.compile(r"s--.*--")  # a signature of Cloudinary


def published(url: str) -> str:
    """Remove users, signatures, tokens, fragments and local folders from a photo's address.

    A web address keeps its host, its path and the parameters that are known to be harmless
    (`harmless`); of a local file's path only the name is kept.

    >>> published("https://ann:pw@example.org/a.jpg?size=2&X-Amz-Signature=0f3c#top")
    'https://example.org/a.jpg?size=2'
    >>> published("file:///home/ann/a.jpg"), published("osdf:///ospool/ann/a.jpg")
    ('a.jpg', 'osdf:///ospool/ann/a.jpg')
    """
    if _PLAIN_WEB.fullmatch(url) and _is_plain(url):  # most addresses of an archive
        return url
    url = visible(url).strip()
    if _LOCAL.match(url):
        return _file_name(url)
    remote = _REMOTE.match(url)
    if remote is None:
        return _file_name(url) if ".." in re.split(r"[/\\]", url) else _place_text(url)
    host = remote["host"].rpartition("@")[2]
    port = ":" in host and "." not in host and host[0] != "["
    if not _HOST.fullmatch(host) or (port and "@" in remote["path"]):
        return _file_name(remote["path"])  # perhaps a password with a slash in it
    query = _harmless(remote["query"] or "", "[&;?]")
    scheme = remote["scheme"].lower()
    slashes = "///" if scheme == "osdf:" else "//"  # an osdf address has no host
    address = f"{scheme}{slashes}{host}{_path(remote['path'])}"
    return f"{address}?{query}" if query else address.rstrip()


def published_place(url: str) -> str:
    """Do the same as `published`, and append ' …' if parts of the path were removed.

    Such an address can't be opened.

    >>> published_place("https://example.org/0f3c5a7d9b1e2f4a6c8d0e1f/a.jpg")
    'https://example.org/a.jpg …'
    """
    shown, remote = published(url), _REMOTE.match(visible(url).strip())
    if remote is None or _path(remote["path"]) == remote["path"] or shown.endswith("…"):
        return shown
    return f"{shown} …"


def published_text(text: str) -> str:
    """Apply `published` to every address and path in a sentence, and remove other secrets.

    >>> published_text("can't read /home/ann/a.jpg: it is empty")
    "can't read a.jpg: it is empty"
    """
    return PLACE.sub(
        lambda place: published(place["url"]) if place["url"] else place["name"],
        visible(without_secrets(text)),
    )


def without_secrets(text: str) -> str:
    """Remove secrets in addresses and in HTTP headers from a text; keep folders and line ends.

    >>> without_secrets("GET /fetch/https://ann:pw@a.example/b.jpg?sig=0f with Bearer 0f3c")
    'GET /fetch/https://a.example/b.jpg with Bearer …'
    """
    if "%" in text:
        text = re.sub(r"\S+", _escaped, text)
    return _cut(text)


def _cut(text: str) -> str:
    text = HEADER.sub(r"\1\2…", text)
    text = PLACE.sub(_place_without_secrets, text)
    # PLACE matches an address only up to a space, so parameters after it are removed here.
    text = PARAMETER.sub(lambda part: part[0] if is_harmless_parameter(part[1]) else "", text)
    text = BASIC.sub(r"\1 …", SCHEME_OF_HEADER.sub(r"\1 …", USER.sub("", text)))
    return cut_tokens(NAMED.sub(r"\1…", text))


def _place_without_secrets(place: re.Match[str]) -> str:
    url = place["url"]
    if not url or _LOCAL.match(url):
        return place[0]
    address = url.rstrip(",:;.!?)")  # punctuation of the sentence isn't part of the address
    return published(address) + url[len(address) :]


def _escaped(word: re.Match[str]) -> str:
    """The word; without its secrets, and decoded, if it has secrets written with percent signs."""
    plain = unquoted(word[0])
    cut = _cut(plain)
    return cut if cut != plain else word[0]


def _file_name(place: str) -> str:
    if place.lower().startswith("file:"):
        place = unquote(re.split(r"[?#]", place[5:])[0])
    names = [name for name in re.split(r"[/\\]", place) if name]
    return _place_text(visible(names[-1])) if names else "(a file)"


def _place_text(place: str) -> str:
    """A local path or name without secrets; it may look like an address without a host."""
    path, mark, query = place.partition("?")
    if "=" in query or has_token(query):
        query = _harmless(query, "[&;?#]")
        mark = mark if query else ""
    return (_path(path, is_local=True) + mark + query) or ("…" if place else "")


def _is_plain(path: str) -> bool:
    return not (may_have_token(path) or _TELLING.search(path))


def _path(path: str, *, is_local: bool = False) -> str:
    """Remove segments and parts of segments that may be secrets from a path.

    is_local: whether it is a local path, in which a name with `=`, such as `a=b.jpg`, is kept
        unless it looks like a secret
    """
    if _PLAIN_PATH.fullmatch(path) and _is_plain(path):
        return path
    kept: list[str] = []
    pieces = re.split(r"([/\\]+)", path)  # segments, and the slashes between them
    between, before = "", ""
    for number, segment in enumerate(pieces[::2]):
        last = 2 * number + 1 == len(pieces)
        nested = number > 0 and len(pieces[2 * number - 1]) > 1  # after an inner '//'
        secret = bool(_SECRET_FOLDER.fullmatch(before))
        harmless = "" if secret else _segment(segment, nested=nested, last=last, is_local=is_local)
        if harmless or last or not segment:
            kept += [between, harmless]
            between = "" if last else pieces[2 * number + 1]
        before = segment
    return "".join(kept)


def _segment(segment: str, *, nested: bool, last: bool, is_local: bool) -> str:
    user, _, others = segment.rpartition("@")
    if nested or ":" in user:
        segment = others
    if "%" in segment and (plain := unquoted(segment)) != _cut(plain):
        return ""
    if "=" in segment and not (is_local and _is_plain_assignment(segment)):
        segment = _harmless(segment, "[&;,]")
    name, dot, ending = segment.rpartition(".")
    is_file = last and bool(dot) and len(ending) <= 5 and "." not in name
    return "" if _SIGNED.fullmatch(segment) or (not is_file and has_token(segment)) else segment


def _is_plain_assignment(segment: str) -> bool:
    """Whether a name with `=` contains neither the name of a secret nor a token."""
    pieces = re.split("[&;,=]", unquoted(segment))
    return not any(has_token(piece) or _SECRET_NAME.search(piece) for piece in pieces)


def _harmless(parameters: str, separators: str) -> str:
    """Keep the harmless parameters; in a path's segment, also parts that aren't parameters.

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
