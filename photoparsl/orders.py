"""From a command's arguments to an order for a run, and to its manifest's file."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from photoparsl.addresses import is_remote
from photoparsl.arguments import DEFAULT
from photoparsl.catalogue import chosen as chosen_measures
from photoparsl.errors import ManifestError
from photoparsl.fetch import download
from photoparsl.limits import Limits
from photoparsl.plan import Source
from photoparsl.run import EVERY_REASON, TITLE, Order
from photoparsl.settings import settings
from photoparsl.sites import load_site
from photoparsl.storage.rundir import DamagedError, RunDirectory


@contextmanager
def source_of(manifest: str) -> Iterator[Source]:
    """The manifest's file; what comes from a pipe or from the web lies in a temporary one."""
    remote = is_remote(manifest)
    if not manifest:
        raise ManifestError("the manifest's name is empty: name a file, a URL, or - for a pipe")
    is_pipe = manifest == "-" or (not remote and Path(manifest).is_fifo())  # as of 'run <(…)'
    if not remote and not is_pipe:
        if "://" in manifest and not manifest.startswith("file://"):
            raise ManifestError(f"{manifest}: only http and https URLs are fetched; or name a file")
        path = Path(manifest)
        if path.is_dir():
            hint = (
                "is a run's folder; name the manifest it is of"
                if (path / "run.json").exists()
                else "is a folder; make a manifest of it first: photoparsl manifest "
                f"{shlex.quote(manifest)}"
            )
            raise ManifestError(f"{manifest}: {hint}")
        yield Source(path, manifest, str(path.resolve().parent))
        return
    with tempfile.NamedTemporaryFile(prefix="photoparsl-") as file:
        base = ""
        if remote:
            base = download(manifest, file)
        elif manifest == "-":
            shutil.copyfileobj(sys.stdin.buffer, file)
        else:
            with Path(manifest).open("rb") as pipe:
                shutil.copyfileobj(pipe, file)
        file.flush()
        yield Source(Path(file.name), manifest, base)


def order_of(chosen: Namespace, source: Source, name: str) -> Order:
    """The order for a run of the manifest, which is called `name` unless a folder was given.

    Raises PhotoparslError for a measure, a site or a setting that there isn't.
    """
    given = vars(chosen)
    run_dir = chosen.run_dir or Path("runs") / name
    measures = chosen.measures or (_earlier(run_dir) if given.get("restart") else "") or DEFAULT
    if ":" in measures:
        _find_modules_here()
    retry = given.get("retry_failed")
    site = load_site(chosen.config)
    return Order(
        source=source,
        site=site,
        run_dir=run_dir,
        measures=chosen_measures(measures),
        slice_size=chosen.slice_size,
        start=given.get("start", 0),
        count=given.get("count"),
        public=chosen.public,
        title=given.get("title", TITLE),
        note=given.get("note", ""),
        grid=settings(given, needed=site.is_grid),
        retry=frozenset() if retry is None else frozenset(retry or [EVERY_REASON]),
        limits=_limits(given),
    )


def _earlier(run_dir: Path) -> str:
    """What a run has measured, or nothing where that isn't known."""
    with suppress(DamagedError):
        if asked := RunDirectory(run_dir).asked():
            return ",".join(asked.measures)
    return ""


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
