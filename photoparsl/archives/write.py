"""Records in, a manifest out; with a file of what was left out, and a count of everything."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from photoparsl.archives.manifest_rows import CsvRows, LeftOutRows, PlainRows, open_text
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.report import Report
from photoparsl.archives.year_policy import YearPolicy
from photoparsl.cells import place_cell
from photoparsl.fetching import web_address
from photoparsl.manifests import LONGEST_LINE, bad_place, origins

LONGEST_PLACE = LONGEST_LINE // 8  # characters

_SPECIAL = re.compile(r"[#=+@-]|[\w+.-]+:")  # a comment, a formula or a URL: no path begins so


def left_out_path(output: Path) -> Path:
    """The file of what was left out of the manifest `output`, beside it.

    Every manifest has its own: no other manifest's file is called the same.

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
) -> Report:
    """Write the records to `output` as they come, each photo once, and count what became of them.

    The manifest is CSV, or lines `URL YEAR` of the records with a year where the name ends in
    `.txt`; either is compressed if `.gz` follows.  The manifest and the file of what was left out
    appear whole, at the end.  Rows from the web name their origin (`origins`), and no cell is a
    formula (`cells`).

    base: the folder that paths in it are relative to (default: that of `output`)
    """
    base = output.parent if base is None else base
    report = Report()
    is_plain = output.name.removesuffix(".gz").endswith(".txt")
    if is_plain:
        policy = replace(policy, dated_only=True)
    places: set[str] = set()
    left_out = left_out_path(output)
    with open_text(output) as file, open_text(left_out) as left_out_file:
        rows = PlainRows(file) if is_plain else CsvRows(file)
        left_out_rows = LeftOutRows(left_out_file)
        for found in records:
            year = policy.year_of(found.estimate) if isinstance(found, Record) else None
            is_wanted = year is not None or not policy.dated_only
            kept = _kept(found, base, places, is_wanted=is_wanted)
            report.count(found, kept, year)
            if isinstance(kept, Skipped):
                left_out_rows.write(kept)
            else:
                rows.write(kept, year)
    if not report.reasons:
        left_out.unlink()
    return report


def _kept(
    found: RecordOrSkipped, base: Path, places: set[str], *, is_wanted: bool
) -> RecordOrSkipped:
    """The record as the manifest has it, or why it isn't there.

    found: what was read
    base: the folder that paths are relative to
    places: those of the photos before it; its own is added
    is_wanted: whether the record, by its year, belongs into the manifest
    """
    if isinstance(found, Skipped):
        return found
    record = _with_place(found, base, places)
    if isinstance(record, Record) and not is_wanted:
        reason = SkipReason.of_date(record.estimate.certainty)
        return Skipped(record.where, reason, f"date: {record.date or 'none'}")
    return record


def _with_place(record: Record, base: Path, places: set[str]) -> RecordOrSkipped:
    """The record with its photo's place as the manifest names it, or why it can't be named."""
    place = record.url.strip()
    if not place:
        known = f"{record.identifier or 'no identifier'}, date: {record.date or 'none'}"
        return Skipped(record.where, SkipReason.NO_PHOTO, known)
    if not web_address(place):
        place = place_cell(_as_path(record.url, base))
    origin = origins.origin_of(record.origin) if record.origin else ""
    is_bad = bool(bad_place(place, origins.row_base("/", origin))) or len(place) > LONGEST_PLACE
    if is_bad or not place.isprintable() or place != place.strip():
        detail = f"{place[:200]!r} can't stand in a manifest"
        return Skipped(record.where, SkipReason.BAD_PLACE, detail)
    if place in places:
        detail = f"another record has {place} already"
        return Skipped(record.where, SkipReason.DUPLICATE, detail)
    places.add(place)
    return replace(record, url=place, origin=origin)


def _as_path(place: str, folder: Path) -> str:
    """A file's path relative to a manifest in `folder`, or a `file:` URL where no line holds it."""
    photo = Path(place).absolute()
    path = os.path.relpath(photo, folder.absolute())
    if os.pardir in (*folder.parts, *photo.parts, *Path(path).parts):
        # Where a symbolic link is crossed, '..' leads elsewhere than its name says.
        path = os.path.relpath(photo.parent.resolve() / photo.name, folder.resolve())
    if not path.isprintable() or path != path.strip() or "\ufffd" in path:
        return f"file:{quote(os.fsencode(path))}"
    return f"./{path}" if _SPECIAL.match(path) else path
