"""Web addresses in the form that libcurl takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote

from photoparsl.fetching.addresses import USUAL_PORTS, ascii_host

_URL = re.compile(
    r"(?P<scheme>https?)://(?:(?P<user>[^/?#]*)@)?"
    r"(?P<host>\[[^\]/?#]*\]|[^/?#:\[\]]+)(?::(?P<port>[0-9]*))?(?P<rest>[/?#].*)?\Z",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Target:
    """A web address in parts, for a request.

    url: the address in ASCII, without user and password
    user: user and password as written, such as `ann:secret`, or empty
    scheme: `http` or `https`
    name: the host, without its port
    port: the port, also if it is the scheme's default
    """

    url: str
    user: str
    scheme: str
    name: str
    port: int

    @property
    def host(self) -> str:
        """The host, with its port unless that is the scheme's default."""
        return self.name if self.port == USUAL_PORTS[self.scheme] else f"{self.name}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port.  Cookies and passwords are never sent to another origin."""
        return f"{self.scheme}://{self.name}:{self.port}"


def redirect_problem(location: str, error: ValueError) -> str:
    """A sentence for a redirect to what `target_of` refuses with `error`."""
    if location.lower().startswith(("http://", "https://")):
        return f"redirected to an address of the web whose host or port isn't valid ({error})"
    return f"redirected to {location[:200]!r}: {error}"


def target_of(url: str) -> Target:
    """Parse a URL as browsers do.  Raises ValueError if it isn't a web address.

    >>> target_of("http://Bücher.example/café noir.jpg?ä#x").url
    'http://xn--bcher-kva.example/caf%C3%A9%20noir.jpg?%C3%A4#x'
    """
    found = _URL.match(url)
    if not found:
        raise ValueError("not a web address")
    host = ascii_host(found["host"])
    if host.startswith("["):
        IPv6Address(host[1:-1].partition("%")[0])
    scheme = found["scheme"].lower()
    port = int(found["port"] or USUAL_PORTS[scheme])
    if not 0 < port < 65_536:
        raise ValueError(f"there is no port {port}")
    rest = found["rest"] or "/"
    if not rest.isascii() or " " in rest:
        rest = quote(rest, safe="%/?:@!$&()*+,;=#~[]'")
    place = host if port == USUAL_PORTS[scheme] else f"{host}:{port}"
    url = f"{scheme}://{place}{rest}"
    return Target(url, found["user"] or "", scheme, host.rstrip("."), port)
