"""Sites: where a run takes place, each described by one file of `configs/` or of the user's.

Such a file defines `fresh_config(options)`, a new Parsl Config on every call, and
`public_dir(options)`, the folder that the page goes to.  It may define `public_url(options)`,
where that folder is on the web, and `preflight(options)`, which raises SiteError for what
would stop a run.  A site with one of these is a grid: its workers are on other machines.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import extract_tb
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from photoparsl.errors import PhotoparslError, SiteError, spelling_hint
from photoparsl.files import shipped_folder
from photoparsl.sites.settings import Grid

if TYPE_CHECKING:
    from parsl.config import Config


@dataclass(frozen=True, slots=True)
class Options:
    """What a site's file is told.

    The run's folder (absolute), how many workers at most on this machine, and what the user
    chose of a grid.
    """

    run_dir: Path
    workers: int
    grid: Grid = Grid()


@dataclass(frozen=True)
class Site:
    """A site, by its file, which is read when it is needed: it imports Parsl.

    A machine of one's own needs neither `public_url` nor `preflight`.
    """

    path: Path

    @property
    def name(self) -> str:
        """The file's name, without its ending."""
        return self.path.stem

    @property
    def is_grid(self) -> bool:
        """Whether workers are on other machines, which share no files with this one."""
        return hasattr(self._module, "public_url") or hasattr(self._module, "preflight")

    def fresh_config(self, options: Options) -> Config:
        """A new Parsl Config; SiteError, in a sentence, where the file can't give one."""
        config = self._call("fresh_config", options)
        if not getattr(config, "executors", None):
            raise SiteError(
                f"{self.path}: fresh_config gave {config!r} and should give a Parsl Config with an "
                "executor"
            )
        return cast("Config", config)

    def public_dir(self, options: Options) -> Path:
        """The folder that the page goes to; SiteError where the file can't tell."""
        folder = self._call("public_dir", options)
        if not isinstance(folder, str | Path):
            raise SiteError(f"{self.path}: public_dir gave {folder!r} and should give a folder")
        return Path(folder)

    def public_url(self, options: Options) -> str:
        """Where that folder is on the web; SiteError where neither site nor user has told."""
        if not hasattr(self._module, "public_url"):
            raise SiteError("say where on the web the public folder is, with --public-url")
        return str(self._call("public_url", options))

    def preflight(self, options: Options) -> None:
        """Raise SiteError for what would stop a run, before anything is submitted."""
        if hasattr(self._module, "preflight"):
            self._call("preflight", options)

    def _call(self, function: str, options: Options) -> Any:
        wanted = getattr(self._module, function, None)
        if not callable(wanted):
            raise SiteError(f"{self.path}: has no function {function}(options); see docs/sites.md")
        try:
            return wanted(options)
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
    """The site that `config` names: one that is shipped (`local`), or a path to a `.py` file.

    Raises SiteError, with those there are, where there is none.
    """
    path = Path(config) if config.endswith(".py") else shipped_folder("configs") / f"{config}.py"
    if not path.is_file():
        if path.is_dir():
            raise SiteError(f"{path}: is a folder, and should be a site's .py file")
        known = sorted(p.stem for p in shipped_folder("configs").glob("[a-z]*.py"))
        hint = spelling_hint(config, known)
        raise SiteError(
            f"there is no config {config!r}{hint or ':'} choose {', '.join(known)}, or the path of "
            "a .py file"
        )
    return Site(path.resolve())


def cores() -> int:
    """The cores that this process may use, which a container or a queue may have limited."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers(config: Config) -> int:
    """How many workers the site has at most, by its Parsl Config."""
    return sum(_executor_workers(executor) for executor in config.executors)


def most_pilots(config: Config) -> int:
    """How many pilots they are in at most; this process alone counts as one."""
    return sum(_blocks(executor) for executor in config.executors)


def _executor_workers(executor: object) -> int:
    if threads := getattr(executor, "max_threads", 0):
        return int(threads)
    return _blocks(executor) * int(getattr(executor, "workers_per_node", 1))


def _blocks(executor: object) -> int:
    provider = getattr(executor, "provider", None)
    return int(getattr(provider, "max_blocks", 1) * getattr(provider, "nodes_per_block", 1))
