"""Decide which addresses a request may reach, by the origin of its photo and by redirects."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from photoparsl.fetching.addresses import (
    host_of,
    is_link_local,
    is_loopback,
    is_public,
    literal_address,
    may_list_url,
)
from photoparsl.options import limit_option


@dataclass(frozen=True, slots=True)
class AddressRules:
    """The addresses that requests for the photos of one `Photo.base` may reach.

    origin: the `Photo.base` of photos from the web, or the URL of a document that the user typed.
        None stands for photos of a local manifest, which may be at any address
    allow_private: whether private addresses may be reached all the same

    A redirect of a public host never leads to a private address, unless `allow_private`.  No
    redirect leads to a link-local address, where clouds serve secrets.
    """

    origin: str | None
    allow_private: bool = False

    def apply_to(self, is_from_public: bool | None) -> bool:
        """Whether the rules could refuse an address.  `is_from_public` is that of `problem`."""
        is_restricted = self.origin is not None and not self.allow_private
        return is_restricted or is_from_public is not None

    def problem(self, ip: str, port: int, is_from_public: bool | None) -> str:
        """Return a sentence if an IP address and port may not be reached, else ''.

        is_from_public: whether the host that redirected there is public (None: no redirect)
        """
        if is_from_public is not None and is_link_local(ip):
            return f"a redirect may not reach {ip} port {port}, a link-local address"
        if self.allow_private or is_public(ip):
            return ""
        if self.origin is not None:
            return (
                "" if _is_own(ip, port, self.origin) else _refusal(_MANIFEST, f"{ip} port {port}")
            )
        return _refusal(_REDIRECT, f"{ip} port {port}") if is_from_public else ""

    def problem_of_name(self, url: str, is_from_public: bool | None) -> str:
        """Judge the name in a URL behind a proxy, since its IP address isn't known."""
        host = host_of(url)
        address = literal_address(host)
        if is_from_public is not None and address and is_link_local(str(address)):
            return f"a redirect may not reach {host}, a link-local address"
        if self.allow_private:
            return ""
        if self.origin is not None:
            return "" if may_list_url(self.origin, url) else _refusal(_MANIFEST, host)
        return _refusal(_REDIRECT, host) if is_from_public and not may_list_url("", url) else ""


_MANIFEST, _REDIRECT = "a manifest from the web", "a redirect from the public web"


def _refusal(what: str, place: str) -> str:
    return f"{what} may not reach {place} without {limit_option('--allow-private')}"


def is_public_host(url: str, ip: str) -> bool:
    """Whether the host that answered is public, by its name if a proxy hides its IP address.

    ip: its IP address (empty: a proxy hides it)
    """
    return is_public(ip) if ip else may_list_url("", url)


def _is_own(ip: str, port: int, origin: str) -> bool:
    """Whether a private IP address and port are those of the origin's host."""
    own, host = urlsplit(origin), host_of(origin)
    own_port = own.port or (443 if own.scheme.lower() == "https" else 80)
    ports = {own_port, 443} if own_port == 80 else {own_port}  # many hosts redirect http to https
    return port in ports and bool(host) and _is_of_host(ip, host)


def _is_of_host(ip: str, host: str) -> bool:
    """Whether the private address `ip` belongs to the manifest's host.

    The owner of a name can point it to any address.  So only `localhost` and literal addresses give
    access to loopback, and only literal addresses to link-local addresses, at which clouds serve
    secrets.
    """
    address = ipaddress.ip_address(ip.partition("%")[0])
    literal = literal_address(host)
    if literal is not None:
        return literal == address
    if address.is_loopback:
        return is_loopback(host)
    return not (address.is_link_local or address.is_unspecified) and address in _addresses(host)


@lru_cache(maxsize=64)
def _addresses(host: str) -> frozenset[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """The host's addresses by DNS, or an empty set if the lookup fails."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return frozenset()
    return frozenset(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found)
