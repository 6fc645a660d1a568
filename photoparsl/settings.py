"""What people choose of a grid: on the command line, else in their file, else by default."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from photoparsl.errors import SiteError
from photoparsl.files import write_whole

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


def settings_file() -> Path:
    """The user's file: TOML, with the names of `Grid`."""
    return user_config_path("photoparsl") / "site.toml"


def settings(chosen: Mapping[str, Any]) -> Grid:
    """The user's file, with what was `chosen` otherwise (and isn't None) in its place.

    Raises SiteError for a file that isn't right.
    """
    path = settings_file()
    known = {field.name: type(getattr(Grid(), field.name)) for field in fields(Grid)}
    told = {name: _checked(name, value, known, path) for name, value in _read(path).items()}
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
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    line = f'project = "{name}"'
    if _PROJECT_LINE.search(text):
        text = _PROJECT_LINE.sub(line, text, count=1)
    else:
        text = f"{line}\n{text}"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())
    return path


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return told
    except (OSError, ValueError) as error:
        raise SiteError(f"{path}: {error}") from error


def _checked(name: str, value: Any, known: Mapping[str, type], path: Path) -> Any:
    if name not in known:
        raise SiteError(f"{path}: {name!r} is unknown; known are {', '.join(known)}")
    if known[name] is tuple and isinstance(value, list):
        value = tuple(map(str, value))
    if known[name] is float and isinstance(value, int):
        value = float(value)
    if type(value) is not known[name]:
        raise SiteError(
            f"{path}: {name} is {value!r}, and should be of type {known[name].__name__}"
        )
    return value
