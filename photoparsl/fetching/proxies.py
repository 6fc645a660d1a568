"""Choose the proxy for a request, from environment variables of users and of grid sites."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_SITE_VARIABLES = (
    "FRONTIER_PROXY",
    "OSG_SQUID_LOCATION",
)  # a cache near the worker, for plain http


class Proxies:
    """Chooses the proxy for a URL.

    `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` have the same meaning as for curl.  If
    they give no proxy for http, the site's cache (FRONTIER_PROXY, else OSG_SQUID_LOCATION) is used.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._from_person = getproxies()
        from_site = (_first_proxy(environment.get(name, "")) for name in _SITE_VARIABLES)
        self._from_site = next(filter(None, from_site), "")
        self._avoided: set[str] = set()

    def of(self, url: str) -> str:
        """The proxy for `url` (empty: a direct connection)."""
        if not self._from_person and not self._from_site:
            return ""
        scheme, host = urlsplit(url)[:2]
        if proxy_bypass(host.rpartition("@")[2]):
            return ""
        site_proxy = self._from_site if scheme.lower() == "http" else ""
        proxy = self._from_person.get(scheme.lower()) or self._from_person.get("all") or site_proxy
        return "" if proxy in self._avoided else proxy

    def avoid(self, proxy: str) -> None:
        """Don't return `proxy` from `of` any more, since it doesn't work."""
        self._avoided.add(proxy)


def _first_proxy(setting: str) -> str:
    """The first proxy of a site's list, or empty if the list begins with a direct connection.

    >>> _first_proxy("http://a.example:3128;http://b.example:3128|DIRECT")
    'http://a.example:3128'
    >>> _first_proxy("UNAVAILABLE")
    ''
    """
    proxy = re.split(r"[;|,\s]", setting.strip(), maxsplit=1)[0]
    return "" if proxy.upper() in ("DIRECT", "UNAVAILABLE") else proxy
