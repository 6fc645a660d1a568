"""A run as an object, finished or going on: all that it gives, read from its folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from photoparsl.errors import RunError
from photoparsl.library.notebook import as_html
from photoparsl.library.table import Table
from photoparsl.manifests.parquet import pyarrow
from photoparsl.page import PageMetadata, write_page
from photoparsl.reports.export import Exported, export
from photoparsl.reports.export_format import format_named, format_of
from photoparsl.reports.photo_table import columns_of
from photoparsl.reports.status import Status, status_of
from photoparsl.results import Failure
from photoparsl.results.counts import OutcomeCounts
from photoparsl.results.progress import read_progress
from photoparsl.results.run_directory import RunDirectory, RunRecord
from photoparsl.running.plan import make_plan
from photoparsl.running.run import PAGE, about


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a run's folder, row by row.

    rows: the rows that were asked for
    measured, failed, left: how many of them there are of each
    damage: a sentence for each fault; empty where all is as it was written
    """

    rows: int
    measured: int = 0
    failed: int = 0
    left: int = 0
    damage: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every row is there once, undamaged."""
        return not self.damage and not self.left


@dataclass(frozen=True, slots=True)
class Run:
    """A run, by its folder.  Every method reads the folder anew, and may be called while it runs.

    >>> Run(Path("runs/x"))
    Run('runs/x')
    """

    path: Path

    def __repr__(self) -> str:
        return f"Run({str(self.path)!r})"

    def _repr_html_(self) -> str:
        """What a notebook shows of a cell that ends in a run."""
        directory = RunDirectory(self.path)
        request = directory.read_record()
        if request is None:
            return escape(repr(self))
        counts = f"{self.path}: {len(request.wanted):,} photos"
        if (last := directory.read_summary()) and not last.get("left"):
            counts += f": {last.get('measured', 0):,} measured, {last.get('failed', 0):,} failed"
        elif progress := read_progress(self.path):
            counts += f": {progress.done:,} have ended"
        return as_html(counts, page_of(directory, request))

    def status(self) -> Status:
        """How the run is doing, as `photoparsl status` says."""
        return status_of(self.path)

    def failures(self) -> Iterator[Failure]:
        """The photos that couldn't be measured, by their rows, one slice in memory at a time."""
        for result in RunDirectory(self.path).results():
            yield from result.failures

    def check(self) -> Checked:
        """Read all result files, and say whether every row is there once and as it was written."""
        directory = RunDirectory(self.path)
        request = directory.require_record()
        rows = request.wanted
        if damage := tuple(directory.find_damage()):
            return Checked(len(rows), damage=damage)
        counts = OutcomeCounts()
        for result in directory.results():
            counts.add(result, rows)
        left = len(rows) - counts.ended
        if len(rows) == request.rows and not left:
            photos = (photo for result in directory.results() for photo in result.photos())
            if make_plan(photos).digest != request.digest:
                damage = (
                    f"{directory.path}: its rows are not those of the manifest it was asked for",
                )
        return Checked(len(rows), counts.measured, counts.failed, left, damage)

    def page(self, path: str | Path | None = None, *, split: bool = False) -> Path:
        """Write the page to `path`, or where the run's own is, and return where.

        `split` puts its style and script into files of their own.
        """
        directory = RunDirectory(self.path)
        results, request = directory.results(), directory.read_record()
        first = next(results, None)
        if first is None:
            raise RunError(f"{self.path}: holds no results")
        output = Path(path) if path else page_of(directory, request)
        check_page(output, split=split)
        says = about(request) if request else PageMetadata()
        return write_page(chain([first], results), output, says, split=split)

    def export(self, path: str | Path | None = None, form: str | None = None) -> Exported:
        """Write one table, a row a photo, with a data dictionary beside it.

        `form` is csv, parquet or json, and by default what `path` ends in; `path` is by default
        photos.csv and so on in the run's folder.
        """
        if str(path) == "-":
            raise RunError("a table is written to a file: name one, as -o photos.csv")
        chosen = format_named(form) if form else format_of(Path(path) if path else None)
        output = Path(path) if path else self.path / f"photos.{chosen}"
        return export(RunDirectory(self.path), output, chosen)

    def table(self) -> Table:
        """A row a photo, as `export` has it: pandas, Polars, DuckDB and PyArrow read it as it is.

        It needs PyArrow: photoparsl[parquet].
        """
        pyarrow("a run's table")
        request = RunDirectory(self.path).require_record()
        return Table(self.path, tuple(columns_of(request.measures)), request.origin)


def open_run(path: str | Path) -> Run:
    """The run in a folder, finished or going on; RunError where there is none."""
    RunDirectory(Path(path)).require_record()
    return Run(Path(path))


def page_of(directory: RunDirectory, request: RunRecord | None) -> Path:
    """Where the run's own page is."""
    if request and request.public:
        return Path(request.public) / PAGE
    last = Path(str((directory.read_summary() or {}).get("page", "")))
    # A run's folder may have been moved, and its own page with it.
    is_elsewhere = last.name == PAGE and last.parent.name != "public" and last.exists()
    return last if is_elsewhere else directory.path / "public" / PAGE


def check_page(path: Path, *, split: bool) -> None:
    """Refuse a page's path that is a folder, or whose parts would replace other files."""
    if path.is_dir():
        raise RunError(f"{path}: is a folder; name the page's file")
    if not split:
        return
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    for name in (f"{path.stem}.css", f"{path.stem}-dark.css", f"{path.stem}.js"):
        if (path.parent / name).exists() and quote(name) not in text:
            raise RunError(
                f"{path.parent / name}: is there and isn't this page's; give the page another name"
            )
