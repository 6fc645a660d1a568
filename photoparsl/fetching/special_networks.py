"""The networks that aren't of the public internet.

Python's `is_global` knows others in each version.  The lists are the networks that IANA's
registries of special-purpose addresses (as of 2025-10-09) don't call globally reachable:
https://www.iana.org/assignments/iana-ipv4-special-registry,
https://www.iana.org/assignments/iana-ipv6-special-registry.

These are special too: multicast, 192.88.99.0/24, where 6to4's relays were (RFC 7526), and 6bone's
3ffe::/16 (RFC 3701).  So is the whole of 192.0.0.0/24 and 2001::/23, where a few services of
routers and hosts are reachable, but no web server.  So is all IPv6 outside 2000::/3, from which
alone IANA gives out addresses (RFC 4291).  That covers fc00::/7, fe80::/10, fec0::/10, 100::/64,
5f00::/16 and others.  6to4 (2002::/16) is as public as the IPv4 address in it.
"""

from __future__ import annotations

import ipaddress

_SPECIAL_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")  # all that IANA has given out
_TRANSLATED_6 = ipaddress.IPv6Network("64:ff9b::/96")  # an IPv4 address is in it
_MAPPED_6 = ipaddress.IPv6Network("::ffff:0:0/96")
_SPECIAL_6 = tuple(
    map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "3ffe::/16", "3fff::/20"))
)


def is_special(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is in a network that isn't of the public internet.

    >>> [is_special(ipaddress.ip_address(a)) for a in ("192.0.0.8", "fec0::1", "2606:4700::1111")]
    [True, True, False]
    """
    if isinstance(address, ipaddress.IPv4Address):
        return any(address in network for network in _SPECIAL_4)
    if address in _TRANSLATED_6 or address in _MAPPED_6:
        return False
    return address not in _PUBLIC_6 or any(address in network for network in _SPECIAL_6)
