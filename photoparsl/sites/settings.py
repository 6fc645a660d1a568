"""Reads the user's settings of a grid from files, and adds those chosen for one run.

They are in the table [grid] of the user's settings file, or in `site.toml`, which has them alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from photoparsl.errors import SiteError, spelling_hint
from photoparsl.files import write_atomically
from photoparsl.options import (
    GRID,
    Given,
    Refusals,
    parse_toml,
    read_tables,
    settings_text,
    user_file,
    with_todays_names,
)
from photoparsl.sites.grid import SETTINGS, Grid

_PROJECT = re.compile(r"[\w.-]+")
_PROJECT_LINE = re.compile(r"^project\s*=.*$", re.MULTILINE)
_GRID_LINE = re.compile(rf"^\[{GRID}\].*$", re.MULTILINE)


def settings_file() -> Path:
    """Return the path of the file that has the settings of a grid alone: TOML, without tables."""
    return user_config_path("photoparsl") / "site.toml"


def read_settings(chosen: Mapping[str, Any], *, needed: bool = True) -> Grid:
    """Return the settings of a run.

    chosen: the settings chosen for this run.  A name that is missing or None has the value of the
        user's files, or else the default
    needed: whether a file that can't be read is an error

    Raises SiteError if a name or a value isn't valid, if a file isn't TOML, or if it is `needed`
    and can't be read.
    """
    given = given_settings(chosen, needed=needed)
    grid = Grid(**{name: setting.value for name, setting in given.items()})
    if grid.patience < 2 * grid.heartbeat:
        raise SiteError(
            f"a patience of {grid.patience} s is less than two heartbeats of {grid.heartbeat} s: "
            "every pilot would be lost"
        )
    return grid


def given_settings(chosen: Mapping[str, Any], *, needed: bool = True) -> dict[str, Given]:
    """Return the given settings by their names, each with its origin.

    chosen: as for `read_settings`, which has the same errors
    needed: as for `read_settings`

    The user's settings file comes before `site.toml`.
    """
    found, refused = dict[str, Given](), Refusals()
    for path, values in _of_files(needed, refused):
        checked = _checked(values, str(path), refused, in_toml=True)
        _add(found, checked, {name: str(path) for name in checked})
    given = {name: value for name, value in chosen.items() if value is not None}
    options = _checked(given, "the grid's settings", refused)
    refused.raise_all()
    _add(found, options, {name: SETTINGS[name].option for name in options})
    return found


def choose_project(name: str) -> Path:
    """Write the project's name to the user's settings, and return the file's path.

    The file is the one that names a project already, else `site.toml` if it exists, else the user's
    settings file.  Its other lines stay as they are.

    Raises SiteError if the name isn't valid, or if the project's line can't be found for certain.
    """
    if not _PROJECT.fullmatch(name):
        raise SiteError(f"{name!r} is no project's name: letters, digits, '.', '_' and '-'")
    line = f'project = "{name}"'
    path, wanted = user_file(), read_tables(user_file())
    before = wanted.setdefault(GRID, {})
    if "project" not in before and settings_file().exists():
        path, wanted = settings_file(), _site_values()
        before = wanted
    text = settings_text(path)
    if "project" in before:
        text = _PROJECT_LINE.sub(line, text, count=1)
    elif path == settings_file():
        text = f"{line}\n{text}"
    elif _GRID_LINE.search(text):
        text = _GRID_LINE.sub(rf"\g<0>\n{line}", text, count=1)
    else:
        text += ("\n" if text else "") + f"[{GRID}]\n{line}\n"
    before["project"] = name
    if parse_toml(text, path) != wanted:  # the line was inside a longer text
        raise SiteError(f"{path}: the project's line isn't found: write {line} there yourself")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text.encode())
    return path


def _of_files(needed: bool, refused: Refusals) -> list[tuple[Path, dict[str, Any]]]:
    """The settings of each file, the one that counts more last.

    refused: gets what is wrong in them
    """
    of_site: dict[str, Any] = {}
    with refused.noted():
        of_site = _site_values(needed)
    tables = read_tables(user_file(), refused, needed=needed)
    files = [(settings_file(), of_site), (user_file(), tables.get(GRID, {}))]
    return [(path, with_todays_names(GRID, values)) for path, values in files]


def _site_values(needed: bool = True) -> dict[str, Any]:
    path = settings_file()
    return parse_toml(settings_text(path, needed=needed), path)


def _add(found: dict[str, Given], values: Mapping[str, Any], origins: Mapping[str, str]) -> None:
    """Add settings to those that count less."""
    other = "public" in values and (
        "public" not in found or found["public"].value != values["public"]
    )
    if other:
        found.pop("public_url", None)  # it belongs to the folder that its own file names
    found |= {name: Given(value, origins[name]) for name, value in values.items()}


def _checked(
    values: Mapping[str, Any], where: str, refused: Refusals, *, in_toml: bool = False
) -> dict[str, Any]:
    """Return the values, each of its setting's type.

    where, in_toml: as for `Setting.checked`
    refused: gets those that aren't valid
    """
    found = dict[str, Any]()
    for name, value in values.items():
        with refused.noted():
            if name not in SETTINGS:
                hint = spelling_hint(name, SETTINGS) or f"; known are {', '.join(SETTINGS)}"
                raise SiteError(f"{where}: {name!r} is unknown{hint}")
            found[name] = SETTINGS[name].checked(value, where, in_toml=in_toml)
    return found
