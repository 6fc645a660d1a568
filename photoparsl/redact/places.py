"""Remove secrets and folders from addresses and sentences, for everyone to read."""

from __future__ import annotations

import re
from urllib.parse import unquote

from photoparsl.redact.harmless import (
    cut_tokens,
    harmless_parameters,
    has_token,
    is_harmless_parameter,
    is_plain_assignment,
    is_usual,
    may_have_token,
    unquoted,
)
from photoparsl.redact.patterns import (
    AFTER_NAME,
    BASIC,
    ESCAPE,
    HEADER,
    HOST,
    LOCAL,
    NAMED,
    OPTION,
    PAIR,
    PARAMETER,
    PLACE,
    PLAIN_PATH,
    PLAIN_WEB,
    QUOTED_PLACE,
    REMOTE,
    SCHEME_OF_HEADER,
    SECRET_FOLDER,
    SIGNED,
    TELLING,
    USER,
)
from photoparsl.redact.visible import visible

_DEEPEST = 10  # times that percent signs are decoded


def published(url: str) -> str:
    """Remove users, signatures, tokens, fragments and local folders from a photo's address.

    A web address keeps its host, its path and the parameters that are known to be harmless
    (`harmless`).  Of a local file's path only the name is kept.

    >>> published("https://ann:pw@example.org/a.jpg?size=2&X-Amz-Signature=0f3c#top")
    'https://example.org/a.jpg?size=2'
    >>> published("file:///home/ann/a.jpg"), published("osdf:///ospool/ann/a.jpg")
    ('a.jpg', 'osdf:///ospool/ann/a.jpg')
    """
    if _is_plain(url, PLAIN_WEB):  # most addresses of an archive
        return url
    url = visible(url).strip()
    if LOCAL.match(url):
        return _file_name(url)
    remote = REMOTE.match(url)
    if remote is None:
        return _file_name(url) if ".." in re.split(r"[/\\]", url) else _place_text(url)
    host = remote["host"].rpartition("@")[2]
    port = ":" in host and "." not in host and host[0] != "["
    if not HOST.fullmatch(host) or (port and "@" in remote["path"]):
        return _file_name(remote["path"])  # perhaps a password with a slash in it
    query = harmless_parameters(remote["query"] or "", "[&;?]")
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
    if _is_plain(url, PLAIN_WEB):
        return url
    shown, remote = published(url), REMOTE.match(visible(url).strip())
    if remote is None or _path(remote["path"]) == remote["path"] or shown.endswith("…"):
        return shown
    return f"{shown} …"


def published_text(text: str) -> str:
    """Apply `published` to every address and path in a sentence, and remove other secrets.

    >>> published_text("can't read /home/ann/a.jpg: it is empty")
    "can't read a.jpg: it is empty"
    """
    shown = QUOTED_PLACE.sub(_published_in_quotes, visible(without_secrets(text)))
    return PLACE.sub(
        lambda place: published(place["url"]) if place["url"] else place["name"], shown
    )


def without_secrets(text: str) -> str:
    """Remove secrets in addresses and in HTTP headers from a text.  Keep folders and line ends.

    >>> without_secrets("GET /fetch/https://ann:pw@a.example/b.jpg?sig=0f with Bearer 0f3c")
    'GET /fetch/https://a.example/b.jpg with Bearer …'
    """
    if "%" in text:
        text = re.sub(r"\S*%\S*", _cut_decoded, text)
    return _cut(text)


def _cut(text: str) -> str:
    text = QUOTED_PLACE.sub(_cut_in_quotes, HEADER.sub(r"\1\2…", text))
    text = PLACE.sub(_place_without_secrets, text)
    # PLACE matches an address only up to a space, so parameters after it are removed here.
    text = PARAMETER.sub(lambda part: part[0] if is_harmless_parameter(part[1]) else "", text)
    text = BASIC.sub(r"\1 …", SCHEME_OF_HEADER.sub(r"\1 …", USER.sub("", text)))
    return cut_tokens(NAMED.sub(r"\1…", OPTION.sub(r"\1\2…", text)))


def _place_without_secrets(place: re.Match[str]) -> str:
    url = place["url"]
    if not url or LOCAL.match(url):
        return place[0]
    address = url.rstrip(",:;.!?)")  # punctuation of the sentence isn't part of the address
    return published(address) + url[len(address) :]


def _published_in_quotes(quoted: re.Match[str]) -> str:
    return quoted["quote"] + published(quoted["place"]) + quoted["quote"]


def _cut_in_quotes(quoted: re.Match[str]) -> str:
    place = quoted["place"]
    if LOCAL.match(place):
        path, question_mark, query = place.partition("?")
        query = harmless_parameters(query, "[&;?#]") if "=" in query else query
        place = path + (question_mark if query else "") + query
    else:
        place = published(place)
    return quoted["quote"] + place + quoted["quote"]


def _cut_decoded(word: re.Match[str]) -> str:
    """The word without its secrets.  It is decoded as often as needed to find them.

    Spaces, quotes and brackets stay encoded: decoded, they would end a secret early.
    """
    shown = text = _cut(word[0])
    for _ in range(_DEEPEST):
        plain = ESCAPE.sub(lambda escape: unquote(escape[0]), text)
        if plain == text:
            break
        text = _cut(plain)
        shown = text if text != plain else shown
    return shown


def _file_name(place: str) -> str:
    if place.lower().startswith("file:"):
        place = unquote(re.split(r"[?#]", place[5:])[0])
    names = [name for name in re.split(r"[/\\]", place) if name]
    return _place_text(visible(names[-1])) if names else "(a file)"


def _place_text(place: str) -> str:
    """A local path or name without secrets.  It may look like an address without a host."""
    path, question_mark, query = place.partition("?")
    if "=" in query or has_token(query):
        query = harmless_parameters(query, "[&;?#]")
        question_mark = question_mark if query else ""
    return (_path(path, is_local=True) + question_mark + query) or ("…" if place else "")


def _is_plain(text: str, form: re.Pattern[str]) -> bool:
    """Whether the text has this form, which hides nothing, and no secrets."""
    return bool(form.fullmatch(text)) and not (may_have_token(text) or TELLING.search(text))


def _path(path: str, *, is_local: bool = False) -> str:
    """Remove segments and parts of segments that may be secrets from a path.

    is_local: whether it is a local path, in which a name with `=`, such as `a=b.jpg`, is kept
        unless it looks like a secret
    """
    if _is_plain(path, PLAIN_PATH):
        return path
    kept: list[str] = []
    pieces = re.split(r"([/\\]+)", path)  # segments, and the slashes between them
    between, before = "", ""
    for number, segment in enumerate(pieces[::2]):
        last = 2 * number + 1 == len(pieces)
        nested = number > 0 and len(pieces[2 * number - 1]) > 1  # after an inner '//'
        secret = bool(SECRET_FOLDER.fullmatch(before))
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
    if PAIR.search(unquoted(segment)):
        return ""
    if not is_local and (found := AFTER_NAME.fullmatch(segment)) and not is_usual(found[2]):
        segment = found[1]
    if "=" in segment and not (is_local and is_plain_assignment(segment)):
        segment = harmless_parameters(segment, "[&;,]")
    name, dot, ending = segment.rpartition(".")
    is_file = last and bool(dot) and len(ending) <= 5 and "." not in name
    return "" if SIGNED.fullmatch(segment) or (not is_file and has_token(segment)) else segment
