"""What people choose of a grid: on the command line, else in their file, else by default."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from math import inf
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from photoparsl.errors import SiteError, error_text, spelling_hint
from photoparsl.files import write_atomically

_PROJECT = re.compile(r"[\w.-]+")
_PROJECT_LINE = re.compile(r"^project\s*=.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Grid:
    """What a grid's config is told.

    `cores`, `memory` (GB) and `disk` (GB) are a pilot's, and so is `walltime` (hours), after
    which it takes no new tasks.  A manager calls every `heartbeat` seconds, and is lost after
    `patience` seconds without; HTCondor gives a silent host up after `lease` seconds.  By
    default a hiccup of a minute kills nothing, even with what TCP takes to find its way back.
    `address` is the access point's as pilots reach it, empty for HTCondor's own, and `port` the
    one that they call.  `partition` is Slurm's.  `bundle_url` is where pilots fetch the bundle;
    empty brings it from the access point, and `image` is a container's instead.  `modules` are
    bundled for measures of one's own.  `submit` lines go to the submit file.  `public` is a
    folder that the web sees at `public_url`.
    """

    project: str = ""
    pilots: int = 3
    cores: int = 1
    memory: float = 2.0
    disk: float = 2.0
    walltime: float = 8.0
    heartbeat: int = 30
    patience: int = 240
    lease: int = 600
    address: str = ""
    port: int = 54321
    requirements: str = ""
    partition: str = ""
    bundle_url: str = ""
    image: str = ""
    modules: tuple[str, ...] = ()
    submit: str = ""
    public: str = ""
    public_url: str = ""
    projects: tuple[str, ...] = ()


# The least and the most of each number.
RANGES: dict[str, tuple[float, float]] = {
    "pilots": (1, 10_000),
    "cores": (1, 1024),
    "memory": (0.1, 10_000),
    "disk": (0.1, 100_000),
    "walltime": (0.001, 10_000),
    "heartbeat": (1, 3600),
    "patience": (1, 86_400),
    "lease": (1, 86_400),
    "port": (1, 65_535),
}


def settings_file() -> Path:
    """The user's file: TOML, with the names of `Grid`."""
    return user_config_path("photoparsl") / "site.toml"


def settings(chosen: Mapping[str, Any], *, needed: bool = True) -> Grid:
    """The user's file, with what was `chosen` otherwise (and isn't None) in its place.

    Raises SiteError for a file that isn't right, or, if it is `needed`, that can't be read.
    """
    path = settings_file()
    known = {field.name: type(getattr(Grid(), field.name)) for field in fields(Grid)}
    told = {name: _checked(name, value, known, path) for name, value in _read(path, needed).items()}
    given = {
        name: str(value) if known[name] is str else value
        for name, value in chosen.items()
        if name in known and value is not None
    }
    if given.get("public", told.get("public")) != told.get("public"):
        told.pop("public_url", None)  # which is that of the file's folder
    grid = replace(Grid(), **{**told, **given})
    if grid.public_url and not grid.public_url.startswith(("http://", "https://")):
        raise SiteError(
            f"{grid.public_url}: the public folder's URL begins with http:// or https://"
        )
    if grid.patience < 2 * grid.heartbeat:
        raise SiteError(
            f"a patience of {grid.patience} s is less than two heartbeats of {grid.heartbeat} s: "
            "every pilot would be lost"
        )
    return grid


def choose_project(name: str) -> Path:
    """Write the project's name to the user's file, whose other lines stay."""
    if not _PROJECT.fullmatch(name):
        raise SiteError(f"{name!r} is no project's name: letters, digits, '.', '_' and '-'")
    path = settings_file()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = ""
    except ValueError as error:
        raise SiteError(f"{path}: isn't text in UTF-8: {error}") from error
    line = f'project = "{name}"'
    if _PROJECT_LINE.search(text):
        text = _PROJECT_LINE.sub(line, text, count=1)
    else:
        text = f"{line}\n{text}"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text.encode())
    return path


def _read(path: Path, needed: bool) -> dict[str, Any]:
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return told
    except FileNotFoundError:
        return {}
    except OSError as error:
        if not needed:  # as where one's home can't be reached, on a machine of one's own
            return {}
        raise SiteError(f"{path}: your settings can't be read: {error_text(error)}") from error
    except ValueError as error:
        raise SiteError(f"{path}: isn't TOML: {error_text(error)}") from error


def _checked(name: str, value: Any, known: Mapping[str, type], path: Path) -> Any:
    if name not in known:
        hint = spelling_hint(name, known) or f"; known are {', '.join(known)}"
        raise SiteError(f"{path}: {name!r} is unknown{hint}")
    if known[name] is tuple and isinstance(value, list):
        value = tuple(map(str, value))
    if known[name] is float and isinstance(value, int):
        value = float(value)
    if type(value) is not known[name]:
        raise SiteError(
            f"{path}: {name} is {value!r}, and should be of type {known[name].__name__}"
        )
    least, most = RANGES.get(name, (-inf, inf))
    if isinstance(value, int | float) and not least <= value <= most:
        raise SiteError(
            f"{path}: {name} is {value}, and should be a number from {least:,} to {most:,}"
        )
    return value
