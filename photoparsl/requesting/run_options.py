"""The options of a run: each is declared once, as a field with its help text.

The command line's options are made from these fields, and so are the parameters of
`photoparsl.run`.  To add an option, add a field here and the code that heeds it.  One that the
run's folder remembers is a field in `results/kept_options.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoparsl.archives import ColumnNames, DateChoices, ExcludedFiles
from photoparsl.fetching import Limits
from photoparsl.manifests import is_named_as_list
from photoparsl.measuring import ALL_MEASURES, MEASURES, MORE_MEASURES
from photoparsl.options import Settable, check_options, normalise, option_field, parameter_field
from photoparsl.results import KeptOptions
from photoparsl.sites import shipped_sites

EVERY_REASON = "any"  # among the reasons of `retry_failed`: every failure is measured again


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainOptions(KeptOptions):
    """The options that a run uses as they are given."""

    recheck: bool = option_field(
        False,
        "",
        "ask the servers of measured photos whether they have changed (by ETag or Last-Modified), "
        "and measure again those that have",
        settable=Settable.NOWHERE,
    )
    group: Sequence[str] = option_field(
        (),
        "COLUMN",
        "a column of the manifest by which the page groups the photos, e.g. 'collection'",
        in_shell="; give the option again for another",
        in_python=", or several",
        settable=Settable.IN_FOLDER,
    )
    year_notes: str | Path | None = option_field(
        None,
        "FILE",
        "a CSV file with the columns 'year' (or a span: 1914-1918) and 'text': notes that the page "
        "shows as rules on its chart and as a list",
        settable=Settable.IN_FOLDER,
    )
    moved_from: str | Path | None = option_field(
        None,
        "DIR",
        "the folder (or a manifest in it) in which the photos' files were before: those with the "
        "names, sizes and times of files that were measured there aren't measured again",
        settable=Settable.NOWHERE,
    )
    limits: Limits = parameter_field(
        Limits(), "the limits on requests to servers, and on a worker's memory and time"
    )

    @property
    def moved_folder(self) -> Path | None:
        """The folder that `moved_from` names.

        If it names a manifest's file, it is the file's folder.
        """
        if self.moved_from is None:
            return None
        path = Path(self.moved_from)
        if path.is_dir():
            return path
        return path.parent if path.is_file() or is_named_as_list(path) else path


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions(PlainOptions, ColumnNames, ExcludedFiles, DateChoices):
    """All options of a run, as the user gives them: names that have not been looked up yet."""

    config: str | Path = option_field(
        "local",
        "NAME_OR_FILE",
        f"the site to measure at: {', '.join(shipped_sites())}, or a .py file of your own "
        "(default: local, which has one worker for each core of this machine)",
    )
    measures: str | Callable[..., Any] | Sequence[str | Callable[..., Any]] = option_field(
        (),
        "A,B",
        f"the measures, separated by commas: {', '.join(MEASURES)}; {ALL_MEASURES}, which are "
        f"these; {', '.join(MORE_MEASURES)}, which {ALL_MEASURES} omits; or a function of your own "
        f"as module:function (default: {ALL_MEASURES}, or those of the run in the folder).  A "
        "measure that is added to a run is computed without repeating the others; one that is left "
        "out isn't shown, and its values are kept",
        settable=Settable.IN_FOLDER,
        in_python=".  Also a list of names and of functions of a photo (docs/own-measure.md); a "
        "function is defined with `def`: for workers on this machine anywhere, for a grid in a "
        "module",
    )
    run_dir: str | Path | None = option_field(
        None,
        "DIR",
        "the run's folder (default: runs/NAME, NAME being the manifest's)",
        settable=Settable.NOWHERE,
    )
    retry_failed: bool | Sequence[str] = option_field(
        False,
        "REASON",
        "measure the failed photos again, and the measures that could not be added to a photo: "
        "all, or those that failed for these reasons, e.g. 'timeout'",
        in_shell=" (give this option after MANIFEST)",
        in_python="; True for all",
        settable=Settable.NOWHERE,
    )
    restart: bool = option_field(
        False,
        "",
        "measure all photos anew, into an empty folder; the earlier run's folder is renamed",
        settable=Settable.NOWHERE,
    )
    grid: Mapping[str, Any] | None = parameter_field(
        None,
        "settings of a grid by their names, like {'pilots': 20, 'project': 'X'}; the others are "
        "read from the user's settings file",
    )

    def __post_init__(self) -> None:
        normalise(self)
        check_options(self)
