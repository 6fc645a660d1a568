"""From a command's arguments to an order for a run, and to its manifest's file."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from photoparsl.addresses import is_remote
from photoparsl.catalogue import chosen as chosen_measures
from photoparsl.errors import SiteError
from photoparsl.fetch import download
from photoparsl.limits import Limits
from photoparsl.plan import Source
from photoparsl.run import EVERY_REASON, TITLE, Order
from photoparsl.settings import Grid, settings
from photoparsl.sites import load_site


@contextmanager
def source_of(manifest: str) -> Iterator[Source]:
    """The manifest's file; what comes from a pipe or from the web lies in a temporary one."""
    remote = is_remote(manifest)
    if not remote and manifest != "-":
        path = Path(manifest)
        yield Source(path, manifest, str(path.resolve().parent))
        return
    with tempfile.NamedTemporaryFile(prefix="photoparsl-") as file:
        base = ""
        if remote:
            base = download(manifest, file)
        else:
            shutil.copyfileobj(sys.stdin.buffer, file)
        file.flush()
        yield Source(Path(file.name), manifest, base)


def order_of(chosen: Namespace, source: Source, name: str) -> Order:
    """The order for a run of the manifest, which is called `name` unless a folder was given.

    Raises PhotoparslError for a measure, a site or a setting that there isn't.
    """
    given = vars(chosen)
    site, grid = load_site(chosen.config), settings(given)
    if ":" in chosen.measures:
        _find_modules_here()
        grid = _with_own_modules(grid, chosen.measures) if site.is_grid else grid
    retry = given.get("retry_failed")
    return Order(
        source=source,
        site=site,
        run_dir=chosen.run_dir or Path("runs") / name,
        measures=chosen_measures(chosen.measures),
        slice_size=chosen.slice_size,
        start=given.get("start", 0),
        count=given.get("count"),
        public=chosen.public,
        title=given.get("title", TITLE),
        note=given.get("note", ""),
        grid=grid,
        retry=frozenset() if retry is None else frozenset(retry or [EVERY_REASON]),
        limits=_limits(given),
    )


def _with_own_modules(grid: Grid, measures: str) -> Grid:
    """The settings, with the modules of measures of one's own, which pilots need too."""
    names = (name.strip() for name in measures.split(",") if ":" in name)
    own = [name.partition(":")[0].partition(".")[0] for name in names]
    new = [name for name in dict.fromkeys(own) if name not in grid.modules]
    if new and grid.image:
        raise SiteError(
            f"the container isn't known to hold {new[0]}: where it does, say so with --module "
            f"{new[0]}"
        )
    return replace(grid, modules=(*grid.modules, *new))


def _find_modules_here() -> None:
    """A measure of one's own may lie in the current folder: for this process and the workers."""
    here = str(Path.cwd())
    sys.path.insert(0, here)
    path = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = f"{here}{os.pathsep}{path}" if path else here


def _limits(given: dict[str, Any]) -> Limits:
    """The limits, as far as the command has options for them."""
    if "per_host" not in given:
        return Limits()
    return Limits(
        connections=given["connections"],
        per_host=given["per_host"],
        total_seconds=given["timeout"],
        most_bytes=given["max_bytes"],
        most_pixels=given["max_pixels"],
        most_memory_bytes=given["max_memory"],
        allow_private=given["allow_private"],
    )


def run_name(manifest: str) -> str:
    """A run's name: its manifest's, without folders and endings."""
    if manifest == "-":
        return "stdin"
    name = re.split(r"[?#]", manifest)[0].rpartition("/")[2]
    return name.partition(".")[0] or "manifest"
