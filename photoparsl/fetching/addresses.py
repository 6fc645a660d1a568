"""Parts and properties of a web address: its host, its server, whether it is public.

A manifest from the web may name public addresses and its own origin, the host that the user typed.
So an archive on loopback or in a private network may list its own photos (`AddressRules`).
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from contextlib import suppress
from functools import lru_cache
from urllib.parse import unquote

import idna

from photoparsl.fetching.special_networks import is_special
from photoparsl.manifests import is_remote

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_DIRECTOR = "https://osdf-director.osg-htc.org"
_DIRECTOR_VARIABLE = "PELICAN_FEDERATION_DIRECTORURL"  # Pelican's programs read it too
_OSDF = re.compile(r"osdf:///+(?=[^/])", re.IGNORECASE)
_HOST = re.compile(
    r"(https?)://(?:[^/?#]*@)?(\[[^\]/?#]*\]|[^/?#:]*)(?::([0-9]{1,5}))?", re.IGNORECASE
)
USUAL_PORTS = {"http": 80, "https": 443}

_NUMBER = r"(?:0x[0-9a-f]*|[0-9]+)"
_NUMBERS = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{0,3}}\.?\Z", re.IGNORECASE)


def web_address(place: str) -> str | None:
    """The http(s) URL to fetch a photo from, or None if the place is a file's path.

    For a public object of the Open Science Data Federation (`osdf:///`) it is a URL of the
    federation's director, which redirects to a cache near the client.

    >>> web_address("osdf:///ospool/ap40/data/ann/a.jpg")
    'https://osdf-director.osg-htc.org/ospool/ap40/data/ann/a.jpg'
    >>> web_address("https://photos.example/a.jpg"), web_address("a.jpg")
    ('https://photos.example/a.jpg', None)
    """
    if found := _OSDF.match(place):
        director = os.environ.get(_DIRECTOR_VARIABLE) or _DIRECTOR
        return f"{director.rstrip('/')}/{place[found.end() :]}"
    return place if is_remote(place) else None


def host_of(url: str) -> str:
    """The host in a URL, in lower-case ASCII, without user, port and final dot, or ''.

    >>> host_of("http://ann:pw@Photos.example.:8080/a.jpg"), host_of("http://[::1]:80/")
    ('photos.example', '[::1]')
    >>> host_of("https://Straße.de/") == host_of("https://xn--strae-oqa.de/")
    True
    """
    found = _HOST.match(web_address(url) or "")
    if not found:
        return ""
    try:
        return ascii_host(found[2]).rstrip(".")
    except ValueError:
        return found[2].lower()


def server_of(url: str) -> str:
    """The host in a URL, with the port unless it is the scheme's default.

    >>> server_of("http://photos.example:080/"), server_of("https://photos.example:80/")
    ('photos.example', 'photos.example:80')
    """
    found = _HOST.match(web_address(url) or "")
    usual = USUAL_PORTS[found[1].lower()] if found else 0
    port = int(found[3] or usual) if found else usual
    return host_of(url) if port == usual else f"{host_of(url)}:{port}"


def ascii_host(host: str) -> str:
    """The host in lower-case ASCII, by IDNA as in browsers (UTS 46, non-transitional).

    Raises ValueError for a name that browsers refuse.

    >>> ascii_host("Straße.DE"), ascii_host("☃.example"), ascii_host("例え。example")
    ('xn--strae-oqa.de', 'xn--n3h.example', 'xn--r8jz45g.example')
    """
    if "%" in host and not host.startswith("["):
        host = unquote(host, errors="strict")
    return host.lower() if host.isascii() else _idna(host)


@lru_cache(maxsize=1024)
def _idna(host: str) -> str:
    labels = idna.uts46_remap(host, std3_rules=False, transitional=False).split(".")
    return ".".join(label if label.isascii() else _label(label) for label in labels)


def _label(label: str) -> str:
    try:
        return idna.alabel(label).decode()
    except idna.InvalidCodepointContext:
        raise
    except idna.InvalidCodepoint:  # a symbol, which IDNA 2008 refuses and browsers take
        coded = "xn--" + label.encode("punycode").decode()
        if " " in label or len(coded) > 63:
            raise
        return coded


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or address alone, without DNS.

    >>> is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("photos.example")
    (True, True, False)
    >>> is_loopback("0x7f.1")
    True
    """
    if host.lower() == "localhost" or host.lower().endswith(".localhost"):
        return True
    address = literal_address(host)
    return address is not None and address.is_loopback


def may_list_url(base: str, url: str) -> bool:
    """Whether a manifest from the URL `base` may name this URL, without looking names up by DNS.

    A name that isn't an address is allowed: `AddressRules` checks its addresses later.

    >>> may_list_url("https://a.example/x", "http://10.0.0.1/"), may_list_url("http://[::1]/", "http://[::1]/a")
    (False, True)
    """
    host = host_of(url)
    if host and host == host_of(base):
        return True
    address = literal_address(host)
    return not is_loopback(host) and (address is None or is_public(str(address)))


@lru_cache(maxsize=1024)
def is_public(ip: str) -> bool:
    """Whether an IP address is public.  An IPv4 address within an IPv6 address must be public too.

    >>> is_public("1.1.1.1"), is_public("::ffff:10.0.0.1"), is_public("64:ff9b::7f00:1")
    (True, False, False)
    """
    address = ipaddress.ip_address(ip.partition("%")[0])
    return not any(map(is_special, (address, *_embedded(address))))


def is_link_local(ip: str) -> bool:
    """Whether an IP address, or an IPv4 address within it, is a link-local one.

    >>> [is_link_local(ip) for ip in ("169.254.169.254", "::ffff:a9fe:a9fe", "fe80::1", "10.0.0.1")]
    [True, True, True, False]
    """
    address = ipaddress.ip_address(ip.partition("%")[0])
    return any(part.is_link_local for part in (address, *_embedded(address)))


def _embedded(address: _Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address contains."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    embedded = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    for network in _TRANSLATED:
        if address in network:
            embedded.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [part for part in embedded if part is not None]


_TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))


def literal_address(host: str) -> _Address | None:
    """The IP address if the host is one in a notation that libcurl accepts, else None."""
    if _NUMBERS.match(host):
        with suppress(OSError):
            return ipaddress.IPv4Address(socket.inet_aton(host.rstrip(".")))
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
