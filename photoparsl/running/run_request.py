"""A run as it was requested, with its site, measures and settings found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from photoparsl.errors import SiteError
from photoparsl.fetching import Limits
from photoparsl.manifests import Source
from photoparsl.measuring.registry import MeasureLike
from photoparsl.sites import Grid, Options, Site, cores

PAGE = "scatter.html"
TITLE = "Photographs over time"
EVERY_REASON = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainOptions:
    """Options of a run that stand in its request as they were chosen.

    slice_size: photos a task; None to choose it by the speed that is measured
    start, count: the manifest's first row that is wanted, and how many are (None: all)
    public: the page's folder; None for the site's
    title, note: the page's
    limits: what the photos' hosts and the workers are spared
    """

    slice_size: int | None = None
    start: int = 0
    count: int | None = None
    public: Path | None = None
    title: str = TITLE
    note: str = ""
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class RunRequest(PlainOptions):
    """What a run is to measure, where, and how, besides the plain options.

    source: the manifest's file
    site: the site
    run_dir: the run's folder
    measures: built-in ones and such of the user's, in the order of the results' columns
    retry: reasons whose failed photos are tried again; EVERY_REASON for all
    grid: the settings of a grid
    """

    source: Source
    site: Site
    run_dir: Path
    measures: tuple[MeasureLike, ...] = ("luminance",)
    retry: frozenset[str] = frozenset()
    grid: Grid = Grid()

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
