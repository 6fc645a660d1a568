"""RunReports: what a run's folder says, as objects: the methods of `Run` that write nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from photoparsl.library.check_results import Checked, check_results, failures_of
from photoparsl.library.notebook import run_html
from photoparsl.library.run_history import LATEST_TASKS, History, history_of
from photoparsl.library.run_trend import run_trend
from photoparsl.library.table import Table
from photoparsl.manifests import pyarrow
from photoparsl.options import check_value, path_of
from photoparsl.reports import Status, has_ended, layout_of, status_of, tasks_by_resource
from photoparsl.results import Failure, RunDirectory
from photoparsl.trends import Shares, Trend, TrendOptions


@dataclass(frozen=True, slots=True)
class RunReports:
    """Reports on a run.  Every method reads the folder anew, so it works while the run goes on.

    path: the run's folder, as a path or a text
    changes: what changed in the manifest since the run had last read it, as a sentence. '' if
        nothing did, and for a run that `photoparsl.run` didn't return
    """

    path: Path
    changes: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", path_of("path", self.path))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r})"

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
