"""Declares options as fields of a dataclass, with their help texts and ranges.

The commands make their arguments from these fields (`commands.option_arguments`), and functions of
the library their parameters (`library.parameters`).
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import Field, field, fields
from functools import lru_cache
from pathlib import Path
from types import NoneType
from typing import Any, get_origin, get_type_hints

from photoparsl.options.option_values import MOST, check_value, choices


def option_field(default: Any, metavar: str, help: str, **more: Any) -> Any:
    """Return a dataclass field that is also an option of the command line.

    default: the value if the option isn't given. --help shows it if it is a number
    metavar: the unit or noun that stands for the value in --help, or '' for an option without a
        value
    help: what the option means, in --help and in the docstring of the library's function
    more: `flag` is the option, like '--size' (default: the field's name).  `least` and `most` are a
        number's range.  `group` is the part of --help that the option is in.  `in_shell` is what
        --help adds to `help`, and `in_python` what the docstring adds to it.  `settable` is a
        `Settable` (default: BY_USER).  `may_be_empty` says whether an empty text has a meaning in
        the shell.  `is_repeated` says whether the command that repeats a run has the option, if the
        run's folder remembers it (default: True)
    """
    return field(default=default, metadata={"metavar": metavar, "help": help, **more})


def parameter_field(default: Any, meaning: str) -> Any:
    """Return a dataclass field that is a parameter of the library's function, and no option."""
    return field(default=default, metadata={"in_python": meaning})


def fields_of(declaration: Any) -> list[Field[Any]]:
    """Return the fields of a dataclass, its own first.  Those that aren't options come last."""
    bases = [inspect.get_annotations(kind) for kind in declaration.__mro__]
    base_numbers = {
        name: number for number, names in reversed([*enumerate(bases)]) for name in names
    }
    return sorted(
        fields(declaration),
        key=lambda option: ("help" not in option.metadata, base_numbers[option.name]),
    )


def flag_of(option: Field[Any]) -> str:
    """Return the option of the command line that a field declares, like '--run-dir'."""
    flag: str = option.metadata.get("flag", f"--{option.name.replace('_', '-')}")
    return flag


def key_of(option: Field[Any]) -> str:
    """Return the name of an option in settings files, like 'run_dir'."""
    return flag_of(option).removeprefix("--").replace("-", "_")


def check_options(options: Any) -> None:
    """Raise OptionError if a field's value isn't of its type, or is outside of its range.

    Whole numbers are from 1 on and other numbers above 0, unless the field declares another range.

    options: a dataclass's instance
    """
    declaration: Any = type(options)
    for name, kind, least, most in _declared(declaration):
        check_value(name, getattr(options, name), kind, least, most)


def normalise(options: Any) -> None:
    """Give the fields of a frozen dataclass the types that its readers expect.

    Where a field may be a path or None, a text becomes a `Path`, and '' None.  Where it may be a
    list, several values become a tuple, and so does a text that isn't allowed alone.

    options: a dataclass's instance, in its `__post_init__`
    """
    declaration: Any = type(options)
    for name, kind, _, _ in _declared(declaration):
        value, kinds = getattr(options, name), choices(kind)
        if {Path, NoneType} <= {*kinds} and isinstance(value, str | os.PathLike):
            value = Path(value) if value else None
        elif any(get_origin(choice) is Sequence for choice in kinds):
            if isinstance(value, str):
                value = value if str in kinds else (value,)
            elif isinstance(value, Iterable) and not isinstance(value, bytes | Mapping):
                value = tuple(value)
        object.__setattr__(options, name, value)


@lru_cache
def _declared(declaration: Any) -> list[tuple[str, Any, float | None, float]]:
    """The name, type, least and most value of each field of a dataclass."""
    kinds = get_type_hints(declaration)
    return [
        (
            option.name,
            kinds[option.name],
            option.metadata.get("least"),
            option.metadata.get("most", MOST),
        )
        for option in fields(declaration)
    ]
