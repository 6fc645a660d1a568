"""Adds the options of a run, and those that several commands share, to a parser.

A run's options are declared in `running.options`, its limits in `fetching.limits`, and a grid's
settings in `sites.grid`.
"""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

from photoparsl.commands.argument_types import (
    MOST,
    not_empty,
    path,
    positive_number,
    whole_number,
)
from photoparsl.fetching import Limits
from photoparsl.running import ARCHIVE, PlainOptions, RunOptions
from photoparsl.sites import SETTINGS, Setting, settings_file

_ARCHIVE = (
    "of an archive",
    "Where MANIFEST is an archive, or a table that isn't a manifest.  A name may be given several "
    "times: the first that holds something counts.  'photoparsl manifest' has more options.",
)


def add_run_options(parser: ArgumentParser, names: Sequence[str] = ()) -> None:
    """Add the options of a run and of a grid.

    names: the run's options to add (default: all of them, and the limits)
    """
    types = get_type_hints(RunOptions)
    archive = None if names else parser.add_argument_group(*_ARCHIVE)
    plain_names = {plain.name for plain in fields(PlainOptions)}
    for option in sorted(fields(RunOptions), key=lambda option: option.name in plain_names):
        if option.metadata and (not names or option.name in names):
            group = archive if archive and option.metadata.get("group") == ARCHIVE else parser
            group.add_argument(
                f"--{option.name.replace('_', '-')}",
                default=list(option.default) if option.default == () else option.default,
                help=option.metadata["help"],
                **_argument_of(types[option.name], option.metadata),
            )
    _add_grid(parser)
    if not names:
        _add_limits(parser)


def run_options(arguments: Namespace) -> RunOptions:
    """Return the run's options from the parsed command line."""
    given = vars(arguments)
    limits = {
        limit.name: given[limit.name]
        for limit in fields(Limits)
        if limit.metadata and limit.name in given
    }
    return RunOptions(
        **{
            option.name: given[option.name] for option in fields(RunOptions) if option.name in given
        },
        limits=Limits(**limits, allow_private=given.get("allow_private", False)),
        grid={name: given[name] for name in SETTINGS if name in given},
    )


def add_allow_private(parser: argparse._ActionsContainer) -> None:
    """Add --allow-private, which allows photos at private addresses."""
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="allow private addresses, e.g. http://192.168.1.5/, in a manifest that comes from the "
        "web or a pipe, or was made from records on the web",
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
    """Add the option of a grid's setting; it is None if it isn't given."""
    meaning = setting.help
    if setting.only:
        meaning += f"; {setting.only} only"
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
        "on a grid", f"An option that isn't given is taken from {settings_file()}, if it exists."
    )
    for setting in SETTINGS.values():
        if setting.option and setting.name != "public":  # --public is an option of every run
            add_setting(group, setting)


def _add_limits(parser: ArgumentParser) -> None:
    group = parser.add_argument_group(
        "limits", "The most that a run uses of the photos' servers and of the workers."
    )
    for limit in fields(Limits):
        if limit.metadata:
            group.add_argument(
                limit.metadata["flag"],
                dest=limit.name,
                type=whole_number(1, limit.metadata["most"] or MOST),
                default=limit.default,
                metavar=limit.metadata["metavar"],
                help=f"{limit.metadata['help']} (default: {limit.default:,})",
            )
    add_allow_private(group)


def _argument_of(kind: Any, metadata: Any) -> dict[str, Any]:
    """Return the arguments of `add_argument` for an option of a run, by its type."""
    if kind is bool:
        return {"action": "store_true"}
    metavar = {"metavar": metadata["metavar"]}
    kinds = get_args(kind) or (kind,)
    if int in kinds:
        return {**metavar, "type": whole_number(metadata["least"], metadata.get("most", MOST))}
    if Path in kinds:
        return {**metavar, "type": path}
    if kind == Sequence[str]:
        return {**metavar, "type": not_empty, "action": "append"}
    if metadata["metavar"] == "A,B":
        return {**metavar, "type": _comma_separated}
    return {**metavar, "nargs": "*"} if Sequence[str] in kinds else metavar


def _comma_separated(text: str) -> list[str]:
    return text.split(",") if text else []


def _type_of(setting: Setting) -> Callable[[str], str | float]:
    if isinstance(setting.default, int):
        return whole_number(int(setting.least), int(setting.most))
    if isinstance(setting.default, float):
        return positive_number(setting.least, setting.most)
    return str
