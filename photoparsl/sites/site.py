"""A site: where a run takes place, described by a Python file in `configs/` or of the user's own.

The file defines

    fresh_config(options)  returns a new Parsl Config on every call

and may define

    IS_GRID = True         workers are on other machines, which share no files with this one
    SCHEDULER = "slurm"    the scheduler that the site's pilots are submitted to, or None for none
    public_dir(options)    returns the folder that the page goes to
    public_url(options)    returns that folder's URL
    preflight(options)     raises SiteError if a run can't work, before anything is submitted
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import extract_tb
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from photoparsl.errors import PhotoparslError, SiteError, spelling_hint
from photoparsl.files import shipped_folder
from photoparsl.options import grid_option
from photoparsl.results import Scheduler
from photoparsl.sites.early import end_early
from photoparsl.sites.grid import Grid

if TYPE_CHECKING:
    from parsl.config import Config

_UNSAID = object()


@dataclass(frozen=True, slots=True)
class Options:
    """The options that the functions in a site's file receive.

    run_dir: the run's folder, an absolute path
    workers: the most workers that this machine should have
    grid: the settings of a grid
    is_detached: whether jobs measure on their own, so that nothing connects to this machine
    """

    run_dir: Path
    workers: int
    grid: Grid = Grid()
    is_detached: bool = False


@dataclass(frozen=True)
class Site:
    """A site.  Its file is imported on first use, since that imports Parsl.

    path: the site's file
    """

    path: Path

    @property
    def name(self) -> str:
        """The file's name, without its ending."""
        return self.path.stem

    @property
    def is_grid(self) -> bool:
        """Whether workers are on other machines, which share no files with this one."""
        return bool(getattr(self._module, "IS_GRID", False))

    @property
    def has_scheduler(self) -> bool | None:
        """Whether pilots are submitted to a scheduler.  None if the site's file doesn't say."""
        return None if self._scheduler is _UNSAID else self._scheduler is not None

    @property
    def scheduler(self) -> Scheduler | None:
        """The scheduler of the site's pilots, or None if there is none or the file doesn't say.

        Raises SiteError if the file names one that photoparsl doesn't know.
        """
        if self._scheduler in (None, _UNSAID):
            return None
        try:
            return Scheduler(self._scheduler)
        except ValueError:
            choices = ", ".join(repr(str(scheduler)) for scheduler in Scheduler)
            raise SiteError(
                f"{self.path}: SCHEDULER is {self._scheduler!r} and should be {choices} or None"
            ) from None

    @property
    def _scheduler(self) -> Any:
        return getattr(self._module, "SCHEDULER", _UNSAID)

    def fresh_config(self, options: Options) -> Config:
        """Return a new Parsl Config.  Raises SiteError if the file's function returns none."""
        config = self._call("fresh_config", options)
        if not getattr(config, "executors", None):
            raise SiteError(
                f"{self.path}: fresh_config gave {config!r} and should give a Parsl Config with an "
                "executor"
            )
        if not self.is_grid and any(hasattr(e, "submit_file") for e in config.executors):
            raise SiteError(
                f"{self.path}: its pilots run on other machines: write IS_GRID = True into it"
            )
        return cast("Config", config)

    def public_dir(self, options: Options) -> Path:
        """Return the folder that the page is written to.

        By default, this is `public` in the run's folder or, on a grid, the user's public folder.

        Raises SiteError if the file's function returns something else than a path.
        """
        if not hasattr(self._module, "public_dir"):
            chosen = options.grid.public if self.is_grid else ""
            return Path(chosen or options.run_dir / "public")
        folder = self._call("public_dir", options)
        if not isinstance(folder, str | Path):
            raise SiteError(f"{self.path}: public_dir gave {folder!r} and should give a folder")
        return Path(folder)

    def public_url(self, options: Options) -> str:
        """Return the URL of the page's folder.  Raises SiteError if the file defines none."""
        if not hasattr(self._module, "public_url"):
            raise SiteError(f"the page's URL isn't known: give {grid_option('--public-url')}")
        return str(self._call("public_url", options))

    def preflight(self, options: Options) -> None:
        """Run the checks of the site's file, if it has any.  Raises SiteError if one fails."""
        if hasattr(self._module, "preflight"):
            self._call("preflight", options)

    @contextmanager
    def started_early(self, options: Options) -> Iterator[None]:
        """Start early what the site's file starts early, and end what isn't needed after all."""
        if hasattr(self._module, "start_early"):
            self._call("start_early", options)
        try:
            yield
        finally:
            end_early()

    def _call(self, name: str, options: Options) -> Any:
        function = getattr(self._module, name, None)
        if not callable(function):
            raise SiteError(f"{self.path}: has no function {name}(options); see docs/sites.md")
        try:
            return function(options)
        except PhotoparslError:
            raise
        except (Exception, SystemExit) as error:  # a user's file may raise anything
            raise self._broken(error) from error

    @cached_property
    def _module(self) -> ModuleType:
        spec = spec_from_file_location(f"photoparsl_config_{self.name}", self.path)
        assert spec and spec.loader, "as every .py file has"
        module = module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except PhotoparslError:
            raise
        except (Exception, SystemExit) as error:  # a user's file may raise anything
            raise self._broken(error) from error
        return module

    def _broken(self, error: BaseException) -> SiteError:
        line = next(
            (
                f":{at.lineno}"
                for at in reversed(extract_tb(error.__traceback__))
                if at.filename == str(self.path)
            ),
            "",
        )
        kind = type(error).__name__
        text = " ".join(str(error).split())
        return SiteError(
            f"{self.path}{line}: {kind}: {text}" if text else f"{self.path}{line}: {kind}"
        )


def load_site(config: str) -> Site:
    """Return the site that `config` names.

    config: the name of a shipped site, such as `local`, or the path of a .py file

    Raises SiteError, with the shipped sites' names, if there is no such site.
    """
    path = Path(config) if config.endswith(".py") else shipped_folder("configs") / f"{config}.py"
    if not path.is_file():
        if path.is_dir():
            raise SiteError(f"{path}: is a folder, and should be a site's .py file")
        choices = shipped_sites()
        hint = spelling_hint(config, choices)
        raise SiteError(
            f"there is no config {config!r}{hint or ':'} choose {', '.join(choices)}, or the path "
            "of a .py file"
        )
    return Site(path.resolve())


def shipped_sites() -> list[str]:
    """Return the names of the sites in `configs/`, sorted."""
    return sorted(path.stem for path in shipped_folder("configs").glob("[a-z]*.py"))
