"""Run: a run as an object.  Its methods that write nothing are those of `RunReports`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoparsl import detached
from photoparsl.library.page_of_run import PageChoices, write_page_of
from photoparsl.library.run_reports import RunReports
from photoparsl.options import path_of
from photoparsl.reports import (
    Exported,
    Provenance,
    export,
    format_named,
    format_of,
    provenance_of,
    write_provenance,
)
from photoparsl.results import RunDirectory


@dataclass(frozen=True, slots=True, repr=False)
class Run(RunReports):
    """A run.  Every method reads the run's folder anew, so it works while the run goes on.

    path: the run's folder, as a path or a text
    changes: what changed in the manifest since the run had last read it, as a sentence. '' if
        nothing did, and for a run that `photoparsl.run` didn't return
    """

    def page(
        self,
        path: str | Path | None = None,
        *,
        split: bool = False,
        group: str | Sequence[str] | None = None,
        year_notes: str | Path | None = None,
        **options: Any,
    ) -> Path:
        """Write the page, and return its path.

        path: the page's file (default: the run's own page)
        split: write its style and script into files of their own
        group: the column by which the page groups the photos, or several (default: the run's)
        year_notes: a CSV file of 'year' (or a span) and 'text' (default: the run's notes)
        options: values of `photoparsl.results.PageOptions`, such as without_duplicates=True
            (default: the run's)

        Raises RunError if there are no results, or if the page would replace other files.  Raises
        ManifestError if the manifest has no such column, or if a note is wrong.  Raises OptionError
        if an option's value is wrong.
        """
        choices = PageChoices(options, group, year_notes, split)
        output = path_of("path", path) if path else None
        return write_page_of(RunDirectory(self.path), output, choices)

    def local_page(
        self,
        path: str | Path,
        *,
        split: bool = False,
        group: str | Sequence[str] | None = None,
        year_notes: str | Path | None = None,
        **options: Any,
    ) -> Path:
        """Write a page for yourself, which shows photos on the disk, and return its path.

        It links to them by paths from its folder, so it isn't written into the run's public one.

        path: the page's file
        split, group, year_notes, options: as in `page`, which raises the same errors
        """
        choices = PageChoices(options, group, year_notes, split, local_photos=True)
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
        return export(
            RunDirectory(self.path),
            output,
            chosen,
            without_duplicates=without_duplicates,
            one_of_each=one_of_each,
        )

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
