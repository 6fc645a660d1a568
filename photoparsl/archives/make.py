"""Make a manifest from sources."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from photoparsl.archives.corrections import Corrections
from photoparsl.archives.dates import bare_name, parts_of
from photoparsl.archives.known_kinds import is_of_service
from photoparsl.archives.manifest_rows import LEFT_OUT_COLUMNS, holds_no_manifest
from photoparsl.archives.no_effect import tell_unheeded
from photoparsl.archives.no_photos import why_no_photos
from photoparsl.archives.read_options import FieldNames, ReadOptions
from photoparsl.archives.record import Record, RecordOrSkipped, SkipReason
from photoparsl.archives.report import Report
from photoparsl.archives.source_columns import as_written, source_columns
from photoparsl.archives.source_files import find_source_files, tables_among
from photoparsl.archives.sources import read_sources
from photoparsl.archives.web_tables import tables_at
from photoparsl.archives.write import left_out_path, write_manifest
from photoparsl.archives.year_policy import YearPolicy
from photoparsl.errors import IncompleteError, ManifestError
from photoparsl.files import holds_other_text, written_path
from photoparsl.manifests import is_remote
from photoparsl.number_text import counted
from photoparsl.options import option
from photoparsl.redact import archive_text, csv_line

_LOG = logging.getLogger(__name__)

_SHOWN = 30  # names of fields

BATCH = 100  # records between two calls of `add_progress`


def manifest_of(  # noqa: PLR0913, PLR0917
    sources: Sequence[str],
    output: Path,
    options: ReadOptions = ReadOptions(),
    policy: YearPolicy = YearPolicy(),
    limit: int | None = None,
    add_progress: Callable[[int], None] = lambda records: None,
    base: Path | None = None,
    documents: Mapping[str, Path] | None = None,
) -> Report:
    """Write a manifest of the records in the sources, and return counts of the results.

    sources: folders, files and URLs
    output: the manifest's file
    options: how to read the sources
    policy: which photos get a year
    limit: the most records to read.  None reads all
    add_progress: a function that gets the number of records read since its last call
    base: the folder that paths in the manifest are relative to (default: that of `output`)
    documents: files with what some of the URLs hold, which aren't fetched then

    Raises ManifestError if a source can't be read or `output` can't be written, and IncompleteError
    if a later try may succeed.
    """
    output = written_path(output)
    corrections = [policy.corrections] if policy.corrections else []
    _check(sources, output, *corrections)
    files = find_source_files(sources, options, [output, *map(Path, corrections)])
    if base is None:  # else it is for `run`, which has none of these options
        tell_unheeded(sources, files, options, policy)
    with tables_at(sources, options, is_of_service, documents or {}) as on_web:
        records = _with_progress(
            read_sources(sources, files, options, on_web, documents or {}), add_progress
        )
        if policy.corrections:
            records = Corrections(Path(policy.corrections)).correct(records, base or output.parent)
        records = islice(records, limit)
        tables = tables_among(files, options)
        has_json = any(_may_be_json(source) for source in sources if source not in on_web)
        others = source_columns([*tables, *on_web.values()], options.names, has_json=has_json)
        found: dict[str, bool] | None = {} if has_json and options.names.columns else None
        if found is not None:
            records = _noting(records, found)
        report = write_manifest(
            records, output, policy, base, others, lambda report: _check_date(report, options.names)
        )
        if report.is_undated:  # its fields will be named
            report.unknown.respell(as_written([*tables, *on_web.values()], options.names.sheet))
    report.tables = tables
    _warn_of_absent(report, options.names, found)
    return report


def _check_date(report: Report, names: FieldNames) -> None:
    """Raise ManifestError if no field of the records has a name that the user gave for dates."""
    there = report.unknown.names
    ends = {bare_name(name.rpartition(".")[2]) for name in there}
    given = {
        bare_name(re.split(r"[./]", part)[-1]) for n in names.date_column for part, _ in parts_of(n)
    }
    if given and there and not report.taken and not (ends & given or report.incomplete):
        shown = ", ".join(repr(archive_text(name)[:40]) for name in there[:_SHOWN])
        more = f" and {len(there) - _SHOWN} more" if len(there) > _SHOWN else ""
        named = option("--date-column", ", ".join(names.date_column))
        raise ManifestError(f"{named}: no record has a date there; there are {shown}{more}")


def _warn_of_absent(report: Report, names: FieldNames, found: Mapping[str, bool] | None) -> None:
    """Log which of the names that the user gave no record has.

    found: whether a taken record has a text in each of the chosen columns, or None if they are
        known to be a table's
    """
    absent = [name for name in names.columns if not (found or {}).get(name.lower())]
    if found is not None and report.written and absent:
        named = option("--columns", ", ".join(absent))
        _LOG.warning("%s: no record has anything there", named)
    if names.date_column and report.written and not report.taken:
        named = option("--date-column", ", ".join(names.date_column))
        _LOG.warning("%s: no record has a date there", named)


def check_not_empty(report: Report) -> None:
    """Raise ManifestError if the manifest has no photo, or IncompleteError if the harvest ended."""
    if not report.written and report.reasons[SkipReason.INCOMPLETE]:
        raise IncompleteError(report.incomplete)
    if (
        not report.written
        and report.reasons
        and all(reason.is_of_date for reason in report.reasons)
    ):
        inexact = counted(report.inexact, "inexact date")
        fuzzy = f"{option('--fuzzy')} gives {inexact} a year, and " if report.inexact else ""
        raise ManifestError(
            f"the manifest is empty, since no photo has an exact year: {fuzzy}CSV without "
            f"{option('--dated-only')} lists photos without a year too"
        )
    if not report.written:
        template = option("--url", "'https://archive.example/{identifier}.jpg'")
        image = option("--image-column", "NAME")
        naming = f"give the field of the photos with {image}, or a template with {template}"
        raise ManifestError(f"the manifest is empty, since {why_no_photos(report, naming)}")


def _may_be_json(source: str) -> bool:
    """Whether a source may be JSON, in which the user's names are expressions."""
    return is_remote(source) or source.lower().endswith(".json") or Path(source).is_dir()


