"""A run as it was requested, with its site, measures and settings found."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from photoparsl.errors import SiteError
from photoparsl.manifests import Source
from photoparsl.measuring import DEFAULT_MEASURE, MeasureLike, resolve_measures
from photoparsl.results.run_directory import RunDirectory
from photoparsl.results.run_record import DamagedRecordError
from photoparsl.running.options import PlainOptions, RunOptions
from photoparsl.running.own_modules import let_own_modules_be_found, with_own_modules
from photoparsl.sites import Grid, Options, Site, cores, load_site, read_settings

if TYPE_CHECKING:
    from photoparsl.running.made_manifest import MadeManifest

PAGE = "scatter.html"
EVERY_REASON = "any"


@dataclass(frozen=True, slots=True)
class RunRequest(PlainOptions):
    """A run's options, with the manifest, the site and the measures that they name.

    source: the manifest's file
    site: the site
    run_dir: the run's folder
    measures: built-in ones and such of the user's, in the order of the results' columns
    retry: reasons whose failed photos are tried again; EVERY_REASON for all
    grid: the settings of a grid
    made: the manifest that was made of an archive; None where a person named a manifest
    """

    source: Source
    site: Site
    run_dir: Path
    measures: tuple[MeasureLike, ...] = ("luminance",)
    retry: frozenset[str] = frozenset()
    grid: Grid = Grid()
    made: MadeManifest | None = None

    @property
    def options(self) -> Options:
        """What the functions of the site's file get."""
        return Options(run_dir=self.run_dir.resolve(), workers=cores(), grid=self.grid)

    @property
    def url(self) -> str:
        """The page's URL: on the web if its folder has one there, else a file's."""
        try:
            return self.folder_url + PAGE
        except SiteError:  # its folder has none
            return self.page.as_uri()

    @property
    def folder_url(self) -> str:
        """The URL of the page's folder, with a slash at its end.

        Raises SiteError if that isn't known.
        """
        of_site = self.site.public_dir(self.options)
        has_folder = self.grid.public or self.site.is_grid
        chosen = Path(self.grid.public) if self.grid.public else of_site
        if self.grid.public_url and has_folder and self._is_of_page(chosen):
            url = self.grid.public_url
        elif self._is_of_page(of_site):
            url = self.site.public_url(self.options)
        else:
            raise SiteError("say where on the web that folder is, with --public-url")
        return url.rstrip("/") + "/"

    def _is_of_page(self, folder: Path) -> bool:
        return folder.expanduser().resolve() == self.page.parent

    @property
    def page(self) -> Path:
        """The page's path."""
        folder = self.public or self.site.public_dir(self.options)
        return folder.expanduser().resolve() / PAGE


def make_request(options: RunOptions, source: Source, name: str) -> RunRequest:
    """Return the request for a run of a manifest, with its site, measures and settings found.

    name: the run's folder in `runs/`, unless the options have another

    Raises PhotoparslError for a measure, a site or a setting that there isn't.
    """
    site = load_site(options.config)
    grid = read_settings(options.grid, needed=site.is_grid)
    run_dir = options.run_dir or Path("runs") / name
    own = [measure for measure in options.measures if callable(measure) or ":" in measure]
    if own:
        let_own_modules_be_found(own)
    measures = resolve_measures(options.measures or _usual(run_dir, restart=options.restart))
    if site.is_grid:
        grid = with_own_modules(grid, measures)
    retry = options.retry_failed
    return RunRequest(
        source,
        site,
        run_dir,
        measures=measures,
        retry=frozenset() if retry is None else frozenset(retry or [EVERY_REASON]),
        grid=grid,
        **{plain.name: getattr(options, plain.name) for plain in fields(PlainOptions)},
    )


def _usual(run_dir: Path, *, restart: bool) -> Sequence[str]:
    """The measures where none are named: those of the run that is restarted, else the default."""
    with suppress(DamagedRecordError):
        if restart and (record := RunDirectory(run_dir).read_record()):
            return list(record.measures)
    return [DEFAULT_MEASURE]
