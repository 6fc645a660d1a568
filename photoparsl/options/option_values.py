"""Checks the values of options and parameters: their types and ranges."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from numbers import Integral, Real
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from photoparsl.errors import OptionError

MOST = 10**12  # of any number

_SINGLE: dict[Any, tuple[type, str]] = {
    int: (Integral, "a whole number"),
    float: (Real, "a number"),
    bool: (bool, "True or False"),
    str: (str, "a text"),
    NoneType: (NoneType, "None"),
}


def check_value(
    name: str,
    value: Any,
    kind: Any,
    least: float | None = None,
    most: float = MOST,
    *,
    in_toml: bool = False,
) -> None:
    """Raise OptionError if a value isn't of a type, or is outside of a range.

    name: the parameter's name
    kind: the type, as in an annotation
    least: the least number (default: 1 if it is whole, else any above 0)
    most: the most
    in_toml: whether the value stands in a TOML file, and not in a script
    """
    if not _is_a(value, kind):
        raise OptionError(f"{name}: {as_written(value, in_toml)} isn't {_noun(kind, in_toml)}")
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
        raise OptionError(f"{name}: {as_written(value, in_toml)} isn't {wanted}")


def path_of(name: str, value: str | os.PathLike[str]) -> Path:
    """Return the path that a parameter gives.

    Raises OptionError if it is of another type, or holds a null character.
    """
    if not isinstance(value, str | os.PathLike):
        raise OptionError(f"{name}: {as_written(value)} isn't a path")
    if "\0" in os.fspath(value):
        raise OptionError(f"{name}: {as_written(os.fspath(value))} holds a null character")
    return Path(value)


def places_of(
    name: str, values: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
) -> list[str]:
    """Return the paths or URLs that a parameter gives: one, or several.

    Raises OptionError if one is of another type, or holds a null character.
    """
    several = [values] if isinstance(values, str | os.PathLike) else values
    if not isinstance(several, Iterable):
        raise OptionError(f"{name}: {as_written(values)} isn't a path or a list of paths")
    places = list(several)
    for place in places:
        path_of(name, place)
    return [os.fspath(place) for place in places]


def as_written(value: Any, in_toml: bool = False) -> str:
    """Return a value as Python or TOML writes it, in one line of at most 60 characters.

    >>> as_written(True), as_written([True, "a", {"b": float("inf")}], in_toml=True)
    ('True', '[true, "a", {b = inf}]')
    """
    text = " ".join((_toml(value) if in_toml else repr(value)).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _toml(value: Any) -> str:
    """A value that was read from TOML, as it may be written there."""
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_toml(held)}" for name, held in value.items()) + "}"
    return str(value)  # numbers, dates and times


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


def _noun(kind: Any, in_toml: bool = False) -> str:
    """A type for people.  TOML has neither None nor functions.

    >>> _noun(int | None), _noun(tuple[str, ...]), _noun(bool | None, in_toml=True)
    ('a whole number or None', 'a list of texts', 'true or false')
    """
    origin = get_origin(kind)
    if kind in _SINGLE:
        return _SINGLE[kind][1].lower() if in_toml else _SINGLE[kind][1]
    if origin is None:
        return "a path" if issubclass(kind, os.PathLike) else f"of the class {kind.__name__}"
    if origin is Callable:
        return "a function"
    if origin is Mapping:
        return "a dictionary"
    if isinstance(origin, type) and issubclass(origin, Collection):
        items = [_noun(item).removeprefix("a ") for item in _in(in_toml, get_args(kind)[0])]
        return f"a list of {' or '.join(f'{item}s' for item in items)}"
    kinds = _in(in_toml, kind)
    return " or ".join(
        _noun(choice, in_toml) for choice in kinds if choice is not str or Path not in kinds
    )


def _in(toml: bool, kind: Any) -> list[Any]:
    """The types of a union, or those of them that TOML has."""
    return [
        choice
        for choice in choices(kind)
        if not toml or (choice is not NoneType and get_origin(choice) is not Callable)
    ]


def choices(kind: Any) -> tuple[Any, ...]:
    """The types of a union, else the type alone."""
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