def _noting(
    records: Iterator[RecordOrSkipped], found: dict[str, bool]
) -> Iterator[RecordOrSkipped]:
    """Yield the records, and note for each column whether a taken record has a text there."""
    for record in records:
        if isinstance(record, Record):
            found |= {
                name: bool(text) or found.get(name, False) for name, text in record.cells.items()
            }
        yield record


def _check(sources: Sequence[str], output: Path, *corrections: str | Path) -> None:
    """Raise ManifestError if `output` can't be written, or is a source."""
    if output.is_dir():
        raise ManifestError(f"{output}: is a folder; name the manifest's file with -o")
    resolved = {Path(source).resolve() for source in (*sources, *corrections)}
    for path in (output, left_out_path(output)):
        if path.resolve() in resolved:
            raise ManifestError(
                f"{path}: is a source and would be overwritten; choose another name with -o"
            )
    if holds_no_manifest(output):
        raise ManifestError(
            f"{output}: exists and isn't a manifest that this command wrote; name another with -o, "
            "or remove it"
        )
    if holds_other_text(left_out_path(output), csv_line(LEFT_OUT_COLUMNS).encode()):
        raise ManifestError(
            f"{left_out_path(output)}: exists and isn't a list of what was left out; give the "
            "manifest another name with -o"
        )
    if not output.parent.is_dir():
        problem = "isn't a folder" if output.parent.exists() else "doesn't exist"
        raise ManifestError(f"{output.parent}: {problem}; the manifest would be written there")


def _with_progress(
    records: Iterator[RecordOrSkipped], add_progress: Callable[[int], None]
) -> Iterator[RecordOrSkipped]:
    for number, record in enumerate(records, start=1):
        if number % BATCH == 0:
            add_progress(BATCH)
        yield record
