"""Records in; out comes a manifest, a file of what was left out, and a count of everything."""

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

from photoparsl.archives.dated import EXACT, UNDATED
from photoparsl.archives.records import LeftOut, Record, RecordOrSkipped
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
LONGEST_FIELD = 1_000  # characters of a title or a date that are kept

_SPECIAL = re.compile(r"[#=+@-]|[\w+.-]+:")  # a comment, a formula or a URL: no path begins so


@dataclass(frozen=True, slots=True)
class YearPolicy:
    """Which years are taken: inexact ones too (`fuzzy`), of so many years at most; all records
    or only those with a year."""

    fuzzy: bool = False
    widest: int = WIDEST
    dated_only: bool = False


@dataclass(slots=True)
class Report:
    """What became of the records.

    `dates` counts all that could be read by their certainty, `years` those in the manifest that
    got a year, and `reasons` those left out; `examples` are the first of each.
    """

    read: int = 0
    written: int = 0
    years: int = 0
    dates: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def example(self, of: str, text: str) -> None:
        """Keep the first three different texts."""
        kept = self.examples.setdefault(of, [])
        if text and len(kept) < 3 and text not in kept:
            kept.append(text)


def left_out_path(output: Path) -> Path:
    """The file of the records left out, beside the manifest.

    >>> str(left_out_path(Path("a/manifest.v2.csv"))), str(left_out_path(Path("manifest.txt.gz")))
    ('a/manifest.v2.left-out.csv', 'manifest.txt.gz.left-out.csv')
    """
    return output.with_name(output.name.removesuffix(".csv") + ".left-out.csv")


def write_manifest(
    found: Iterable[RecordOrSkipped], output: Path, taken: YearPolicy = YearPolicy()
) -> Report:
    """Write the records to `output` as they come, each place once; and say what became of them.

    The manifest is CSV, or lines `URL YEAR` of the records with a year where the name ends in
    `.txt`; either is compressed if it goes on with `.gz`.  Both files appear whole, at the end.
    What is from the web says so (`origins`), and no cell is a formula (`cells`).
    """
    report = Report()
    plain = output.name.removesuffix(".gz").endswith(".txt")
    seen: set[str] = set()
    left = left_out_path(output)
    origin = ""
    with _text_file(output) as file, _text_file(left) as aside:
        if not plain:
            file.write(csv_line(COLUMNS))
        aside.write(csv_line(("record", "reason", "detail")))
        for each in found:
            report.read += 1
            if isinstance(each, Record):
                report.dates[each.dated.certainty] += 1
                report.example(each.dated.certainty, each.date)
            kept = each if isinstance(each, LeftOut) else _place(each, output, seen)
            if (
                isinstance(kept, Record)
                and (plain or taken.dated_only)
                and _year(kept, taken) is None
            ):
                kept = LeftOut(kept.where, _undated(kept), f"date: {kept.date or 'none'}")
            if isinstance(kept, LeftOut):
                report.reasons[kept.reason] += 1
                report.example(kept.reason, f"{kept.where}: {kept.detail}")
                aside.write(csv_line(map(_cell, (kept.where, kept.reason, kept.detail))))
                continue
            report.written += 1
            report.years += _year(kept, taken) is not None
            if not plain:
                file.write(csv_line(_row(kept, taken)))
                continue
            if kept.origin != origin:
                origin = kept.origin
                file.write(f"{origins.mark(origin)}\n")
            file.write(f"{kept.url} {_year(kept, taken)}\n")
    if not report.reasons:
        left.unlink()
    return report


def _place(record: Record, output: Path, seen: set[str]) -> Record | LeftOut:
    """The record with its photo's place as the manifest may name it."""
    place = record.url.strip()
    if not place:
        known = f"{record.identifier or 'no identifier'}, date: {record.date or 'none'}"
        return LeftOut(record.where, "no-photo", known)
    if not web_address(place):
        place = place_cell(_as_path(record.url, output.parent))
    origin = origins.origin_of(record.origin) if record.origin else ""
    problem = bad_place(place, origins.base_of("/", origin)) or (
        "expected no more" if len(place) > LONGEST_LINE // 8 else ""
    )
    if problem or not place.isprintable() or place != place.strip():
        return LeftOut(record.where, "bad-place", f"{place[:200]!r} can't stand in a manifest")
    if place in seen:
        return LeftOut(record.where, "duplicate", f"another record has {place} already")
    seen.add(place)
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


def _year(record: Record, taken: YearPolicy) -> int | None:
    dated = record.dated
    if dated.certainty == EXACT:
        return dated.year
    if not taken.fuzzy or dated.span is None or dated.span[1] - dated.span[0] >= taken.widest:
        return None
    return dated.year


def _undated(record: Record) -> str:
    """The reason for which a record has no year."""
    certainty = record.dated.certainty
    return certainty if certainty == UNDATED else f"date-{certainty}"


def _row(record: Record, taken: YearPolicy) -> list[str]:
    year = _year(record, taken)
    span = record.dated.span or ("", "")
    texts = (record.date, record.identifier, record.title, record.where)
    return [
        record.url,
        "" if year is None else str(year),
        *map(str, span),
        record.dated.certainty,
        *map(_cell, texts),
        record.origin,
    ]


def _cell(text: str) -> str:
    """Text on one line, in characters that a file can hold, and no formula."""
    text = " ".join(text[:LONGEST_FIELD].encode("utf-8", "replace").decode().split())
    return cell(text if text.isprintable() else "".join(filter(str.isprintable, text)))


@contextmanager
def _text_file(path: Path) -> Iterator[IO[str]]:
    """A text file that appears whole, compressed if it is called so; the same bytes every time."""
    with open_atomically(path) as file, ExitStack() as stack:
        inner = cast("IO[bytes]", file)
        if path.suffix == ".gz":
            zipped = stack.enter_context(gzip.GzipFile("", "wb", fileobj=file, mtime=0))
            inner = cast("IO[bytes]", zipped)
        text = io.TextIOWrapper(inner, "utf-8", newline="")
        yield text
        text.detach()
