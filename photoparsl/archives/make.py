"""From sources to a manifest's file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from photoparsl.archives.dated import UNDATED
from photoparsl.archives.records import RecordOrSkipped
from photoparsl.archives.sources import ReadOptions, read_sources
from photoparsl.archives.write import Report, YearPolicy, left_out_path, write_manifest
from photoparsl.errors import ManifestError
from photoparsl.files import check_replaceable

BATCH = 100  # records that are counted at a time, which costs less than reading them


def manifest_of(
    sources: Sequence[str],
    output: Path,
    how: ReadOptions = ReadOptions(),
    taken: YearPolicy = YearPolicy(),
    limit: int | None = None,
    counted: Callable[[int], None] = lambda records: None,
) -> Report:
    """Write a manifest of what the sources tell, and say what became of their records.

    limit: how many records are read at most
    counted: is told how many more have been read
    Raises ManifestError where a source can't be read or the manifest can't be written there.
    """
    given, output = output, output.resolve() if output.is_symlink() else output
    check_replaceable(given)
    _check(sources, output)
    found = islice(_counted(read_sources(sources, how), counted), limit)
    return write_manifest(found, output, taken)


def check_not_empty(report: Report) -> None:
    """Raise ManifestError for a manifest without a photo."""
    if not report.written and report.reasons and all(map(_is_undated, report.reasons)):
        raise ManifestError(
            "no photo has a year, so that the manifest is empty: with --fuzzy inexact dates give "
            "one, and in CSV without --dated-only photos stand without a year too"
        )
    if not report.written:
        raise ManifestError(
            "no record gives a photo, so that the manifest is empty; where the photos are can be "
            "said, like --url 'https://archive.example/{identifier}.jpg' or --image NAME"
        )


def _is_undated(reason: str) -> bool:
    return reason == UNDATED or reason.startswith("date-")


def _check(sources: Sequence[str], output: Path) -> None:
    if output.is_dir():
        raise ManifestError(f"{output}: is a folder; name the manifest's file with -o")
    resolved = {Path(source).resolve() for source in sources}
    for path in (output, left_out_path(output)):
        if path.resolve() in resolved:
            raise ManifestError(
                f"{path}: is a source, and would be written; give the manifest another name with -o"
            )
    if not output.parent.is_dir():
        what = "isn't a folder" if output.parent.exists() else "doesn't exist"
        raise ManifestError(f"{output.parent}: {what}; the manifest would be written there")


def _counted(
    found: Iterator[RecordOrSkipped], counted: Callable[[int], None]
) -> Iterator[RecordOrSkipped]:
    for number, each in enumerate(found, start=1):
        if number % BATCH == 0:
            counted(BATCH)
        yield each
