"""Which places a record may name, by where the record came from."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

from photoparsl.archives.read_options import ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.fetching import may_list_url, web_address
from photoparsl.manifests import is_remote, origin_of
from photoparsl.redact import in_sentence


def allowed(found: RecordOrSkipped, source: str, options: ReadOptions) -> RecordOrSkipped:
    """The record if its photo's URL or path is allowed, else a `Skipped` with the reason.

    A record of the web, or of an untrusted file, may have a URL with a public address or with the
    host that the user typed.  It may have a path only if the user's template is a path.  The path
    must then stay in the template's folder.

    found: the record
    source: the URL that it came from, or '' for a file
    """
    if isinstance(found, Skipped) or not found.url:
        return found
    template = options.names.url
    if template and not is_remote(template):
        is_inside = ".." in template or ".." not in Path(found.url).parts
        fits = is_inside and Path(found.url).is_absolute() == Path(template).is_absolute()
        if fits:
            return found
        return Skipped(found.where, SkipReason.OUTSIDE, f"leads to {in_sentence(found.url)}")
    url = urljoin(source, found.url) if source else found.url
    if not is_remote(url):
        return Skipped(found.where, SkipReason.NOT_ON_THE_WEB, f"names {in_sentence(found.url)}")
    origin = typed_host(template) or source
    if not (options.allow_private or may_list_url(origin, url)):
        detail = f"names {in_sentence(found.url)}, a private address"
        return Skipped(found.where, SkipReason.REFUSED_ADDRESS, detail)
    return replace(found, url=url, origin=origin_of(origin))


def allowed_beside(found: RecordOrSkipped, folder: Path, options: ReadOptions) -> RecordOrSkipped:
    """As `allowed` for a record of a file, whose photo may also be a file below a folder."""
    is_own = isinstance(found, Record) and is_below(found.url, folder)
    return found if is_own else allowed(found, "", options)


def is_below(place: str, folder: Path) -> bool:
    """Whether a place is a path below a folder, as it is written."""
    is_path = bool(place) and not web_address(place)
    return is_path and Path(os.path.abspath(place)).is_relative_to(folder.absolute())  # noqa: PTH100


def typed_host(template: str) -> str:
    """The template if its host is fixed.  '' if it is a path, or if a field gives the host."""
    return template if is_remote(template) and "{" not in template.split("/")[2] else ""
