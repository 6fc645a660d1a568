"""The request for a run: its options, with site, measures and settings looked up."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

from photoparsl.errors import RunError, SiteError, spelling_hint
from photoparsl.manifests import Source, find_column, read_columns
from photoparsl.measuring import (
    ALL_MEASURES,
    MeasureLike,
    check_thumbnails,
    is_own,
    listed_measures,
    resolve_measures,
)
from photoparsl.options import grid_option, option
from photoparsl.page import PageNote, read_notes
from photoparsl.reasons import Reason, is_reason
from photoparsl.requesting.archive_manifest import MadeManifest
from photoparsl.requesting.detachable import check_detachable
from photoparsl.requesting.own_modules import make_own_modules_importable, with_own_modules
from photoparsl.requesting.run_options import EVERY_REASON, PlainOptions, RunOptions
from photoparsl.requesting.unheeded import tell_unheeded
from photoparsl.results import DamagedRecordError, RunDirectory, is_thumbnail
from photoparsl.sites import Grid, Options, Site, cores, load_site, read_settings

PAGE_NAME = "scatter.html"
LONGEST_RUN_DIR = 3_840  # bytes: Linux' 4,096, less those of the longest name in it


@dataclass(frozen=True, slots=True)
class RunRequest(PlainOptions):
    """A run's options, with the manifest, the site and the measures that they name.

    source: the manifest's file
    site: the site
    run_dir: the run's folder
    measures: built-in measures and the user's own, in the order of the results' columns
    retry: the reasons of failures whose photos are measured again, or EVERY_REASON for all failures
    grid: the settings of a grid
    chosen: the names of those settings that were chosen for this run
    page_notes: the page's notes on years
    made: the manifest that was made of an archive, or None where a person named a manifest
    workers: the most workers on this machine, or 0 for one a core
    has_page: whether the run writes a page.  The run of a detached job writes none
    """

    source: Source
    site: Site
    run_dir: Path
    measures: tuple[MeasureLike, ...] = ("luminance",)
    retry: frozenset[str] = frozenset()
    grid: Grid = Grid()
    chosen: frozenset[str] = frozenset()
    page_notes: tuple[PageNote, ...] = ()
    made: MadeManifest | None = None
    workers: int = 0
    has_page: bool = True

    @property
    def has_new_manifest(self) -> bool:
        """Whether the manifest has just been made of an archive, and isn't the run's copy."""
        return self.made is not None and self.made.record is not None

    @property
    def options(self) -> Options:
        """Return the options that the functions in the site's file receive."""
        return Options(
            run_dir=self.run_dir.resolve(),
            workers=self.workers or cores(),
            grid=self.grid,
            is_detached=self.detach,
        )

    @property
    def url(self) -> str:
        """Return the page's URL: its folder's URL on the web if that is known, else a file URL."""
        try:
            return self.folder_url + PAGE_NAME
        except SiteError:  # the folder's URL isn't known
            return self.page.as_uri()

    @property
    def folder_url(self) -> str:
        """Return the URL of the page's folder, with a slash at its end.

        Raises SiteError if the URL isn't known.
        """
        of_site = self.site.public_dir(self.options)
        has_folder = self.grid.public or self.site.is_grid
        chosen = Path(self.grid.public) if self.grid.public else of_site
        if self.grid.public_url and has_folder and self._is_of_page(chosen):
            url = self.grid.public_url
        elif self._is_of_page(of_site):
            url = self.site.public_url(self.options)
        else:
            raise SiteError(
                f"say where on the web that folder is, with {grid_option('--public-url')}"
            )
        return url.rstrip("/") + "/"

    def _is_of_page(self, folder: Path) -> bool:
        return folder.expanduser().resolve() == self.page.parent

    @property
    def page(self) -> Path:
        """The page's path."""
        folder = Path(self.public or self.site.public_dir(self.options))
        return folder.expanduser().resolve() / PAGE_NAME


def check_length(run_dir: Path) -> None:
    """Raise RunError if the path of a run's folder leaves no room for the files in it."""
    if len(os.fsencode(run_dir.resolve())) > LONGEST_RUN_DIR:
        raise RunError(
            "the path of the run's folder is too long for the files in it: it may have "
            f"{LONGEST_RUN_DIR:,} bytes; give a shorter {option('--run-dir')}"
        )


def make_request(options: RunOptions, source: Source, name: str) -> RunRequest:
    """Return the request for a run: look up the site, the measures and the settings.

    options: the options as the user gave them
    source: the manifest's file
    name: the run's folder in `runs/`, unless the options have a `run_dir`

    Raises PhotoparslError for an unknown measure, site or setting.
    """
    site = load_site(str(options.config))
    chosen = options.grid or {}
    grid = read_settings(chosen, needed=site.is_grid)
    check_detachable(options)
    tell_unheeded(options, site)
    run_dir = Path(options.run_dir or Path("runs") / name)
    check_length(run_dir)
    named = listed_measures(options.measures) or measures_of(run_dir) or [ALL_MEASURES]
    if options.thumbnails:
        check_thumbnails()
    own = [
        measure for measure in named if callable(measure) or (":" in measure and is_own(measure))
    ]
    if own:
        make_own_modules_importable(own)
    measures = resolve_measures(named)
    if site.is_grid:
        grid = with_own_modules(grid, measures)
    retry = options.retry_failed
    reasons = () if isinstance(retry, bool) else retry
    _check_reasons(reasons)
    return RunRequest(
        source,
        site,
        run_dir,
        measures=measures,
        retry=frozenset() if retry is False else frozenset(reasons or [EVERY_REASON]),
        grid=grid,
        chosen=frozenset(name for name, value in chosen.items() if value is not None),
        page_notes=read_notes(Path(options.year_notes)) if options.year_notes else (),
        **{plain.name: getattr(options, plain.name) for plain in fields(PlainOptions)},
    )


def _check_reasons(names: Collection[str]) -> None:
    """Raise RunError for a reason for which no photo can fail."""
    for name in names:
        if not is_reason(name) and name != EVERY_REASON:
            hint = spelling_hint(name, map(str, Reason))
            raise RunError(
                f"{option('--retry-failed')}: there is no reason {name!r} in docs/measures.md{hint}"
            )


def check_groups(options: RunOptions, source: Source) -> None:
    """Raise ManifestError if the manifest hasn't the columns of the options `group`, `clusters`."""
    names = (*options.group, *filter(None, [options.clusters]))
    columns = read_columns(source.path, source.name) if names else ()
    for name in names:
        find_column(name, columns)


def measures_of(run_dir: Path) -> Sequence[str]:
    """Return the names of the measures of the run in a folder, or none if there is no run.

    Raises RunError if one of them is a function of a script, which only the script can name.
    """
    directory = RunDirectory(run_dir)
    try:
        record = directory.read_run_record()
    except DamagedRecordError:
        record = None
    names = list(record.measures) if record else []
    if not record:  # results may be there without it. `prepare` reports damage
        with suppress(RunError):
            names = next((list(head.measures) for head in directory.finished_slices()), [])
    names = [name for name in names if not is_thumbnail(name)]
    for name in names:
        if ":" not in name and is_own(name):
            raise RunError(
                f"{run_dir}: its measure {name!r} is a function of a script: name the measures"
            )
    return names
