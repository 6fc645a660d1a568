"""Sources, whatever they are: a folder, a file or a URL, and the reader for its kind."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from photoparsl.archives.answers import Pages, read_answers
from photoparsl.archives.embedded import read_embedded
from photoparsl.archives.harvest import EVERY_SECONDS, Harvest, MissingError, as_json
from photoparsl.archives.iiif import SIZE, is_iiif, read_iiif
from photoparsl.archives.oai import read_oai
from photoparsl.archives.photos import Photos, files_below, is_photo
from photoparsl.archives.records import FieldNames, LeftOut, RecordOrSkipped
from photoparsl.archives.sidecars import read_sidecars
from photoparsl.archives.tables import read_table
from photoparsl.errors import ManifestError, error_text
from photoparsl.fetching import may_name
from photoparsl.manifests import is_remote, origin_of

KINDS = ("sidecars", "photos", "table", "json", "iiif", "oai")
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".parquet", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How sources are read: their `kind`, if it isn't to be seen, names in them, and the web.

    `every` is in seconds, `size` in pixels.  What a stranger's record names may be a private
    address only if `allow_private` says so.
    """

    kind: str = ""
    names: FieldNames = FieldNames()
    pages: Pages = Pages()
    size: int = SIZE
    every: float = EVERY_SECONDS
    refresh: bool = False
    allow_private: bool = False


def read_sources(sources: Sequence[str], how: ReadOptions) -> Iterator[RecordOrSkipped]:
    """The records of all sources, in their order; folders and XML files are read together.

    Raises ManifestError for a source that can't be read, and IncompleteError for one on the web
    that may be read another time.
    """
    local = [Path(source) for source in sources if not is_remote(source)]
    for path in local:
        if not path.exists():
            raise ManifestError(f"{path}: doesn't exist")
        if not (path.is_file() or path.is_dir()):
            raise ManifestError(
                f"{path}: is no file and no folder; write what it gives into a file, and name that"
            )
    files = [pair for path in local for pair in _files(path)]
    photos = Photos(pair for pair in files if is_photo(pair[0]))
    others = [path for path in local if path.is_file() and not _is_xml(path) and not is_photo(path)]
    for path in others:
        yield from _read_file(path, photos, how)
    if len(others) < len(local):
        yield from _read_folders(files, photos, how, others)
    for source in sources:
        if is_remote(source):
            for found in _read_url(source, how):
                yield _checked(found, source, how)


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    if path.is_dir():
        yield from files_below(path)
    else:
        yield path, path.name


def _read_folders(
    files: Sequence[tuple[Path, str]], photos: Photos, how: ReadOptions, others: Sequence[Path]
) -> Iterator[RecordOrSkipped]:
    """What lies in folders: records if there are any, else photos; unless a table has told them."""
    records = [pair for pair in files if _is_xml(pair[0])]
    if how.kind == "photos" or not (records or others or how.kind == "sidecars"):
        if not photos.paths:
            raise ManifestError("there are neither XML records nor photos in these folders")
        yield from read_embedded(photos.paths.items(), how.names)
    elif records:
        own = not how.names.url or _typed(how.names.url)  # else it is the record that says where
        for found in read_sidecars(records, photos, how.names):
            is_own = isinstance(found, LeftOut) or (own and not found.origin)
            yield found if is_own else _checked(found, "", how)


def _read_file(path: Path, photos: Photos, how: ReadOptions) -> Iterator[RecordOrSkipped]:
    name = path.name.lower().removesuffix(".gz")
    if how.kind == "table" or (not how.kind and name.endswith(_TABLES)):
        try:
            yield from read_table(path, photos, how.names)
        except (OSError, EOFError, zlib.error) as error:
            if getattr(error, "filename", None):  # another's
                raise
            raise ManifestError(f"{path}: can't be read: {error_text(error)}") from error
    elif how.kind in ("json", "iiif") or name.endswith(".json"):
        harvest = _harvest(_typed(how.pages.each), how)  # a file may have come from anywhere
        for found in _read_json(str(path), path.read_bytes(), harvest, how):
            yield _checked(found, "", how)
    else:
        raise ManifestError(f"{path}: is of no known kind; say with --as what it is: {_kinds()}")


def _read_url(url: str, how: ReadOptions) -> Iterator[RecordOrSkipped]:
    harvest = _harvest(url, how)
    if how.kind == "oai" or (not how.kind and "verb=" in url.partition("?")[2]):
        yield from read_oai(url, harvest, how.names)
        return
    if how.kind not in ("", "json", "iiif"):
        raise ManifestError(f"{url}: only json, iiif and oai are read from the web")
    try:
        data = harvest.get(url)
    except MissingError as error:
        raise ManifestError(str(error)) from error
    if not how.kind and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise ManifestError(f"{url}: answers XML or a web page; is it OAI-PMH (--as oai)?")
    yield from _read_json(url, data, harvest, how)


def _harvest(source: str, how: ReadOptions) -> Harvest:
    return Harvest(source, how.every, how.refresh, how.allow_private)


def _checked(found: RecordOrSkipped, source: str, how: ReadOptions) -> RecordOrSkipped:
    """A stranger's record from `source`, whose photo has to be on the web, or where a person says.

    It may name no file of this machine, unless a person's template does, and then none outside
    it; and no private address but at the host that a person typed.
    """
    if isinstance(found, LeftOut) or not found.url:
        return found
    template = how.names.url
    if template and not is_remote(template):
        inside = ".." in template or ".." not in Path(found.url).parts
        fits = inside and Path(found.url).is_absolute() == Path(template).is_absolute()
        return found if fits else LeftOut(found.where, "outside", f"leads to {found.url}")
    url = urljoin(source, found.url) if source else found.url
    if not is_remote(url):
        return LeftOut(found.where, "not-on-the-web", f"names {found.url}")
    origin = _typed(template) or source
    if not (how.allow_private or may_name(origin, url)):
        return LeftOut(found.where, "refused-address", f"names {found.url}, a private address")
    return replace(found, url=url, origin=origin_of(origin))


def _typed(template: str) -> str:
    """A template whose host a person typed, or nothing where a record fills it."""
    return template if is_remote(template) and "{" not in template.split("/")[2] else ""


def _read_json(
    name: str, data: bytes, harvest: Harvest, how: ReadOptions
) -> Iterator[RecordOrSkipped]:
    try:
        document: Any = as_json(data, name)
    except MissingError as error:
        raise ManifestError(str(error)) from error
    try:
        if how.kind == "iiif" or (not how.kind and is_iiif(document)):
            yield from read_iiif(name, document, harvest, how.size)
        else:
            yield from read_answers(name, document, harvest, how.names, how.pages)
    except RecursionError as error:
        raise ManifestError(f"{name}: is nested too deeply to be read") from error


def _is_xml(path: Path) -> bool:
    return path.suffix.lower() in (".xml", ".mods", ".rdf")


def _kinds() -> str:
    return ", ".join(KINDS)
