"""Write records to a manifest, list what was left out in a second file, and count everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from photoparsl.archives.dates import MEANINGS, YearEstimate, agree
from photoparsl.archives.manifest_place import place_in_manifest
from photoparsl.archives.manifest_rows import (
    CsvRows,
    LeftOutRows,
    LineRows,
    SourceColumn,
    open_text,
)
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.report import Report
from photoparsl.archives.year_policy import YearPolicy
from photoparsl.fetching import web_address
from photoparsl.manifests import LONGEST_LINE, bad_place, origins
from photoparsl.redact import in_sentence

LONGEST_PLACE = LONGEST_LINE // 8  # characters

_DATES_SHOWN = 3
_FIELDS_SHOWN = 5


def left_out_path(output: Path) -> Path:
    """The path of the left-out file of the manifest `output`, in the same folder.

    Different manifests have different left-out files.

    >>> str(left_out_path(Path("a/manifest.v2.csv"))), str(left_out_path(Path("photos.txt.gz")))
    ('a/manifest.v2.left-out.csv', 'photos.txt.gz-left-out.csv')
    """
    if output.name.endswith(".csv"):
        return output.with_name(output.name.removesuffix(".csv") + ".left-out.csv")
    return output.with_name(output.name + "-left-out.csv")


def write_manifest(
    records: Iterable[RecordOrSkipped],
    output: Path,
    policy: YearPolicy = YearPolicy(),
    base: Path | None = None,
    others: Sequence[SourceColumn] = (),
    check: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Write the records to `output`, each photo once, and return counts of the results.

    If the name ends in `.txt`, the manifest has lines `URL YEAR` of the records with a year.
    Otherwise it is CSV.  A further `.gz` compresses it.  The manifest and the left-out file appear
    when both are complete.  Rows from the web name their origin (`origins`), and no cell is a
    formula (`cells`).

    base: the folder that paths in it are relative to (default: that of `output`)
    others: columns of the archive's tables that CSV carries along
    check: raises an error if the counts show that the manifest isn't to be written
    """
    base = output.parent if base is None else base
    report = Report()
    is_plain = output.name.removesuffix(".gz").endswith(".txt")
    if is_plain:
        policy = replace(policy, dated_only=True)
    with_fuzzy = replace(policy, fuzzy=True)
    places: dict[str, YearEstimate] = {}
    left_out = left_out_path(output)
    with open_text(output) as file, open_text(left_out) as left_out_file:
        rows = LineRows(file) if is_plain else CsvRows(file, others)
        left_out_rows = LeftOutRows(left_out_file)
        for found in records:
            year, fuzzy_year = (
                p.year_of(found.estimate) if isinstance(found, Record) else None
                for p in (policy, with_fuzzy)
            )
            is_wanted = year is not None or not policy.dated_only
            kept = _kept(found, base, places, is_wanted=is_wanted)
            report.count(found, kept, year, fuzzy_year)
            if isinstance(kept, Skipped):
                left_out_rows.write(kept)
            else:
                rows.write(kept, year)
        check(report)
    if not (report.reasons or report.other_files):
        left_out.unlink()
    return report


def _kept(
    found: RecordOrSkipped, base: Path, places: dict[str, YearEstimate], *, is_wanted: bool
) -> RecordOrSkipped:
    """The record in the form for the manifest, or a `Skipped` with the reason why it is left out.

    found: the result of a reader
    base: the folder that paths are relative to
    places: URLs and paths of the photos so far, with their years.  The record's own is added
    is_wanted: False if the record has no year, and the manifest has only photos with a year
    """
    if isinstance(found, Skipped):
        return found
    record = _with_place(found, base, places)
    if isinstance(record, Record) and not is_wanted:
        reason = SkipReason.of_date(record.estimate.certainty)
        return Skipped(record.where, reason, f"date: {record.date or 'none'}{_passed_over(record)}")
    return record


def _passed_over(record: Record) -> str:
    """The dates of a record that weren't taken, for a sentence."""
    dates = record.dates.passed_over[:_DATES_SHOWN]
    shown = ", ".join(f"{d.name[:60]!r} ({MEANINGS[d.role]}): {d.words[:40]}" for d in dates)
    return f"; not taken: {shown}" if shown else ""


def _fields_with_urls(record: Record) -> str:
    """The fields of a record that hold URLs, of which one may be its photo's, for a sentence."""
    texts = (*record.cells.items(), *record.texts)
    names = dict.fromkeys(name for name, text in texts if web_address(text.strip()))
    shown = ", ".join(repr(name[:60]) for name in list(names)[:_FIELDS_SHOWN])
    return f"; URLs are in {shown}" if shown else ""


def _with_place(record: Record, base: Path, places: dict[str, YearEstimate]) -> RecordOrSkipped:
    """The record with its photo's place in the manifest's form, or a `Skipped` if it has none."""
    place = record.url.strip()
    if not place:
        known = f"{record.identifier or 'no identifier'}, date: {record.date or 'none'}"
        known += _fields_with_urls(record)
        return Skipped(record.where, SkipReason.NO_PHOTO, known)
    place = place_in_manifest(record.url, base)
    origin = origins.origin_of(record.origin) if record.origin else ""
    is_bad = bool(bad_place(place, origins.row_base("/", origin))) or len(place) > LONGEST_PLACE
    if is_bad or not place.isprintable() or place != place.strip():
        detail = f"{place[:200]!r} can't stand in a manifest"
        return Skipped(record.where, SkipReason.BAD_PLACE, detail)
    if first := places.get(place):
        detail = f"another record has {in_sentence(place)} already"
        if agree(first, record.estimate):
            return Skipped(record.where, SkipReason.DUPLICATE, detail)
        detail += f", and says {first.edtf}; this one says {record.estimate.edtf}"
        return Skipped(record.where, SkipReason.OTHER_DATE, detail)
    places[place] = record.estimate
    return replace(record, url=place, origin=origin)
