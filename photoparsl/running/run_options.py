"""The options of a run: each is declared once, as a field with its help text.

The command line's options are made from these fields.  `photoparsl.run` has parameters of the same
names.  To add an option, add a field here and a parameter there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from photoparsl.fetching import Limits
from photoparsl.manifests import is_named_as_list
from photoparsl.measuring import ALL_MEASURES, MEASURES, MORE_MEASURES
from photoparsl.option_field import Settable, check_options, option_field
from photoparsl.results import TITLE, PageOptions
from photoparsl.running.slice_size import SECONDS
from photoparsl.sites import shipped_sites

ARCHIVE = "archive"  # the group of options that say how an archive is read


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainOptions(PageOptions):
    """The options that a run uses as they are given.

    limits: the limits on requests to servers, and on a worker's memory and time
    """

    slice_size: int | None = option_field(
        None,
        "N",
        f"how many photos a task measures (default: at most {SECONDS} s of a worker's time at the "
        "measured speed, and fewer towards the end)",
        least=1,
        most=1_000_000,
        settable=Settable.IN_FOLDER,
    )
    start: int = option_field(
        0, "ROW", "the first row to measure, from 0", least=0, settable=Settable.NOWHERE
    )
    count: int | None = option_field(
        None, "N", "how many rows to measure (default: all)", least=1, settable=Settable.NOWHERE
    )
    recheck: bool = option_field(
        False,
        "",
        "ask the servers of measured photos whether they have changed (by ETag or Last-Modified), "
        "and measure again those that have",
        settable=Settable.NOWHERE,
    )
    public: Path | None = option_field(
        None,
        "DIR",
        "the folder that the page is written to (default: the site's)",
        settable=Settable.NOWHERE,
    )
    title: str = option_field(
        TITLE, "TEXT", f"the page's title (default: {TITLE})", settable=Settable.IN_FOLDER
    )
    note: str = option_field(
        "", "TEXT", "a sentence below the page's title", settable=Settable.IN_FOLDER
    )
    group: Sequence[str] = option_field(
        (),
        "COLUMN",
        "a column of the manifest by which the page groups the photos, e.g. 'collection'; give the "
        "option again for another",
        settable=Settable.IN_FOLDER,
    )
    notes: Path | None = option_field(
        None,
        "FILE",
        "a CSV file with the columns 'year' (or a span: 1914-1918) and 'text': notes that the page "
        "shows as rules on its chart and as a list",
        settable=Settable.IN_FOLDER,
    )
    thumbnails: int | None = option_field(
        None,
        "PIXELS",
        "keep a small picture of each photo, so many pixels on its longer side, which the page "
        "shows; of more than 50,000 photos, of about 50,000.  You need the right to publish them.  "
        "Photos that were measured without are fetched again",
        least=16,
        most=128,
    )
    moved_from: Path | None = option_field(
        None,
        "DIR",
        "the folder (or a manifest in it) in which the photos' files were before: those with the "
        "names, sizes and times of files that were measured there aren't measured again",
        settable=Settable.NOWHERE,
    )
    detach: bool = option_field(
        False,
        "",
        "on HTCondor: submit jobs that measure on their own, and end; the same command, later, "
        "takes in what they have measured, and submits what is missing",
    )
    limits: Limits = Limits()

    @property
    def moved_folder(self) -> Path | None:
        """The folder that `moved_from` names; where that is a manifest's file, the file's."""
        path = self.moved_from
        if path is None or path.is_dir():
            return path
        return path.parent if path.is_file() or is_named_as_list(path) else path


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions(PlainOptions):
    """All options of a run, as the user gives them: names that have not been looked up yet.

    grid: settings of a grid by their names (`sites.SETTINGS`); the others are read from the user's
        settings file
    """

    config: str = option_field(
        "local",
        "NAME_OR_FILE",
        f"the site to measure at: {', '.join(shipped_sites())}, or a .py file of your own "
        "(default: local, which has one worker for each core of this machine)",
    )
    measures: Sequence[str | Callable[..., Any]] = option_field(
        (),
        "A,B",
        f"the measures, separated by commas: {', '.join(MEASURES)}; {ALL_MEASURES}, which are "
        f"these; {', '.join(MORE_MEASURES)}, which {ALL_MEASURES} omits; or a function of your own "
        f"as module:function (default: {ALL_MEASURES}, or those of the run in the folder).  One "
        "that is added to a run is measured alone; one that is left out isn't shown, and its "
        "values are kept",
        settable=Settable.IN_FOLDER,
    )
    run_dir: Path | None = option_field(
        None,
        "DIR",
        "the run's folder (default: runs/NAME, NAME being the manifest's)",
        settable=Settable.NOWHERE,
    )
    retry_failed: Sequence[str] | None = option_field(
        None,
        "REASON",
        "measure the failed photos again, and the measures that could not be added to a photo: "
        "all, or those that failed for these reasons, e.g. 'timeout' (give this option after "
        "MANIFEST)",
        settable=Settable.NOWHERE,
    )
    restart: bool = option_field(
        False,
        "",
        "measure all photos anew, into an empty folder; the earlier run's folder is renamed",
        settable=Settable.NOWHERE,
    )
    image_column: Sequence[str] = option_field(
        (),
        "COLUMN",
        "the column, in XML the element, of the photo's URL or file, e.g. 'File name'",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )
    date_column: Sequence[str] = option_field(
        (),
        "COLUMN",
        "the column, in XML the element, of the photo's date, e.g. Dated",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )
    columns: Sequence[str] = option_field(
        (),
        "COLUMN",
        "a column of the table, or in JSON an expression, that is carried along to the export and "
        "the page's groups, e.g. photographer (default: all of a table's)",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )
    exclude: Sequence[str] = option_field(
        (),
        "PATTERN",
        "files below a folder that aren't read: a pattern of their names or of their paths in the "
        "folder, e.g. '*_back.jpg'",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )
    fuzzy: bool = option_field(
        False,
        "",
        "give a year to inexact dates too: 'ca. 1910', '1930s'",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )
    corrections: Path | None = option_field(
        None,
        "FILE",
        "a table with the columns 'record' and 'date': a person's dates, which go before the "
        "archive's",
        group=ARCHIVE,
        settable=Settable.IN_FOLDER,
    )
    grid: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_options(self)
