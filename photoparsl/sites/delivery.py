"""How a pilot gets the bundle: HTCondor transfers it, the pilot fetches it, or nodes read it."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from photoparsl.errors import SiteError
from photoparsl.fetching import web_address
from photoparsl.manifests import is_remote
from photoparsl.options import grid_option
from photoparsl.redact import published
from photoparsl.sites.bundling import ABOUT, FOLDER, make_bundle
from photoparsl.sites.code_digest import code_digest
from photoparsl.sites.grid import Grid

_UNPACK_BROUGHT = f"""
tar xzf {FOLDER}-*.tar.gz || {{
    echo "photoparsl: the bundle can't be unpacked: it is damaged, or the disk is full" >&2
    exit 1
}}
"""
_UNPACK_FETCHED = """
set -o pipefail
{fetch} | tar xzf - || {{
    echo "photoparsl: the bundle can't be fetched or unpacked" >&2
    exit 1
}}
"""
_CHECK = """
grep -qs {digest} {about} || {{
    echo "photoparsl: this bundle is of another version of photoparsl: make it anew with \
'photoparsl bundle', and put it where --bundle-url says" >&2
    exit 1
}}
"""
_USE = f"export PATH=$PWD/{FOLDER}/bin:$PATH\n"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How pilots get Python, photoparsl and everything that it requires.

    inputs: paths and URLs that HTCondor transfers to a pilot
    unpack: shell lines that unpack the bundle in the pilot's folder, and put its `python` on PATH
    container: the URL or path of a container's image that has all of this, without a bundle
    is_local: whether the bundle is a file on this machine
    """

    inputs: tuple[str, ...] = ()
    unpack: str = ""
    container: str = ""
    is_local: bool = False


def htcondor_delivery(grid: Grid) -> Delivery:
    """Return how HTCondor's pilots get the bundle.  Make the bundle if it is needed.

    Everyone in the pool can read a job's description.  A URL that may hold a secret is therefore
    written only into the pilot's script, which fetches the bundle itself.
    """
    if grid.container:
        return Delivery(container=require_no_secret(grid.container))
    location = bundle_location(grid)
    if is_remote(location) and _may_hold_a_secret(location):
        return Delivery(unpack=_fetched(location))
    unpack = _UNPACK_BROUGHT + (_check() if is_remote(location) else "") + _USE
    return Delivery((require_no_secret(location),), unpack, is_local=not is_remote(location))


def slurm_delivery(grid: Grid) -> Delivery:
    """Return how Slurm's pilots get the bundle: from a URL, or from the user's cache folder.

    Without --bundle-url, the nodes must be able to read the cache folder.
    """
    location = bundle_location(grid)
    if is_remote(location):
        return Delivery(unpack=_fetched(location))
    unpack = _UNPACK_FETCHED.format(fetch=f"cat {shlex.quote(location)}")
    return Delivery(unpack=unpack + _USE, is_local=True)


def _fetched(url: str) -> str:
    return _UNPACK_FETCHED.format(fetch=fetch_command(url)) + _check() + _USE


def _check() -> str:
    return _CHECK.format(digest=code_digest(), about=f"{FOLDER}/{ABOUT}")


def require_no_secret(url: str) -> str:
    """Return the URL unchanged.  Raises SiteError if it may hold a secret."""
    if _may_hold_a_secret(url):
        raise SiteError(
            f"{published(url)}: a URL with a user or parameters may hold a secret, and HTCondor "
            "shows it to everyone in the pool: give one without"
        )
    return url


def bundle_location(grid: Grid) -> str:
    """Return the URL that the user chose, or else the path of the bundle, which is made if needed.

    Raises SiteError if the bundle at the URL isn't known to hold the user's modules.
    """
    if not grid.bundle_url:
        return str(make_bundle(grid.modules))
    if grid.modules:
        name = make_bundle(grid.modules).name
        if unquote(urlsplit(grid.bundle_url).path).rpartition("/")[2] != name:
            options = shlex.join(word for module in grid.modules for word in ("--module", module))
            raise SiteError(
                f"the bundle at {grid_option('--bundle-url')} isn't known to hold "
                f"{', '.join(grid.modules)}: put "
                f"{name} there, which 'photoparsl bundle {options} -o DIR' gives"
            )
    return grid.bundle_url


def fetch_command(url: str) -> str:
    """Return a bash command that prints the content at a URL.

    curl and wget read the URL from standard input: it may hold a signature, and everyone on the
    machine can read command lines.
    """
    address = quote(web_address(url) or url, safe="%:/?#[]@!$&'()*+,;=~")
    return f"""{{
    bundle={shlex.quote(address)}
    if command -v curl >/dev/null; then
        printf 'url = "%s"\\n' "$bundle" | curl -fsSL --globoff --config -
    else
        printf '%s\\n' "$bundle" | wget -qO- --input-file=-
    fi
}}"""


def _may_hold_a_secret(location: str) -> bool:
    """Whether a URL has a user or parameters.

    >>> _may_hold_a_secret("https://a.example/b.tar.gz"), _may_hold_a_secret("/home/a@b/c?.tar.gz")
    (False, False)
    >>> _may_hold_a_secret("https://a.example/b?sig=1"), _may_hold_a_secret("https://a:b@c.example/")
    (True, True)
    """
    return bool(re.match(r"[a-z][\w+.-]*://([^/?#]*@|[^?#]*\?)", location, re.IGNORECASE))
