"""Adds the options of a run, and those that several commands share, to a parser.

A run's options are declared in `running.run_options`, its limits in `fetching.limits`, and a grid's
settings in `sites.grid`.
"""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from photoparsl.archives import ARCHIVE
from photoparsl.commands.argument_types import number_between, whole_number
from photoparsl.commands.option_arguments import (
    add_declared,
    declared_options,
    declared_values,
)
from photoparsl.fetching import Limits
from photoparsl.options import GRID, Given, user_file
from photoparsl.requesting import RUN_OPTIONS, RunOptions, fields_given
from photoparsl.sites import SETTINGS, Setting

_ARCHIVE = (
    "of an archive",
    "Where MANIFEST is an archive, or a table that isn't a manifest.  A name may be given several "
    "times: the first that holds something counts.  'photoparsl manifest' has more options.",
)


def add_run_options(parser: ArgumentParser, names: Sequence[str] = ()) -> None:
    """Add the options of a run and of a grid.

    names: the run's options to add (default: all of them, and the limits)
    """
    options = declared_options(RunOptions)
    if names:
        add_declared(parser, RunOptions, [option for option in options if option.name in names])
    else:
        archive = [option for option in options if option.metadata.get("group") == ARCHIVE]
        others = [option for option in options if option not in archive]
        add_declared(parser, RunOptions, others)
        add_declared(parser.add_argument_group(*_ARCHIVE), RunOptions, archive)
    _add_grid(parser)
    if not names:
        _add_limits(parser)


def run_options(arguments: Namespace, defaults: Mapping[str, Given] | None = None) -> RunOptions:
    """Return the run's options from the parsed command line.

    defaults: the values of options that aren't given there (default: the program's own)
    """
    values, limits = (
        fields_given(declaration, defaults or {}) | declared_values(declaration, arguments)
        for declaration in (RunOptions, Limits)
    )
    given = vars(arguments)
    return RunOptions(
        **values,
        limits=Limits(**limits, allow_private=given.get("allow_private", False)),
        grid=chosen_settings(arguments),
    )


def given_keys(arguments: Namespace) -> set[str]:
    """Return the run's options that are given, by their names in settings files."""
    given = vars(arguments)
    return {key for key, (_, option) in RUN_OPTIONS.items() if option.name in given}


def chosen_settings(arguments: Namespace) -> dict[str, Any]:
    """Return the settings of a grid that the command has options for.

    A setting is None if its option isn't given.
    """
    given = vars(arguments)
    return {name: given[name] for name in SETTINGS if name in given}


def add_allow_private(parser: argparse._ActionsContainer) -> None:
    """Add --allow-private, which allows photos at private addresses."""
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="allow private addresses, e.g. http://192.168.1.5/, in a manifest that comes from the "
        "web or a pipe, or was made from records on the web, and behind redirects of public hosts",
    )


def add_photos(parser: ArgumentParser, default: int) -> None:
    """Add --photos, the number of photos in the archive to make."""
    parser.add_argument(
        "--photos",
        type=whole_number(1, 10_000_000),
        default=default,
        metavar="N",
        help=f"how many photos to make (default: {default})",
    )


def add_setting(parser: argparse._ActionsContainer, setting: Setting) -> None:
    """Add the option of a grid's setting.  It is None if it isn't given."""
    meaning = setting.help
    if setting.only:
        meaning += f"; {setting.only.text} only"
    if setting.default_text:
        meaning += f" (default: {setting.default_text})"
    parser.add_argument(
        setting.option,
        dest=setting.name,
        action="append" if isinstance(setting.default, tuple) else "store",
        type=_type_of(setting),
        metavar=setting.metavar,
        help=meaning,
    )


def _add_grid(parser: ArgumentParser) -> None:
    group = parser.add_argument_group(
        "on a grid", f"An option that isn't given is taken from [{GRID}] in {user_file()}."
    )
    for setting in SETTINGS.values():
        if setting.option and setting.name != "public":  # --public is an option of every run
            add_setting(group, setting)


def _add_limits(parser: ArgumentParser) -> None:
    group = parser.add_argument_group(
        "limits", "The most that a run uses of the photos' servers and of the workers."
    )
    add_declared(group, Limits, declared_options(Limits))
    add_allow_private(group)


def _type_of(setting: Setting) -> Callable[[str], str | float]:
    if isinstance(setting.default, int):
        return whole_number(int(setting.least), int(setting.most))
    if isinstance(setting.default, float):
        return number_between(setting.least, setting.most)
    return str
