"""Adds the options that dataclasses declare (`photoparsl.options`) to a parser."""

from __future__ import annotations

from argparse import SUPPRESS, Namespace
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import Field
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

from photoparsl.commands.argument_types import (
    not_empty,
    path,
    positive_number,
    whole_number,
)
from photoparsl.options import MOST, fields_of, flag_of


def declared_options(declaration: type) -> list[Field[Any]]:
    """Return the fields of a dataclass that are options: its own, then those of its bases."""
    return [option for option in fields_of(declaration) if "help" in option.metadata]


def add_declared(
    group: Any,
    declaration: type,
    options: Iterable[Field[Any]],
    otherwise: str = "",
) -> None:
    """Add options that a dataclass declares.

    group: a parser, or a part of one
    options: some of `declared_options(declaration)`
    otherwise: what holds for an option that isn't given, whose value is then None (default: its own
        default, and the parsed command line then lacks the option)
    """
    types = get_type_hints(declaration)
    for option in options:
        default = option.default
        meaning = option.metadata["help"] + option.metadata.get("in_shell", "")
        if otherwise:
            meaning += f" (default: {otherwise})"
        elif isinstance(default, int | float) and not isinstance(default, bool):
            meaning += f" (default: {default:,})"
        group.add_argument(
            flag_of(option),
            dest=option.name,
            default=None if otherwise else SUPPRESS,
            help=meaning,
            **_value_arguments(types[option.name], option.metadata),
        )


def declared_values(declaration: type, arguments: Namespace) -> dict[str, Any]:
    """Return the values of a dataclass's options by their names, those that are given."""
    values = vars(arguments)
    names = [option.name for option in declared_options(declaration) if option.name in values]
    return {
        name: tuple(values[name]) if isinstance(values[name], list) else values[name]
        for name in names
    }


def _value_arguments(kind: Any, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `add_argument` that follow from an option's type."""
    if kind is bool:
        return {"action": "store_true"}
    return {"metavar": metadata["metavar"], **_type_arguments(kind, metadata)}


def _type_arguments(kind: Any, metadata: Mapping[str, Any]) -> dict[str, Any]:
    kinds = get_args(kind) or (kind,)
    if int in kinds:
        return {"type": whole_number(metadata.get("least", 1), metadata.get("most", MOST))}
    if float in kinds:
        return {"type": positive_number(metadata.get("least", 0), metadata.get("most", MOST))}
    if {Path, NoneType} <= {*kinds}:
        return {"type": path}
    if metadata["metavar"] == "A,B":
        return {"type": _comma_separated}
    if {bool, Sequence[str]} <= {*kinds}:
        return {"nargs": "*"}
    text = {} if metadata.get("may_be_empty") else {"type": not_empty}
    return text if kind in (str, str | Path) else {"type": not_empty, "action": "append"}


def _comma_separated(text: str) -> list[str]:
    return not_empty(text).split(",")
