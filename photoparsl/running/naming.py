"""The default name of a run, which is also its folder's name in `runs/`."""

from __future__ import annotations

import os
import re
import unicodedata
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from photoparsl.manifests import is_remote

LONGEST_NAME = 80  # characters of a manifest's name that a run's name takes over

_ENDINGS = re.compile(
    r"(?<=.)(\.(txt|csv|tsv|tab|parquet|json|jsonl|ndjson|xml|mods|rdf))?(\.gz)?\Z", re.IGNORECASE
)
_DEVICES = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # reserved by Windows


def archive_name(source: str) -> str:
    """The name of a run of an archive: a folder gives its own name, even if it is typed as `.`."""
    is_folder = not is_remote(source) and Path(source).is_dir()
    return run_name(os.path.abspath(source) if is_folder else source)  # noqa: PTH100  links stay


def run_name(manifest: str) -> str:
    """Return a run's name: the manifest's name, with only ASCII letters, digits, '.', '_' and '-'.

    If other characters were replaced, a few digits of the name's checksum are added, so that
    similar names stay different.

    >>> run_name("photos/glass.v2.csv.gz"), run_name("https://a.example/list.csv?key=1")
    ('glass.v2', 'list')
    >>> run_name("Ann's Köln.txt"), run_name("$(reboot).txt"), run_name("写真.csv")
    ('Ann-s-Koln-db5610', 'reboot-2b0d54', 'manifest-9cfd8a')
    """
    if manifest == "-":
        return "stdin"
    path = unicodedata.normalize("NFC", manifest)
    if is_remote(manifest):  # drop the user and the parameters, which may be secret
        host, _, path = re.split("[?#]", path.partition("://")[2])[0].partition("/")
        path = f"{host.rpartition('@')[2]}/{unquote(path)}"
    whole = path.rpartition("/")[2]
    stem = _ENDINGS.sub("", whole)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip(".-")[:LONGEST_NAME].rstrip(".-")
    if name and name == stem and not _DEVICES.fullmatch(name):
        return name
    checksum = sha256((whole or path).encode("utf-8", "surrogateescape")).hexdigest()
    return f"{name or 'manifest'}-{checksum[:6]}"
