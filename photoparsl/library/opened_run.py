"""Run: a run as an object, whose methods return what the commands print."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoparsl import detached
from photoparsl.library.check_results import Checked, check_results, failures_of
from photoparsl.library.notebook import run_html
from photoparsl.library.page_of_run import PageChoices, write_page_of
from photoparsl.library.run_history import LATEST_TASKS, History, history_of
from photoparsl.library.run_trend import run_trend
from photoparsl.library.table import Table
from photoparsl.manifests import pyarrow
from photoparsl.options import check_value, path_of
from photoparsl.reports import (
    Exported,
    Provenance,
    Status,
    export,
    format_named,
    format_of,
    has_ended,
    layout_of,
    provenance_of,
    status_of,
    tasks_by_resource,
    write_provenance,
)
from photoparsl.results import Failure, RunDirectory
from photoparsl.trends import Shares, Trend, TrendOptions


@dataclass(frozen=True, slots=True)
class Run:
    """A run.  Every method reads the run's folder anew, so it works while the run goes on.

    path: the run's folder, as a path or a text
    changes: what changed in the manifest since the run had last read it, as a sentence. '' if
        nothing did, and for a run that `photoparsl.run` didn't return
    """

    path: Path
    changes: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", path_of("path", self.path))

    def __repr__(self) -> str:
        return f"Run({str(self.path)!r})"

    def _repr_html_(self) -> str:
        """Return the HTML that a notebook shows for a cell that ends in a run."""
        return run_html(self.path)

    def status(self) -> Status:
        """Return photos, tasks, rate, time left and pilots, as `photoparsl status` prints them."""
        return status_of(self.path)

    def watch(self, seconds: float = 1) -> Iterator[Status]:
        """Yield the status again and again.  The last one is that of the ended run.

        A run on another machine counts as ended when its files haven't changed for ten minutes.

        seconds: the time between two statuses
        """
        check_value("seconds", seconds, float, least=0)
        while not has_ended(status := self.status()):
            yield status
            time.sleep(seconds)
        yield status

    def history(self, tasks: int | None = LATEST_TASKS) -> History:
        """Return the pilots, tasks and cost, as `photoparsl history` prints them.

        tasks: how many of the latest tasks to return.  None returns all, which are in memory
            together
        """
        check_value("tasks", tasks, int | None, least=0)
        return history_of(self.path, tasks)

    def histogram(self) -> dict[str, int]:
        """Return the number of tasks by resource, most first: what `photoparsl histogram` draws."""
        return dict(tasks_by_resource(self.path).most_common())

    def failures(self) -> Iterator[Failure]:
        """Yield the photos that couldn't be measured, ordered by row, with one slice in memory.

        Raises RunError if the run's copy of the manifest isn't as written.
        """
        yield from failures_of(RunDirectory(self.path))

    def check(self) -> Checked:
        """Read all result files.  Return what rows are in them and what is damaged.

        Raises RunError if the folder holds no run.
        """
        directory = RunDirectory(self.path)
        return check_results(directory, directory.require_record())

    def page(
        self,
        path: str | Path | None = None,
        *,
        split: bool = False,
        group: str | Sequence[str] | None = None,
        notes: str | Path | None = None,
        **options: Any,
    ) -> Path:
        """Write the page, and return its path.

        path: the page's file (default: the run's own page)
        split: write its style and script into files of their own
        group: the column by which the page groups the photos, or several (default: the run's)
        notes: a CSV file of 'year' (or a span) and 'text', for chart and list (default: the run's)
        options: values of `photoparsl.results.PageOptions`, such as without_duplicates=True
            (default: the run's)

        Raises RunError if there are no results, or if the page would replace other files.  Raises
        ManifestError if the manifest has no such column, or if a note is wrong.  Raises OptionError
        if an option's value is wrong.
        """
        choices = PageChoices(options, group, notes, split)
        output = path_of("path", path) if path else None
        return write_page_of(RunDirectory(self.path), output, choices)

    def local_page(
        self,
        path: str | Path,
        *,
        split: bool = False,
        group: str | Sequence[str] | None = None,
        notes: str | Path | None = None,
        **options: Any,
    ) -> Path:
        """Write a page for yourself, which shows photos on the disk, and return its path.

        It links to them by paths from its folder, so it isn't written into the run's public one.

        path: the page's file
        split, group, notes, options: as in `page`, which raises the same errors
        """
        choices = PageChoices(options, group, notes, split, local_photos=True)
        return write_page_of(RunDirectory(self.path), path_of("path", path), choices)

    def export(
        self,
        path: str | Path | None = None,
        form: str | None = None,
        *,
        without_duplicates: bool = False,
        one_of_each: bool = False,
    ) -> Exported:
        """Write a table with a row for each photo, and a data dictionary.  Return the table's size.

        path: the table's file (default: photos.FORM in the run's folder)
        form: csv, csv-locale, parquet, json or xlsx (default: the ending of `path`, else csv)
        without_duplicates: leave out photos with the bytes of an earlier row
        one_of_each: leave out photos that look like an earlier one (by `difference_hash`), too

        Raises RunError if there are no results, or for an unknown format or ending.
        """
        chosen = format_named(form) if form else format_of(path_of("path", path) if path else None)
        output = Path(path) if path else self.path / f"photos.{chosen.ending}"
        left_out = {"without_duplicates": without_duplicates, "one_of_each": one_of_each}
        return export(RunDirectory(self.path), output, chosen, **left_out)

    def table(self) -> Table:
        """Return the table that `export` writes, for pandas, Polars and DuckDB: by PyArrow."""
        pyarrow("a run's table")
        directory = RunDirectory(self.path)
        record = directory.require_record()
        return Table(self.path, layout_of(directory, record.measures, record.origin))

    def trend(
        self, measure: str | None = None, options: TrendOptions = TrendOptions()
    ) -> Trend | Shares:
        """Return a measure's medians by year with 95 % intervals, or the shares of texts and codes.

        measure: its name (default: the run's first)
        options: the columns of groups and clusters, the window of years

        Raises RunError for a run without this measure, and ManifestError for an unknown column.
        """
        return run_trend(self.path, measure, options)

    def provenance(self, *, write: bool = True) -> Provenance:
        """Return which version measured what, where and when, with a `citation` of the run.

        write: write provenance.json, and SHA256SUMS of the run's files, into the run's folder

        Raises RunError if there are no results, and OSError if the files can't be written.
        """
        found = provenance_of(RunDirectory(self.path))
        if write:
            write_provenance(RunDirectory(self.path), found)
        return found

    def left_jobs(self) -> detached.LeftJobs:
        """Return the jobs of a detached run that haven't ended, as `stop` does."""
        return detached.left_jobs(self.path)

    def stop(self) -> detached.LeftJobs:
        """Remove the jobs of a detached run, and return them.  First take in what came back.

        If `left_jobs().keeps`, what running jobs have measured comes back too.

        Raises RunError if the run has no jobs or is at work, and SiteError without HTCondor.
        """
        return detached.stop_jobs(self.path)


def open_run(path: str | Path) -> Run:
    """Return the run in a folder, finished or not.  Raises RunError if there is none."""
    RunDirectory(path_of("path", path)).require_record()
    return Run(Path(path))
