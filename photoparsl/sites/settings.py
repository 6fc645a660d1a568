"""Reads the user's settings of a grid from `site.toml`, and adds those chosen for one run."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from photoparsl.errors import SiteError, error_text, spelling_hint
from photoparsl.files import write_atomically
from photoparsl.sites.grid import SETTINGS, Grid

_PROJECT = re.compile(r"[\w.-]+")
_PROJECT_LINE = re.compile(r"^project\s*=.*$", re.MULTILINE)


def settings_file() -> Path:
    """Return the path of the user's settings file: TOML, with the names of `SETTINGS`."""
    return user_config_path("photoparsl") / "site.toml"


def read_settings(chosen: Mapping[str, Any], *, needed: bool = True) -> Grid:
    """Return the settings of a run.

    chosen: the settings chosen for this run; a name that is missing or None has the value of the
        user's file, or else the default
    needed: whether a file that can't be read is an error

    Raises SiteError if a name or a value isn't valid, if the file isn't TOML, or if it is `needed`
    and can't be read.
    """
    path = settings_file()
    values = _checked(_read(path, needed), str(path))
    given = _checked({k: v for k, v in chosen.items() if v is not None}, "the grid's settings")
    if given.get("public", values.get("public")) != values.get("public"):
        values.pop("public_url", None)  # it belongs to the folder that the file names
    grid = Grid(**{**values, **given})
    if grid.patience < 2 * grid.heartbeat:
        raise SiteError(
            f"a patience of {grid.patience} s is less than two heartbeats of {grid.heartbeat} s: "
            "every pilot would be lost"
        )
    return grid


def choose_project(name: str) -> Path:
    """Write the project's name to the user's file, and return the file's path.

    The file's other lines stay as they are.

    Raises SiteError if the name isn't valid, or if the project's line can't be found for certain.
    """
    if not _PROJECT.fullmatch(name):
        raise SiteError(f"{name!r} is no project's name: letters, digits, '.', '_' and '-'")
    path = settings_file()
    before = _read(path)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    line = f'project = "{name}"'
    text = _PROJECT_LINE.sub(line, text, count=1) if "project" in before else f"{line}\n{text}"
    if _parsed(text, path) != {**before, "project": name}:  # the line was inside a longer text
        raise SiteError(f"{path}: the project's line isn't found: write {line} there yourself")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text.encode())
    return path


def _read(path: Path, needed: bool = True) -> dict[str, Any]:
    try:
        return _parsed(path.read_text(encoding="utf-8"), path)
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise SiteError(f"{path}: isn't text in UTF-8: {error}") from error
    except OSError as error:
        if not needed:  # on this machine, a run works even if the home folder can't be read
            return {}
        raise SiteError(f"{path}: your settings can't be read: {error_text(error)}") from error


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"{path}: isn't TOML: {error}") from error


def _checked(values: Mapping[str, Any], where: str) -> dict[str, Any]:
    for name in values:
        if name not in SETTINGS:
            hint = spelling_hint(name, SETTINGS) or f"; known are {', '.join(SETTINGS)}"
            raise SiteError(f"{where}: {name!r} is unknown{hint}")
    return {name: SETTINGS[name].checked(value, where) for name, value in values.items()}
