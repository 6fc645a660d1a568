"""Makes a manifest from a script or a notebook, and for the command `manifest`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from photoparsl.archives import (
    FieldNames,
    FolderOptions,
    Harvesting,
    Paging,
    ReadOptions,
    Report,
    YearPolicy,
    check_not_empty,
    manifest_of,
)
from photoparsl.library.parameters import parameters_of
from photoparsl.options import option_field, parameter_field, path_of, places_of


@dataclass(frozen=True, kw_only=True)
class ManifestParameters(YearPolicy, FieldNames, FolderOptions, Paging, Harvesting):
    """The parameters of `make_manifest`."""

    sources: str | Path | Sequence[str | Path] = field(
        kw_only=False,
        metadata={
            "in_python": "folders, files or URLs: of records, photos, a table, IIIF, OAI-PMH, JSON"
        },
    )
    output: str | Path = field(
        default="manifest.csv",
        kw_only=False,
        metadata={
            "in_python": "the manifest's file: CSV, or lines 'URL YEAR' if it ends in .txt; .gz "
            "compresses it"
        },
    )
    limit: int | None = option_field(
        None,
        "N",
        "how many records to read, e.g. 20 for a first look (default: all)",
    )
    kind: str = parameter_field(
        "",
        "what the sources are, by a name that `photoparsl manifest --help` lists at --as "
        "(default: recognised)",
    )


@parameters_of(ManifestParameters)
def make_manifest(given: ManifestParameters) -> Report:
    """Write a manifest of an archive's photos, and return a report about its records.

    Every record is in the manifest, or is left out with a reason, in a second file in the same
    folder (`Report.reasons` counts them).

    Raises ManifestError if the manifest can't be made, or would be empty.  Raises IncompleteError
    if it would be empty since the archive doesn't answer.  If the archive answers in part,
    `Report.incomplete` says so.
    """
    report = write_manifest_of(given)
    check_not_empty(report)
    return report


def write_manifest_of(
    given: ManifestParameters, add_progress: Callable[[int], None] = lambda records: None
) -> Report:
    """Do what `make_manifest` does, but raise no error if the manifest has no photos.

    add_progress: a function that gets the number of records read since its last call
    """
    options = ReadOptions(
        kind=given.kind,
        names=given,
        paging=given,
        folders=given,
        **{option.name: getattr(given, option.name) for option in fields(Harvesting)},
    )
    places = places_of("sources", given.sources)
    output = path_of("output", given.output)
    return manifest_of(places, output, options, given, given.limit, add_progress)
