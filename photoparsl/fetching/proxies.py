"""The proxy that a request goes through, as people and grid sites set it in the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_SITES = ("FRONTIER_PROXY", "OSG_SQUID_LOCATION")  # a cache near the worker, for plain http


class Proxies:
    """Says which proxy serves a URL, and remembers those that didn't answer.

    `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` mean what they mean to curl; where
    they name none, the site's own cache (FRONTIER_PROXY, else OSG_SQUID_LOCATION) serves http.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._named = getproxies()
        self._site = next(filter(None, (_first(environment.get(name, "")) for name in _SITES)), "")
        self._dead: set[str] = set()

    def of(self, url: str) -> str:
        """The proxy for `url`, or nothing for a direct connection."""
        if not self._named and not self._site:
            return ""
        scheme, host = urlsplit(url)[:2]
        if proxy_bypass(host.rpartition("@")[2]):
            return ""
        site = self._site if scheme.lower() == "http" else ""
        proxy = self._named.get(scheme.lower()) or self._named.get("all") or site
        return "" if proxy in self._dead else proxy

    def failed(self, proxy: str) -> None:
        """Ask `proxy` no more: it can't be reached."""
        self._dead.add(proxy)


def _first(setting: str) -> str:
    """The first proxy of a site's list, or nothing.

    >>> _first("http://a.example:3128;http://b.example:3128|DIRECT"), _first("UNAVAILABLE")
    ('http://a.example:3128', '')
    """
    first = re.split(r"[;|,\s]", setting.strip(), maxsplit=1)[0]
    return "" if first.upper() in ("DIRECT", "UNAVAILABLE") else first
