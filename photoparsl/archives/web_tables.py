"""Read tables at URLs: as those in files are read, but with no photo of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from photoparsl.archives.read_options import ReadOptions
from photoparsl.archives.record import RecordOrSkipped, Skipped
from photoparsl.archives.table_photos import WebPhotos
from photoparsl.archives.tables import KIND, read_table
from photoparsl.archives.trust import allowed
from photoparsl.errors import ManifestError
from photoparsl.fetching import download
from photoparsl.files import temporary_folder
from photoparsl.manifests import holds_json, is_remote, origin_of
from photoparsl.redact import in_sentence

_BY_HEAD = ((b"PAR1", ".parquet"), (b"PK\x03\x04", ".xlsx"), (b"\xd0\xcf\x11\xe0", ".xls"))


@contextmanager
def tables_at(
    sources: Sequence[str],
    options: ReadOptions,
    is_of_service: Callable[[str], bool],
    documents: Mapping[str, Path],
) -> Iterator[dict[str, Path]]:
    """Return a context with the files of the sources that are tables on the web, by their URLs.

    A URL leads to a table if its path ends like a table's ('.csv') or its content is one.

    is_of_service: tells whether a URL is of a service (IIIF, OAI-PMH), which isn't downloaded whole
    documents: the files of what was downloaded already, by URL

    Raises ManifestError if one can't be fetched.
    """
    found: dict[str, Path] = {}
    with temporary_folder() as folder:
        for number, url in enumerate(filter(is_remote, sources)):
            if options.kind not in ("", KIND.name) or is_of_service(url):
                continue
            name = unquote(urlsplit(url).path).rpartition("/")[2]
            is_named = name.lower().removesuffix(".gz").endswith(KIND.suffixes)
            path = documents.get(url)
            if path is None and (is_named or options.kind):
                path = folder / f"{number}.part"
                with path.open("wb") as file:
                    download(url, file, allow_private=options.allow_private)
            if path and (is_named or options.kind or not holds_json(path)):
                found[url] = _named(path, folder / str(number), name)
        yield found


def _named(path: Path, place: Path, name: str) -> Path:
    """Give a table's file a path whose ending names its format.

    place: the path without that end
    name: the last part of its URL's path
    """
    with path.open("rb") as file:
        head = file.read(8)
    bare = name.lower().removesuffix(".gz")
    own = next((suffix for suffix in KIND.suffixes if bare.endswith(suffix)), ".csv")
    suffix = next((suffix for begin, suffix in _BY_HEAD if head.startswith(begin)), own)
    named = place.with_name(place.name + suffix)
    named.symlink_to(path.absolute())
    return named


def read_web_table(url: str, path: Path, options: ReadOptions) -> Iterator[RecordOrSkipped]:
    """Yield a record for each row of a table that came from a URL, if the URL may name its photo.

    A row's photo is a URL, or the name of an image relative to the table's URL.

    path: the file with the table
    """
    shown = in_sentence(url)
    try:
        for found in read_table(path, WebPhotos(url), options, shown):
            where = found.where.replace(str(path), shown)
            named = replace(found, where=where)
            if isinstance(named, Skipped):
                yield named
                continue
            # A table may name the origin of its rows, but none that may reach more than its own.
            is_own = named.origin in ("", origin_of(url))
            yield allowed(named, url if is_own else "", options)
    except ManifestError as error:
        raise ManifestError(str(error).replace(str(path), shown)) from error
