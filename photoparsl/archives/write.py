"""Records in, a manifest out; with a file of what was left out, and a count of everything."""

from __future__ import annotations

import gzip
import io
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, cast
from urllib.parse import quote

from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.archives.year_estimate import Certainty
from photoparsl.cells import cell, csv_line, place_cell
from photoparsl.fetching import web_address
from photoparsl.files import open_atomically
from photoparsl.manifests import LONGEST_LINE, bad_place, origins

WIDEST = 30  # years: about as far apart as photos still tell of the same time
COLUMNS = (
    "url",
    "year",
    "earliest",
    "latest",
    "certainty",
    "date",
    "identifier",
    "title",
    "record",
    origins.ORIGIN_COLUMN,
)
LONGEST_PLACE = LONGEST_LINE // 8  # characters
LONGEST_FIELD = 1_000  # characters of a title or a date that are kept

_SPECIAL = re.compile(r"[#=+@-]|[\w+.-]+:")  # a comment, a formula or a URL: no path begins so


@dataclass(frozen=True, slots=True)
class YearPolicy:
    """Which photos get a year, and whether those without one are in the manifest.

    fuzzy: whether inexact dates give a year
    widest: of how many years an inexact date may be at most
    dated_only: whether photos without a year are left out
    """

    fuzzy: bool = False
    widest: int = WIDEST
    dated_only: bool = False


@dataclass(slots=True)
class Report:
    """What became of the records.

    read: how many records, files and photos were read or left out
    written: how many photos are in the manifest
    years: how many of these have a year
    dates: how many records there are of each certainty
    reasons: how many were left out for each reason
    examples: the first texts of dates for each certainty, and where the first were left out for
        each reason
    """

    read: int = 0
    written: int = 0
    years: int = 0
    dates: Counter[Certainty] = field(default_factory=Counter)
    reasons: Counter[SkipReason] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add_example(self, word: str, text: str) -> None:
        """Keep the first three different texts for a certainty or a reason."""
        kept = self.examples.setdefault(word, [])
        if text and len(kept) < 3 and text not in kept:
            kept.append(text)


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
    records: Iterable[RecordOrSkipped], output: Path, policy: YearPolicy = YearPolicy()
) -> Report:
    """Write the records to `output` as they come, each photo once, and count what became of them.

    The manifest is CSV, or lines `URL YEAR` of the records with a year where the name ends in
    `.txt`; either is compressed if `.gz` follows.  The manifest and the file of what was left out
    appear whole, at the end.  Rows from the web name their origin (`origins`), and no cell is a
    formula (`cells`).
    """
    report = Report()
    is_plain = output.name.removesuffix(".gz").endswith(".txt")
    if is_plain:
        policy = replace(policy, dated_only=True)
    places: set[str] = set()
    left_out = left_out_path(output)
    with _text_file(output) as file, _text_file(left_out) as left_out_file:
        rows = _PlainRows(file, policy) if is_plain else _CsvRows(file, policy)
        left_out_file.write(csv_line(("record", "reason", "detail")))
        for found in records:
            kept = _kept(found, output, places, policy)
            _count(report, found, kept, policy)
            if isinstance(kept, Skipped):
                cells = (kept.where, kept.reason, kept.detail)
                left_out_file.write(csv_line(map(_cell, cells)))
            else:
                rows.write(kept)
    if not report.reasons:
        left_out.unlink()
    return report


class _CsvRows:
    """Writes photos as rows of CSV, with a header."""

    def __init__(self, file: IO[str], policy: YearPolicy) -> None:
        self._file, self._policy = file, policy
        file.write(csv_line(COLUMNS))

    def write(self, record: Record) -> None:
        year = _year(record, self._policy)
        span = record.estimate.span or ("", "")
        texts = (record.date, record.identifier, record.title, record.where)
        cells = [
            record.url,
            "" if year is None else str(year),
            *map(str, span),
            record.estimate.certainty,
            *map(_cell, texts),
            record.origin,
        ]
        self._file.write(csv_line(cells))


class _PlainRows:
    """Writes photos as lines `URL YEAR`, with a comment where their origin changes."""

    def __init__(self, file: IO[str], policy: YearPolicy) -> None:
        self._file, self._policy = file, policy
        self._origin = ""

    def write(self, record: Record) -> None:
        if record.origin != self._origin:
            self._origin = record.origin
            self._file.write(f"{origins.mark(record.origin)}\n")
        self._file.write(f"{record.url} {_year(record, self._policy)}\n")


def _kept(
    found: RecordOrSkipped, output: Path, places: set[str], policy: YearPolicy
) -> RecordOrSkipped:
    """The record as the manifest has it, or why it isn't there; `places` are those before it."""
    if isinstance(found, Skipped):
        return found
    record = _with_place(found, output, places)
    if isinstance(record, Record) and policy.dated_only and _year(record, policy) is None:
        reason = SkipReason.of_date(record.estimate.certainty)
        return Skipped(record.where, reason, f"date: {record.date or 'none'}")
    return record


def _count(
    report: Report, found: RecordOrSkipped, kept: RecordOrSkipped, policy: YearPolicy
) -> None:
    """Count what was found, and what became of it, in the report."""
    report.read += 1
    if isinstance(found, Record):
        report.dates[found.estimate.certainty] += 1
        report.add_example(found.estimate.certainty, found.date)
    if isinstance(kept, Skipped):
        report.reasons[kept.reason] += 1
        report.add_example(kept.reason, f"{kept.where}: {kept.detail}")
    else:
        report.written += 1
        report.years += _year(kept, policy) is not None


def _with_place(record: Record, output: Path, places: set[str]) -> RecordOrSkipped:
    """The record with its photo's place as the manifest names it, or why it can't be named."""
    place = record.url.strip()
    if not place:
        known = f"{record.identifier or 'no identifier'}, date: {record.date or 'none'}"
        return Skipped(record.where, SkipReason.NO_PHOTO, known)
    if not web_address(place):
        place = place_cell(_as_path(record.url, output.parent))
    origin = origins.origin_of(record.origin) if record.origin else ""
    is_bad = bool(bad_place(place, origins.base_of("/", origin))) or len(place) > LONGEST_PLACE
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


def _year(record: Record, policy: YearPolicy) -> int | None:
    """The year that the photo has in the manifest."""
    estimate = record.estimate
    if estimate.certainty == Certainty.EXACT:
        return estimate.year
    if not policy.fuzzy or estimate.span is None:
        return None
    first, last = estimate.span
    return estimate.year if last - first < policy.widest else None


def _cell(text: str) -> str:
    """Text on one line, in characters that a file can hold, and no formula."""
    text = " ".join(text[:LONGEST_FIELD].encode("utf-8", "replace").decode().split())
    return cell(text if text.isprintable() else "".join(filter(str.isprintable, text)))


@contextmanager
def _text_file(path: Path) -> Iterator[IO[str]]:
    """A text file that appears whole, at the end.  It is compressed if its name ends in `.gz`,
    to the same bytes every time."""
    with open_atomically(path) as file, ExitStack() as stack:
        inner = cast("IO[bytes]", file)
        if path.suffix == ".gz":
            zipped = stack.enter_context(gzip.GzipFile("", "wb", fileobj=file, mtime=0))
            inner = cast("IO[bytes]", zipped)
        text = io.TextIOWrapper(inner, "utf-8", newline="")
        yield text
        text.detach()
