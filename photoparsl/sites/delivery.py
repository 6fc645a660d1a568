"""How a pilot comes by the bundle: HTCondor brings it, or the pilot fetches it."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from photoparsl.errors import SiteError
from photoparsl.fetching import web_address
from photoparsl.manifests import is_remote
from photoparsl.redact import published
from photoparsl.sites.bundle import FOLDER, UNPACK, bundle
from photoparsl.sites.grid import Grid

_FETCHED = f"""
set -o pipefail
{{fetch}} | tar xzf - || {{{{
    echo "photoparsl: the bundle can't be fetched or unpacked" >&2
    exit 1
}}}}
export PATH=$PWD/{FOLDER}/bin:$PATH
"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The files or URLs that HTCondor brings, and the shell lines that unpack what has come."""

    inputs: tuple[str, ...]
    unpack: str


def delivery(grid: Grid) -> Delivery:
    """What HTCondor is told of the bundle.

    A job's description is for everyone in the pool to read.  A URL that may hold a secret is
    not told there but in the pilot's script, which fetches the bundle by itself.
    """
    place = bundle_place(grid)
    if is_remote(place) and _may_hold_a_secret(place):
        return Delivery((), _FETCHED.format(fetch=fetch_command(place)))
    return Delivery((for_everyone(place),), UNPACK)


def for_everyone(url: str) -> str:
    """The URL, or SiteError for one that may hold a secret."""
    if _may_hold_a_secret(url):
        raise SiteError(
            f"{published(url)}: a URL with a user or parameters may hold a secret, and HTCondor "
            "shows it to everyone in the pool: give one without"
        )
    return url


def bundle_place(grid: Grid) -> str:
    """The bundle's file, which is made unless it is there, or the URL that was chosen.

    Raises SiteError for a URL of another bundle than that with the user's modules.
    """
    if not grid.bundle_url:
        return str(bundle(grid.modules))
    if grid.modules:
        name = bundle(grid.modules).name
        if unquote(urlsplit(grid.bundle_url).path).rpartition("/")[2] != name:
            options = " ".join(f"--module {shlex.quote(module)}" for module in grid.modules)
            raise SiteError(
                f"the bundle at --bundle-url isn't known to hold {', '.join(grid.modules)}: put "
                f"{name} there, which 'photoparsl bundle {options} -o DIR' gives"
            )
    return grid.bundle_url


def fetch_command(url: str) -> str:
    """A bash command that prints what is at a URL.

    The URL, with a signature perhaps, comes by the programs' input: what stands on a command
    line everyone on the machine can read.
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


def _may_hold_a_secret(place: str) -> bool:
    """Whether a URL has a user or parameters.

    >>> _may_hold_a_secret("https://a.example/b.tar.gz"), _may_hold_a_secret("/home/a@b/c?.tar.gz")
    (False, False)
    >>> _may_hold_a_secret("https://a.example/b?sig=1"), _may_hold_a_secret("https://a:b@c.example/")
    (True, True)
    """
    return bool(re.match(r"[a-z][\w+.-]*://([^/?#]*@|[^?#]*\?)", place, re.IGNORECASE))
