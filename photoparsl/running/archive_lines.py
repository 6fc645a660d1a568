"""What was understood of an archive, in lines for people."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from photoparsl.archives import FILES, Certainty, Report, left_out_text, warnings_of
from photoparsl.errors import ManifestError
from photoparsl.files import list_matching
from photoparsl.manifests import SPREADSHEETS, is_remote, read_manifest
from photoparsl.number_text import counted
from photoparsl.options import option
from photoparsl.requesting import RunOptions
from photoparsl.results import LEFT_OUT, MADE_MANIFEST

_SHOWN = 3  # columns, reasons, tables
_NAMED = 5  # columns that weren't taken
_LONGEST = 60  # characters of a date
_TABLES = (".csv", ".tsv", ".tab", ".parquet", ".jsonl", ".ndjson", *SPREADSHEETS)


def lines_of(
    archive: str,
    report: Report,
    run_dir: Path,
    why: str = "",
    *,
    is_dry_run: bool = False,
    options: RunOptions = RunOptions(),
) -> tuple[str, ...]:
    """Return lines about a manifest that was made of an archive.

    Three lines say which fields gave photos and dates, how many photos the manifest has, and where
    it is.  Further lines say what may be wrong with the dates, and name columns and tables that
    weren't used.

    archive: the archive, as it was typed
    report: what became of the archive's records
    run_dir: the run's folder
    why: why the manifest replaces an earlier one, or '' if there is no earlier one
    is_dry_run: whether nothing is measured, so that the manifest is not kept with the run yet
    options: the run's options, by which the archive was read
    """
    photos = _most(report.photos_from)
    dates = _most(report.dates_from) or "nothing"
    if not report.dates_from and report.photos_from.keys() != {FILES}:
        dates += f" ({option('--date-column', 'NAME')} says what holds them)"
    what = f"{archive} ({why})" if why else archive
    lines = [
        f"Archive    {what}: photos from {photos}; dates from {dates}",
        f"Taken      {counted(report.written, 'photo')}, {report.years:,} with a year"
        f"{_inexact(report)}; {left_out_text(report)}",
        f"List       {run_dir / MADE_MANIFEST}{', once it is measured' if is_dry_run else ''}",
    ]
    if report.reasons or report.other_files:
        lines[-1] += f"; what was left out: {run_dir / LEFT_OUT}"
    notes = (f"Note       {note}" for note in _notes(archive, report, options))
    return (*lines, *notes)


def _notes(archive: str, report: Report, options: RunOptions) -> Iterator[str]:
    """Yield what may be wrong with the dates, and what was not taken or not read."""
    if report.incomplete:
        yield report.incomplete
    if unread := report.dates[Certainty.UNREAD]:
        texts = report.examples.get(Certainty.UNREAD, ())
        examples = ", ".join(repr(text[:_LONGEST]) for text in texts)
        what = counted(unread, "date wasn't", "dates weren't")
        yield f"{what} understood, e.g. {examples}: {option('--corrections', 'FILE')} gives dates"
    yield from warnings_of(report)
    if options.exclude and not (Path(archive).is_dir() or report.tables):
        yield f"{option('--exclude')} is of the files of a folder or a table: none is left out"
    if report.other_files:
        yield f"passed over: {_endings(report.other_files)}"
    if report.other_images:
        others = ", ".join(map(repr, sorted(report.other_images)[:_NAMED]))
        yield f"photos are in {others} too: {option('--image-column', 'NAME')} takes these"
    if report.passed_over:
        counts = ((name, dates.count) for (name, _), dates in report.passed_over.items())
        dates = _most(Counter(dict(counts)), _NAMED)
        yield f"dates not taken as the photo's: {dates}; {option('--date-column')} takes one"
    read = [*report.tables, *([Path(options.corrections)] if options.corrections else [])]
    if tables := tables_in(archive, read):
        yield f"not read: {tables}"


def _endings(counts: Counter[str]) -> str:
    """How many files have each ending."""
    shown = [f"{count:,} {ending}" for ending, count in counts.most_common(_NAMED)]
    more = counts.total() - sum(count for _, count in counts.most_common(_NAMED))
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def tables_in(archive: str, but: Iterable[Path] = ()) -> str:
    """Tables and manifests directly in a folder, with the command that measures by one, or ''.

    but: tables that are left out
    """
    if not (files := tables_directly_in(archive, but)):
        return ""
    more = f" and {len(files) - _SHOWN} more" if len(files) > _SHOWN else ""
    names = ", ".join(path.name for path in files[:_SHOWN])
    return f"{names}{more} (photoparsl run {shlex.quote(str(files[0]))} measures by it)"


def tables_directly_in(archive: str, but: Iterable[Path] = ()) -> list[Path]:
    """Tables and manifests directly in a folder, or none if the archive isn't a folder.

    but: tables that are left out
    """
    folder = Path(archive)
    if is_remote(archive) or not folder.is_dir():
        return []
    files = [path for path in list_matching(folder, "[!.]*") if _is_table(path)]
    left_out = {path.resolve() for path in but}
    return [path for path in files if path.resolve() not in left_out]


def _is_table(path: Path) -> bool:
    name = path.name.lower().removesuffix(".gz")
    if not path.is_file() or not name.endswith((*_TABLES, ".txt")):
        return False
    if not name.endswith(".txt"):
        return True
    try:
        return next(iter(read_manifest(path)), None) is not None
    except ManifestError:
        return False


def _most(counts: Counter[str], number: int = _SHOWN) -> str:
    """The names with the highest counts.  Where there are several, each has its count."""
    shown = counts.most_common(number)
    if len(counts) == 1:
        return shown[0][0]
    more = f", {len(counts) - number} more" if len(counts) > number else ""
    return ", ".join(f"{name} ({count:,})" for name, count in shown) + more


def _inexact(report: Report) -> str:
    if not report.inexact:
        return ""
    return f" ({counted(report.inexact, 'inexact date')}: {option('--fuzzy')} gives these a year)"
