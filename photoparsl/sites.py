"""Sites: where a run takes place, each described by one file of `configs/` or of the user's.

Such a file defines `fresh_config(options)`, a new Parsl Config on every call, and
`public_dir(options)`, the folder that the page goes to.  It may define `public_url(options)`,
where that folder is on the web, and `preflight(options)`, which raises SiteError for what
would stop a run.  A site with one of these is a grid: its workers are on other machines.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

from photoparsl.errors import SiteError
from photoparsl.files import shipped
from photoparsl.settings import Grid

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


@dataclass(frozen=True, slots=True)
class Site:
    """A site's name and its functions, of which a machine of one's own lacks the last two."""

    name: str
    fresh_config: Callable[[Options], Config]
    public_dir: Callable[[Options], Path]
    public_url: Callable[[Options], str] | None = None
    preflight: Callable[[Options], None] | None = None

    @property
    def is_grid(self) -> bool:
        """Whether workers are on other machines, which share no files with this one."""
        return self.public_url is not None or self.preflight is not None


def load_site(config: str) -> Site:
    """The site that `config` names: one that is shipped (`local`), or a path to a `.py` file.

    Raises SiteError in a sentence.
    """
    path = Path(config) if config.endswith(".py") else shipped("configs") / f"{config}.py"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in shipped("configs").glob("[a-z]*.py")))
        raise SiteError(f"there is no config {config!r}: choose {known}, or the path of a .py file")
    spec = spec_from_file_location(f"photoparsl_config_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise SiteError(f"{path}: can't be loaded as Python")
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        return Site(
            path.stem,
            module.fresh_config,
            module.public_dir,
            getattr(module, "public_url", None),
            getattr(module, "preflight", None),
        )
    except (ImportError, SyntaxError, NameError, AttributeError, TypeError, ValueError) as error:
        raise SiteError(f"{path}: {error}") from error


def cores() -> int:
    """The cores that this process may use, which a container or a queue may have limited."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers(config: Config) -> int:
    """How many workers the site has at most, by its Parsl Config."""
    return sum(_executor_workers(executor) for executor in config.executors)


def _executor_workers(executor: object) -> int:
    if threads := getattr(executor, "max_threads", 0):
        return int(threads)
    provider = getattr(executor, "provider", None)
    blocks = getattr(provider, "max_blocks", 1) * getattr(provider, "nodes_per_block", 1)
    return int(blocks * getattr(executor, "workers_per_node", 1))
