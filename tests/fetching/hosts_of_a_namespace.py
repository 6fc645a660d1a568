"""Fetches photos from hosts at addresses that a network namespace has for itself.

A program for a namespace without a way out: its loopback gets public, private and link-local
addresses, at all of which a server listens.  Each line of standard input is a case in JSON, and
each line of the answer its outcome: `outcome_of`.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import ssl
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import trustme

from photoparsl.fetching import Limits, fetch, request
from photoparsl.manifests import Photo
from tests.fetching.answers import PHOTO, answer
from tests.fetching.async_server import served
from tests.fetching.faults import Faults
from tests.fetching.http2 import Http2, http2_server

PUBLIC, OTHER_PUBLIC, OWN, OTHER_OWN = "11.22.33.44", "11.22.33.45", "10.1.2.3", "10.1.2.4"
SECRETS, ZONE = "169.254.169.254", "fe80::a1"
ENTER = ("unshare", "--user", "--map-root-user", "--net")
_HOST = re.compile(r"^Host: (.*?)(?::\d+)?\r$", re.MULTILINE)


def add_addresses() -> None:
    """Give loopback the addresses; refuse to if the namespace has a way out."""
    links = subprocess.run(["ip", "-o", "link"], capture_output=True, text=True, check=True)
    if len(links.stdout.splitlines()) != 1:
        sys.exit("this namespace has more than loopback")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in (PUBLIC, OTHER_PUBLIC, OWN, OTHER_OWN, SECRETS):
        subprocess.run(["ip", "addr", "add", f"{address}/32", "dev", "lo"], check=True)
    add = ["ip", "addr", "add", f"{ZONE}/128", "dev", "lo", "nodad"]
    subprocess.run(add, check=True)


def url_of(way: str, faults: Faults, http2: Http2) -> str:
    """The URL of a way such as `11.22.33.44 10.1.2.3`: the first host redirects to the second.

    `h2/` before an address means HTTP/2.
    """
    url = ""
    for place in reversed(way.split()):
        host = place.removeprefix("h2/")
        is_http2, host = place != host, f"[{host}]" if ":" in host else host
        server = f"https://{host}:{http2.port}" if is_http2 else f"http://{host}:{faults.port}"
        url = f"{server}/to/{quote(url, safe='')}" if url else f"{server}/photo/1"
    return url


class Hosts(Faults):
    """The server at all addresses; as the federation's director it names the cache at OWN."""

    async def _fault(self, path: str, cookies: str, writer: asyncio.StreamWriter) -> bool:
        if not path.startswith("/osdf/"):
            return await super()._fault(path, cookies, writer)
        cache = f"http://{OWN}:{self.port}{path}"
        headers = (f"Location: {cache}", "X-Pelican-Namespace: namespace=/osdf")
        is_cache = f"Host: {OWN}:" in self.request_heads[-1]
        writer.write(answer(PHOTO) if is_cache else answer(b"", "307", *headers))
        return True


def outcome_of(case: dict[str, Any], faults: Faults, http2: Http2) -> dict[str, Any]:
    """What comes of a case: `places`, options of `fetch`, `environment`."""
    own = {"http_proxy": "", "no_proxy": "", "director": "127.0.0.1"} | case.get("environment", {})
    server = f"http://127.0.0.1:{faults.port}"
    os.environ["http_proxy"] = server if own["http_proxy"] else ""
    os.environ["no_proxy"] = own["no_proxy"]
    os.environ["PELICAN_FEDERATION_DIRECTORURL"] = f"http://{own['director']}:{faults.port}"
    urls = [
        place if place.startswith("osdf:") else url_of(place, faults, http2)
        for place in case["places"]
    ]
    private = case.get("allow_private", False)
    limits = Limits(connections=8, total_seconds=5, tries=2, allow_private=private)
    photos = [Photo(row, url, None, case.get("base", "/a")) for row, url in enumerate(urls)]
    heads, streams = len(faults.request_heads), sum(http2.requests.values())
    fetched = sorted(fetch(photos, limits), key=lambda photo: photo.photo.row)
    return {
        "reasons": [photo.reason for photo in fetched],
        "detail": fetched[-1].detail,
        "asked": [_HOST.findall(head)[0] for head in faults.request_heads[heads:]],
        "streams": sum(http2.requests.values()) - streams,
    }


def main() -> None:
    """Answer one case after the other."""
    add_addresses()
    with tempfile.TemporaryDirectory() as folder:
        authority, authorities = trustme.CA(), Path(folder) / "authorities.pem"
        authority.cert_pem.write_to_path(str(authorities))
        request._AUTHORITIES = str(authorities)
        certified = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(OWN, PUBLIC).configure_cert(certified)
        faults = Hosts()
        with (
            served(faults.serve, is_everywhere=True) as faults.port,
            http2_server(certified, is_everywhere=True) as http2,
        ):
            for line in sys.stdin:
                sys.stdout.write(json.dumps(outcome_of(json.loads(line), faults, http2)) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
