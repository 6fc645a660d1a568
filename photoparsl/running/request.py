"""From a run's options to its request, and to its manifest's file."""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

from photoparsl.errors import ManifestError, SiteError
from photoparsl.fetching import MOST_MANIFEST_BYTES, download
from photoparsl.manifests import Source, is_remote, origin_of
from photoparsl.measuring import DEFAULT_MEASURE, FunctionMeasure, MeasureLike, resolve_measures
from photoparsl.results.run_directory import RunDirectory
from photoparsl.results.run_record import DamagedRecordError
from photoparsl.running.options import PlainOptions, RunOptions
from photoparsl.running.run import EVERY_REASON, RunRequest
from photoparsl.sites import Grid, load_site, read_settings

_OPEN_FILES = ("/dev/fd/", "/dev/std", "/proc/")  # paths that lead to what another has opened
_MOST_LINKS = 40
LONGEST_NAME = 80  # characters of a manifest's name that its run's folder is called by

_ENDINGS = re.compile(r"(?<=.)(\.(txt|csv|tsv|tab|parquet|json))?(\.gz)?\Z", re.IGNORECASE)
_DEVICES = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # no names on a Windows share


@contextmanager
def source_of(manifest: str, *, allow_private: bool = False) -> Iterator[Source]:
    """The manifest's file; what comes from a pipe or from the web lies in a temporary one.

    A URL's redirects may lead to private addresses only if `allow_private` says so.
    """
    path = Path(manifest)
    remote = is_remote(manifest)
    if not manifest:
        raise ManifestError("the manifest's name is empty: name a file, a URL, or - for a pipe")
    if not remote and manifest != "-" and not _is_pipe(path):
        if "://" in manifest:
            raise ManifestError(
                f"{manifest}: only http and https URLs are fetched; a file is named by its path"
            )
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
        if remote:
            download(manifest, file, allow_private=allow_private)
        elif manifest == "-":
            _copy(sys.stdin.buffer, file, manifest)
        else:
            with path.open("rb") as pipe:
                _copy(pipe, file, manifest)
        file.flush()
        yield Source(Path(file.name), manifest, origin_of(manifest))


def _is_pipe(path: Path) -> bool:
    """Whether what a path leads to is handed over by another program, and no file of this machine.

    That is a FIFO or a device, and whatever is open already: /dev/stdin, /dev/fd/63.
    """
    for _ in range(_MOST_LINKS):
        place = str(path.parent.resolve() / path.name)
        if place.startswith(_OPEN_FILES):
            return True
        if not path.is_symlink():
            break
        path = path.parent / path.readlink()
    return path.exists() and not path.is_file() and not path.is_dir()


def _copy(pipe: IO[bytes], file: IO[bytes], name: str) -> None:
    while block := pipe.read(1 << 20):
        if file.tell() + len(block) > MOST_MANIFEST_BYTES:
            raise ManifestError(f"{name}: larger than {MOST_MANIFEST_BYTES:,} bytes")
        file.write(block)


def make_request(options: RunOptions, source: Source, name: str) -> RunRequest:
    """The request for a run of a manifest; its folder is runs/`name` unless `run_dir` is chosen.

    Raises PhotoparslError for a measure, a site or a setting that there isn't.
    """
    site = load_site(options.config)
    grid = read_settings(options.grid, needed=site.is_grid)
    run_dir = options.run_dir or Path("runs") / name
    own = [each for each in options.measures if callable(each) or ":" in each]
    if own:
        _find_modules(own)
    measures = resolve_measures(options.measures or _usual(run_dir, restart=options.restart))
    if site.is_grid:
        grid = _with_own_modules(grid, measures)
    retry = options.retry_failed
    return RunRequest(
        source=source,
        site=site,
        run_dir=run_dir,
        measures=measures,
        retry=frozenset() if retry is None else frozenset(retry or [EVERY_REASON]),
        grid=grid,
        **{plain.name: getattr(options, plain.name) for plain in fields(PlainOptions)},
    )


def _usual(run_dir: Path, *, restart: bool) -> Sequence[str]:
    """The measures where none are named: of a run that is restarted, its own."""
    with suppress(DamagedRecordError):
        if restart and (asked := RunDirectory(run_dir).read_record()):
            return list(asked.measures)
    return [DEFAULT_MEASURE]


def _with_own_modules(grid: Grid, measures: Sequence[MeasureLike]) -> Grid:
    """The settings, with the modules of measures of one's own, which pilots need too."""
    for each in measures:
        if isinstance(each, FunctionMeasure):
            raise SiteError(
                f"the measure {each.name!r} is a function of this script or notebook, which a "
                "grid's workers can't import: put it into a module, a .py file of its own, and "
                "import it from there"
            )
    names = (str(each) for each in measures if ":" in str(each))
    own = [name.partition(":")[0].partition(".")[0] for name in names]
    new = [name for name in dict.fromkeys(own) if name not in grid.modules]
    if new and grid.image:
        raise SiteError(
            f"the container isn't known to hold {new[0]}: where it does, say so with --module "
            f"{new[0]}"
        )
    return replace(grid, modules=(*grid.modules, *new))


def _find_modules(measures: Sequence[str | Callable[..., Any]]) -> None:
    """Let this process and the workers find the modules of measures of one's own.

    They may lie in the current folder, and those of functions where they were imported from.
    """
    folders = [str(Path.cwd())]
    for each in measures:
        module = sys.modules.get(getattr(each, "__module__", ""))
        if module and module.__name__ != "__main__" and getattr(module, "__file__", None):
            levels = module.__name__.count(".") + (Path(module.__file__ or "").stem == "__init__")
            folders.append(str(Path(module.__file__ or "").resolve().parents[levels]))
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    for folder in folders:
        if folder not in sys.path:
            sys.path.insert(0, folder)
        if folder not in known:
            known.insert(0, folder)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, known))


def run_name(manifest: str) -> str:
    """A run's name: its manifest's, of plain letters, digits, '.', '_' and '-' alone.

    Where other characters had to go, a few digits of its checksum tell it from similar names.

    >>> run_name("photos/glass.v2.csv.gz"), run_name("https://a.example/list.csv?key=1")
    ('glass.v2', 'list')
    >>> run_name("Ann's Köln.txt"), run_name("$(reboot).txt"), run_name("写真.csv")
    ('Ann-s-Koln-db5610', 'reboot-2b0d54', 'manifest-9cfd8a')
    """
    if manifest == "-":
        return "stdin"
    path = unicodedata.normalize("NFC", manifest)
    if is_remote(manifest):  # without what may be a secret
        host, _, path = re.split("[?#]", path.partition("://")[2])[0].partition("/")
        path = f"{host.rpartition('@')[2]}/{unquote(path)}"
    whole = path.rpartition("/")[2]
    stem = _ENDINGS.sub("", whole)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip(".-")[:LONGEST_NAME].rstrip(".-")
    if name and name == stem and not _DEVICES.fullmatch(name):
        return name
    checksum = sha256((whole or path).encode("utf-8", "surrogateescape")).hexdigest()
    return f"{name or 'manifest'}-{checksum[:6]}"
