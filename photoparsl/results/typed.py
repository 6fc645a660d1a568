"""From what a file holds to a dataclass, whose fields have the types that they should have."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from types import NoneType
from typing import Any, TypeVar, cast

_ANY = TypeVar("_ANY")
_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "int | None": (int, NoneType),
    "str | None": (str, NoneType),
    "dict[str, int]": (dict,),
    "dict[str, str]": (dict,),
}


def typed(kind: type[_ANY], told: dict[str, Any]) -> _ANY:
    """The dataclass `kind` of these fields; TypeError where one is missing or of another type."""
    for name, types in _wanted(cast("Any", kind)):
        if name in told and not isinstance(told[name], types):
            raise TypeError(f"its {name} is {told[name]!r}")
    return kind(**told)


@cache
def _wanted(kind: Any) -> list[tuple[str, tuple[type, ...]]]:
    known = [(each.name, _TYPES.get(str(each.type))) for each in fields(kind)]
    return [(name, types) for name, types in known if types]
