"""Runs: several runs that are shown on one page and exported to one table, each as an archive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from photoparsl.errors import RunError
from photoparsl.library.page_file import check_page_path
from photoparsl.library.page_of_run import PageChoices
from photoparsl.manifests import find_column, sampled_strata
from photoparsl.options import path_of, places_of
from photoparsl.page import ArchiveMetadata, PageMetadata, write_page
from photoparsl.reports import Exported, RunSet, export_set, format_named, format_of, open_set
from photoparsl.results import places_folder


@dataclass(frozen=True, slots=True)
class Runs:
    """Several runs, each an archive with a name.  Every method reads the runs' folders anew.

    paths: the runs' folders, as paths or texts

    >>> Runs((Path("runs/x"), Path("runs/y")))
    Runs('runs/x', 'runs/y')
    """

    paths: tuple[Path, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "paths", tuple(map(Path, places_of("paths", self.paths))))

    def __repr__(self) -> str:
        return f"Runs({', '.join(repr(str(path)) for path in self.paths)})"

    @property
    def names(self) -> tuple[str, ...]:
        """The archives' names: each run's title, or else its folder's name.

        No two are the same.
        """
        return tuple(archive.name for archive in open_set(self.paths).archives)

    @property
    def measures(self) -> dict[str, int]:
        """The version of each measure that all runs have in the same version, by its name."""
        return dict(open_set(self.paths).measures)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Sentences on measures that are on no page and in no table of these runs, and why."""
        return open_set(self.paths).left_out

    def page(
        self,
        path: str | Path,
        *,
        split: bool = False,
        group: str | Sequence[str] | None = None,
        year_notes: str | Path | None = None,
        **options: Any,
    ) -> Path:
        """Write one page of all runs, and return its path.

        The page is grouped by `archive`, and has the measures that all runs have in the same
        version.  Photos with the bytes of an earlier one, of any archive, are duplicates.

        path: the page's file
        split: write its style and script into files of their own
        group: the manifests' column by which the page groups the photos too, or several (default:
            those of the runs)
        year_notes: a CSV file with the columns 'year' (or a span) and 'text', which the page
            shows on its chart and as a list
        options: values of `photoparsl.results.PageOptions`, such as without_duplicates=True
            (default: those that every run has).  The page has no `clusters`

        Raises RunError if the runs have no results or no measure in common, or if the page would
        replace other files.  Raises ManifestError if no manifest has such a column.
        """
        choices = PageChoices(options, group, year_notes)
        runs = open_set(self.paths)
        output = path_of("path", path)
        output = check_page_path(output, split=split)
        if next(runs.results(), None) is None:
            raise RunError("the runs hold no results")
        metadata = _metadata(runs)
        if options.get("clusters"):
            raise RunError("`clusters` works for the page of one run only")
        if group is not None:
            names = (group,) if isinstance(group, str) else group
            metadata = replace(metadata, groups=(*metadata.groups[:1], *names))
        metadata = replace(choices, group=None).applied(metadata)
        return write_page(runs.results(), output, metadata, split=split)

    def export(
        self,
        path: str | Path,
        form: str | None = None,
        *,
        without_duplicates: bool = False,
        one_of_each: bool = False,
    ) -> Exported:
        """Write one table of all runs, and a data dictionary.  Return the table's size.

        The table has a column `archive`, and the measures that all runs have in the same version.

        path: the table's file
        form: csv, csv-locale, parquet, json or xlsx (default: the ending of `path`, else csv)
        without_duplicates: leave out photos with the bytes of an earlier row, of any archive
        one_of_each: leave out photos that look like an earlier one of the same archive, too

        Raises RunError if the runs have no results or no measure in common, or for an unknown
        format.
        """
        output = path_of("path", path)
        chosen = format_named(form) if form else format_of(output)
        runs = open_set(self.paths)
        return export_set(
            runs,
            output,
            chosen,
            without_duplicates=without_duplicates,
            one_of_each=one_of_each,
        )


def open_runs(paths: str | Path | Iterable[str | Path]) -> Runs:
    """Return the runs in these folders, finished or not, to be shown together.

    paths: the runs' folders, or one

    Raises RunError if a folder holds no run, or if the runs have no measure in common.
    """
    runs = Runs(tuple(map(Path, places_of("paths", paths))))
    open_set(runs.paths)
    return runs


def _metadata(runs: RunSet) -> PageMetadata:
    """The metadata of the runs' page, as their records say."""
    records = [archive.record for archive in runs.archives]
    return PageMetadata(
        title=" and ".join(archive.name for archive in runs.archives),
        written=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        rows=sum(len(record.wanted) for record in records),
        columns=runs.page_columns,
        groups=(runs.page_columns[0], *_groups(runs)),
        without_duplicates=all(record.without_duplicates for record in records),
        public_table=all(record.public_table for record in records),
        archives=tuple(
            ArchiveMetadata(
                name=archive.name,
                manifest=archive.record.manifest,
                rows=len(archive.record.wanted),
                digest=archive.record.digest,
                programs=archive.record.versions,
                measures=archive.record.measures,
            )
            for archive in runs.archives
        ),
        left_out=runs.left_out,
        subtitle=_sample_text(runs),
        folders=tuple(places_folder(archive.directory.path) for archive in runs.archives),
    )


def _sample_text(runs: RunSet) -> str:
    """Say which archives are samples, whose photos this page doesn't weight.  '' if none is."""
    texts = []
    for archive in runs.archives:
        strata = sampled_strata(archive.directory.manifest.blocks(), archive.columns)
        if strata:
            texts.append(f"{archive.name}: {strata.text}, not weighted back to all of them here.")
    return " ".join(texts)


def _groups(runs: RunSet) -> list[str]:
    """The columns by which the runs group photos, by their names in the common page."""
    names = [name for archive in runs.archives for name in archive.record.groups]
    return [runs.page_columns[1 + find_column(name, runs.columns)] for name in names]
