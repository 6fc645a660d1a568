"""Declares options as fields of a dataclass, with their help texts and ranges, and checks values.

The commands make their arguments from these fields (`commands.option_arguments`), and functions of
the library their parameters (`library.parameters`).
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import Field, field, fields
from functools import lru_cache
from numbers import Integral, Real
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from photoparsl.errors import OptionError

MOST = 10**12  # of any number

_SINGLE: dict[Any, tuple[type, str]] = {
    int: (Integral, "a whole number"),
    float: (Real, "a number"),
    bool: (bool, "True or False"),
    str: (str, "a text"),
    NoneType: (NoneType, "None"),
}


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
        the shell
    """
    return field(default=default, metadata={"metavar": metavar, "help": help, **more})


def parameter_field(default: Any, meaning: str) -> Any:
    """Return a dataclass field that is a parameter of the library's function, and no option."""
    return field(default=default, metadata={"in_python": meaning})


def fields_of(declaration: Any) -> list[Field[Any]]:
    """Return the fields of a dataclass, its own first.  Those that aren't options come last."""
    bases = [inspect.get_annotations(kind) for kind in declaration.__mro__]
    place = {name: number for number, names in reversed([*enumerate(bases)]) for name in names}
    return sorted(
        fields(declaration),
        key=lambda option: ("help" not in option.metadata, place[option.name]),
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
        value, kinds = getattr(options, name), _choices(kind)
        if {Path, NoneType} <= {*kinds} and isinstance(value, str | os.PathLike):
            value = Path(value) if value else None
        elif any(get_origin(choice) is Sequence for choice in kinds):
            if isinstance(value, str):
                value = value if str in kinds else (value,)
            elif isinstance(value, Iterable) and not isinstance(value, bytes | Mapping):
                value = tuple(value)
        object.__setattr__(options, name, value)


def check_value(
    name: str, value: Any, kind: Any, least: float | None = None, most: float = MOST
) -> None:
    """Raise OptionError if a value isn't of a type, or is outside of a range.

    name: the parameter's name
    kind: the type, as in an annotation
    least: the least number (default: 1 if it is whole, else any above 0)
    most: the most
    """
    if not _is_a(value, kind):
        raise OptionError(f"{name}: {_short(value)} isn't {_noun(kind)}")
    if isinstance(value, os.PathLike):
        path_of(name, value)
    if isinstance(value, bool) or not isinstance(value, Real):
        return
    number = float(value)
    is_whole = float not in (kind, *get_args(kind))
    lowest = least if least is not None else int(is_whole)
    is_above = number >= lowest and (number > 0 or least is not None)
    if not (is_above and number <= most):
        wanted = f"from {lowest:,} to {most:,}" if lowest or least == 0 else "above 0"
        raise OptionError(f"{name}: {_short(value)} isn't {wanted}")


def path_of(name: str, value: str | os.PathLike[str]) -> Path:
    """Return the path that a parameter gives.

    Raises OptionError if it is of another type, or holds a null character.
    """
    if not isinstance(value, str | os.PathLike):
        raise OptionError(f"{name}: {_short(value)} isn't a path")
    if "\0" in os.fspath(value):
        raise OptionError(f"{name}: {_short(os.fspath(value))} holds a null character")
    return Path(value)


def places_of(
    name: str, values: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
) -> list[str]:
    """Return the paths or URLs that a parameter gives: one, or several.

    Raises OptionError if one is of another type, or holds a null character.
    """
    several = [values] if isinstance(values, str | os.PathLike) else values
    if not isinstance(several, Iterable):
        raise OptionError(f"{name}: {_short(values)} isn't a path or a list of paths")
    places = list(several)
    for place in places:
        path_of(name, place)
    return [os.fspath(place) for place in places]


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


def _is_a(value: Any, kind: Any) -> bool:
    """Whether a value is of a type.  All items of a collection are checked."""
    origin = get_origin(kind)
    if kind in _SINGLE:
        is_flag = isinstance(value, bool) and kind is not bool
        return isinstance(value, _SINGLE[kind][0]) and not is_flag
    if origin in (None, Callable, Mapping):
        return isinstance(value, origin or kind)
    if isinstance(origin, type) and issubclass(origin, Collection):
        is_many = isinstance(value, Collection) and not isinstance(value, str | bytes | Mapping)
        return is_many and all(_is_a(item, get_args(kind)[0]) for item in value)
    return any(_is_a(value, choice) for choice in get_args(kind))


def _noun(kind: Any) -> str:
    """A type for people.

    >>> _noun(int | None), _noun(tuple[str, ...])
    ('a whole number or None', 'a list of texts')
    """
    origin = get_origin(kind)
    if kind in _SINGLE:
        return _SINGLE[kind][1]
    if origin is None:
        return "a path" if issubclass(kind, os.PathLike) else f"of the class {kind.__name__}"
    if origin is Callable:
        return "a function"
    if origin is Mapping:
        return "a dictionary"
    if isinstance(origin, type) and issubclass(origin, Collection):
        items = " or ".join(
            _noun(item).removeprefix("a ") + "s" for item in _choices(get_args(kind)[0])
        )
        return f"a list of {items}"
    kinds = get_args(kind)
    return " or ".join(_noun(choice) for choice in kinds if choice is not str or Path not in kinds)


def _choices(kind: Any) -> tuple[Any, ...]:
    """The types of a union, else the type alone."""
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _short(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."
