"""Makes a manifest from a script or a notebook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from photoparsl.archives import (
    IMAGE_SIZE,
    PAUSE_SECONDS,
    WIDEST,
    FieldNames,
    FolderOptions,
    Paging,
    ReadOptions,
    Report,
    YearPolicy,
    check_not_empty,
    manifest_of,
)
from photoparsl.option_field import check_value, path_of, places_of

Names: TypeAlias = str | Sequence[str]


def make_manifest(  # noqa: PLR0913  so that help(photoparsl.make_manifest) lists all parameters
    sources: str | Path | Sequence[str | Path], output: str | Path = "manifest.csv", *,
    kind: str = "", limit: int | None = None,
    fuzzy: bool = False, widest: int = WIDEST, dated_only: bool = False,
    date: Names = (), identifier: Names = (), title: Names = (), image: Names = (),
    columns: Names = (), image_column: Names = (), date_column: Names = (),
    record: str = "", url: str = "", next_page: str = "", page: str = "", each: str = "",
    size: int = IMAGE_SIZE, every: float = PAUSE_SECONDS, refresh: bool = False,
    allow_private: bool = False, exclude: Names = (), raw: bool = False,
    corrections: str | Path = "",
) -> Report:  # fmt: skip
    """Write a manifest of an archive's photos, and return a report about its records.

    Every record is in the manifest, or is left out with a reason, in a second file in the same
    folder (`Report.reasons` counts them).

    sources: folders, files or URLs: of records, photos, a table, IIIF, OAI-PMH, JSON
    output: the manifest's file: CSV, or lines 'URL YEAR' if it ends in .txt; .gz compresses it
    kind: what the sources are, by a name that `photoparsl manifest --help` lists at --as
        (default: recognised)
    limit: the most records to read (default: all)
    fuzzy: whether inexact dates give a year
    widest: the most years that an inexact date may span
    dated_only: whether to leave out photos without a year
    date, identifier, title, image: the element, column or expression that holds each of these
    image_column, date_column: the same as `image` and `date`, as `photoparsl.run` calls them
    columns: the columns of a table (default: all) or the fields of JSON (default: none) that the
        manifest carries along
    record: the XML element that holds a record; in JSON, the list of all records
    url: a template of the photos' URLs, like 'https://a.example/{identifier}.jpg'
    next_page: JSON: an expression for the next page's URL, or for its parameters
    page: JSON: the URL's parameter that counts pages
    each: JSON: a template of a record's URL, like 'https://a.example/objects/{item}'
    size: IIIF: pixels of the longer side
    every: seconds between two requests
    refresh: whether to fetch documents again that are in the cache
    allow_private: whether records from the web may name private addresses
    exclude: patterns of names or paths of files below a folder that aren't read
    raw: whether to list cameras' raw files too, which measures like `luminance:preview` measure
    corrections: a table with the columns 'record' and 'date', which go before the archive's dates

    Raises ManifestError if the manifest can't be made, or would be empty; IncompleteError if it
    would be, since the archive doesn't answer.  If it answers in part, `Report.incomplete` says so.
    """
    if limit is not None:
        check_value("limit", limit, int)
    names = FieldNames(
        _all(date=date, date_column=date_column),
        _all(identifier=identifier),
        _all(title=title),
        _all(image=image, image_column=image_column),
        _all(columns=columns),
        record,
        url,
    )
    paging = Paging(next_page, page, each)
    folders = FolderOptions(_all(exclude=exclude), raw)
    options = ReadOptions(kind, names, paging, folders, size, every, refresh, allow_private)
    table = str(path_of("corrections", corrections)) if corrections else ""
    policy = YearPolicy(fuzzy, widest, dated_only, table)
    places = places_of("sources", sources)
    report = manifest_of(places, path_of("output", output), options, policy, limit)
    check_not_empty(report)
    return report


def _all(**parameters: Names) -> tuple[str, ...]:
    """All names that some parameters give.  Raises OptionError for a value that isn't one."""
    found: list[str] = []
    for parameter, names in parameters.items():
        listed = (names,) if isinstance(names, str) else names
        if isinstance(listed, Iterable) and not isinstance(listed, Collection):
            listed = tuple(listed)
        check_value(parameter, listed, Sequence[str])
        found += listed
    return tuple(found)
