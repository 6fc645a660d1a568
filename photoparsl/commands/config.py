"""`photoparsl config`: show every setting, its value, and where it came from."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.options import add_run_options, chosen_settings, given_keys, run_options
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.json_output import add_json, print_json
from photoparsl.commands.terminal.safe_stream import print_as_it_is
from photoparsl.fetching import Limits
from photoparsl.options import FOLDER_FILE, GRID, RUN, Given, Settable, flag_of, user_file
from photoparsl.redact import visible
from photoparsl.requesting import RUN_OPTIONS, run_defaults
from photoparsl.sites import SETTINGS, given_settings, read_settings, settings_file

_DEFAULT = "the default"


@dataclass(frozen=True, slots=True)
class _Line:
    """A setting as it is shown.

    table: the table of settings files that it is in
    name: its name there
    value: its value, or None if it has none
    origin: the file or the option that gave the value, or that it is the default
    """

    table: str
    name: str
    value: Any
    origin: str


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "config",
        help=COMMANDS["config"],
        description=f"Shows every setting: the options of 'run' that settings files may have "
        f"([{RUN}]), and the settings of a grid ([{GRID}]), with the file or the option that each "
        f"came from.  An option of the command line comes first, then {FOLDER_FILE} in this "
        f"folder, then {user_file()}, then, for a grid, {settings_file().name} beside it.",
        examples=["photoparsl config", "photoparsl config --per-host 2 --json"],
    )
    add_json(parser)
    add_run_options(parser)
    parser.set_defaults(command=config)


def config(arguments: Namespace) -> int:
    """Print the settings."""
    lines = [*_run_lines(arguments), *_grid_lines(chosen_settings(arguments))]
    if arguments.json:
        print_json(
            {"files": _files(), RUN: _as_objects(lines, RUN), GRID: _as_objects(lines, GRID)}
        )
        return ExitCode.DONE
    for path, is_there in _files().items():
        print(f"# {visible(path)}{'' if is_there else ' (not there)'}")
    for table in (RUN, GRID):
        print(f"\n[{table}]")
        for line in lines:
            if line.table == table:
                print_as_it_is(f"{_text(line)}\n")
    return ExitCode.DONE


def _run_lines(arguments: Namespace) -> Iterable[_Line]:
    """The lines of the run's options that settings files may have, with their values."""
    chosen = given_keys(arguments)
    defaults = run_defaults(chosen)
    options = run_options(arguments, defaults)
    for name, (declaration, option) in RUN_OPTIONS.items():
        if option.metadata.get("settable") is Settable.NOWHERE:
            continue
        origin = defaults[name].origin if name in defaults else _DEFAULT
        value = getattr(options.limits if declaration is Limits else options, option.name)
        yield _Line(RUN, name, value, flag_of(option) if name in chosen else origin)


def _grid_lines(chosen: Mapping[str, Any]) -> Iterable[_Line]:
    """The settings of a grid, as a run would use them."""
    read_settings(chosen)  # which also compares them
    given = given_settings(chosen)
    for name, setting in SETTINGS.items():
        shown = given.get(name, Given(setting.default, _DEFAULT))
        yield _Line(GRID, name, shown.value, shown.origin)


def _files() -> dict[str, bool]:
    """The paths of the settings files, the first that counts first, and whether each is there."""
    return {str(path): path.exists() for path in (FOLDER_FILE, user_file(), settings_file())}


def _as_objects(lines: Iterable[_Line], table: str) -> dict[str, dict[str, Any]]:
    return {
        line.name: {"value": _plain(line.value), "origin": line.origin}
        for line in lines
        if line.table == table
    }


def _text(line: _Line) -> str:
    """A line of TOML, with a comment on where the value is from."""
    value = _plain(line.value)
    if value is None:
        return f"# {line.name} has no value  # {visible(line.origin)}"
    return f"{line.name} = {json.dumps(value, ensure_ascii=False)}  # {visible(line.origin)}"


def _plain(value: Any) -> Any:
    """A value as TOML and JSON have it."""
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, Path) else value
