"""Reads settings files: the user's, and that of the working folder.

Both are TOML.  The table [run] has defaults for the options of `photoparsl run`. [grid], in the
user's file alone, has settings of a grid.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any

from platformdirs import user_config_path

from photoparsl.errors import PhotoparslError, SiteError, error_text, spelling_hint
from photoparsl.files import is_of_kernel

RUN, GRID = "run", "grid"  # the tables
FOLDER_FILE = Path("photoparsl.toml")  # in the working folder
_MOST_BYTES = 1_000_000
_FORMER = {  # names in files of earlier versions, and today's
    RUN: {"note": "subtitle", "notes": "year_notes"},
    GRID: {"image": "container"},
}


@dataclass(frozen=True, slots=True)
class Given:
    """A value that a setting or an option was given, with its origin.

    value: the value, of its option's type
    origin: the path of the settings file, or the option of the command line
    """

    value: Any
    origin: str


class Refusals:
    """Collects what is wrong in settings files, so that one error names all of it."""

    def __init__(self) -> None:
        self._errors: list[PhotoparslError] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Keep the PhotoparslError that the context raises."""
        try:
            yield
        except PhotoparslError as error:
            self._errors.append(error)

    def raise_all(self) -> None:
        """Raise the kept error, or a SiteError with a line for each of several."""
        if len(self._errors) > 1:
            raise SiteError("\n".join(map(str, self._errors)))
        for error in self._errors:
            raise error


def user_file() -> Path:
    """Return the path of the user's settings file."""
    return user_config_path("photoparsl") / "config.toml"


def read_tables(
    path: Path, refused: Refusals | None = None, *, needed: bool = True
) -> dict[str, dict[str, Any]]:
    """Return the tables of a settings file by their names, or none if there is no such file.

    refused: gets what is wrong, for its caller to raise (default: it is raised)
    needed: whether a file that can't be read is an error

    Raises SiteError if the file can't be read, isn't TOML, or holds anything else than the tables.
    """
    found, wrong = dict[str, dict[str, Any]](), refused or Refusals()
    with wrong.noted():
        for name, table in parse_toml(settings_text(path, needed=needed), path).items():
            with wrong.noted():
                found[name] = _table(path, name, table)
    if refused is None:
        wrong.raise_all()
    return found


def with_todays_names(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a table by the names of today, if an earlier version had others."""
    former = _FORMER.get(table, {})
    return {former.get(name, name): value for name, value in values.items()} | {
        name: value for name, value in values.items() if name not in former
    }


def _table(path: Path, name: str, table: Any) -> dict[str, Any]:
    """Return what stands at the top of a file under a name.  Raises SiteError if it may not."""
    if not isinstance(table, dict) and name in (RUN, GRID):
        raise SiteError(f"{path}: {name!r} isn't a table: begin it by a line [{name}]")
    if not isinstance(table, dict):
        where = f"below a line [{RUN}] or [{GRID}]"
        if path == FOLDER_FILE:
            where = f"below a line [{RUN}], or if it is of a grid, below [{GRID}] in {user_file()}"
        raise SiteError(f"{path}: {name!r} is in no table: write it {where}")
    if name not in (RUN, GRID):
        hint = spelling_hint(name, (RUN, GRID)) or f"; there are [{RUN}] and [{GRID}]"
        raise SiteError(f"{path}: the table [{name}] is unknown{hint}")
    if path == FOLDER_FILE and name == GRID:
        raise SiteError(f"{path}: the table [{GRID}] is for {user_file()} alone")
    return table


def settings_text(path: Path, *, needed: bool = True) -> str:
    """Return the text of a settings file, without a byte-order mark, or '' if there is none.

    needed: whether a file that can't be read is an error

    Raises SiteError if it can't be read, is no regular file, is too large, or isn't UTF-8.
    """
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode) or is_of_kernel(status) or status.st_size > _MOST_BYTES:
            raise SiteError(f"{path}: isn't a file of settings, of at most {_MOST_BYTES:,} bytes")
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except UnicodeDecodeError as error:
        raise SiteError(f"{path}: isn't text in UTF-8: {error}") from error
    except OSError as error:
        if not needed:  # on this machine, a run works even if the home folder can't be read
            return ""
        raise SiteError(f"{path}: your settings can't be read: {error_text(error)}") from error


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    """Return the values in a text of TOML.  Raises SiteError, which names `path`, if it is none."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SiteError(f"{path}: isn't TOML: {error}") from error
