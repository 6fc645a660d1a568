"""Making a manifest from a script or a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from photoparsl.archives.answers import Pages
from photoparsl.archives.harvest import EVERY_SECONDS
from photoparsl.archives.iiif import SIZE
from photoparsl.archives.make import check_not_empty, manifest_of
from photoparsl.archives.records import FieldNames
from photoparsl.archives.sources import KINDS, ReadOptions
from photoparsl.archives.write import WIDEST, Report, YearPolicy
from photoparsl.errors import ManifestError


def make_manifest(  # noqa: PLR0913  a person looks them up here
    sources: str | Path | Sequence[str | Path],
    output: str | Path = "manifest.csv",
    *,
    kind: str = "",
    limit: int | None = None,
    fuzzy: bool = False,
    widest: int = WIDEST,
    dated_only: bool = False,
    date: str | Sequence[str] = (),
    identifier: str | Sequence[str] = (),
    title: str | Sequence[str] = (),
    image: str | Sequence[str] = (),
    record: str = "",
    url: str = "",
    next_page: str = "",
    page: str = "",
    each: str = "",
    size: int = SIZE,
    every: float = EVERY_SECONDS,
    refresh: bool = False,
    allow_private: bool = False,
) -> Report:
    """Write a manifest of an archive's photos, and return what became of its records.

    Every record is in the manifest, or left out with a reason in a file beside it
    (`Report.reasons` counts them).  Raises ManifestError where it can't be made.

    sources: folders, files or URLs: of records, photos, a table, IIIF, OAI-PMH, JSON
    output: the manifest: CSV, or lines 'URL YEAR' if it ends in .txt; .gz compresses it
    kind: what the sources are: sidecars, photos, table, json, iiif, oai (default: seen)
    limit: how many records are read (default: all)
    fuzzy, widest: take inexact years too, of so many years at most
    dated_only: leave out photos without a year
    date, identifier, title, image: the elements, columns or expressions that hold them
    record: what holds one record
    url: a template of the photos' URLs, like 'https://a.example/{identifier}.jpg'
    next_page, page, each: in JSON: the next page, what counts pages, an item's own answer
    size: IIIF: pixels of the longer side
    every: seconds between two requests
    refresh: ask again for what has been fetched before
    allow_private: let records from the web name private addresses
    """
    if kind and kind not in KINDS:
        raise ManifestError(f"there is no kind {kind!r} of source: choose {', '.join(KINDS)}")
    names = FieldNames(_all(date), _all(identifier), _all(title), _all(image), record, url)
    pages = Pages(next_page, page, each)
    how = ReadOptions(kind, names, pages, size, every, refresh, allow_private)
    listed = [sources] if isinstance(sources, str | Path) else sources
    taken = YearPolicy(fuzzy, widest, dated_only)
    report = manifest_of([str(source) for source in listed], Path(output), how, taken, limit)
    check_not_empty(report)
    return report


def _all(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
