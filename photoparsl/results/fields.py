"""Convert dataclasses to the fields of a file, and check the fields when they are read again."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, NamedTuple, TypeVar, cast

from photoparsl.results.scheduler import Scheduler
from photoparsl.results.states import PilotState

_ANY = TypeVar("_ANY")
_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "int | None": (int, NoneType),
    "str | None": (str, NoneType),
    "bool": (bool,),
    "list[str]": (list,),
    "dict[str, int]": (dict,),
    "dict[str, str]": (dict,),
    "dict[str, list[str]]": (dict,),
}
_INSIDE: dict[str, type] = {
    "list[str]": str,
    "dict[str, int]": int,
    "dict[str, str]": str,
    "dict[str, list[str]]": list,
}
_ENUMS: dict[str, type[StrEnum]] = {"PilotState": PilotState, "Scheduler": Scheduler}
OLD_KEY = "old_key"  # metadata of a dataclass field: the key that earlier versions wrote for it


class _Field(NamedTuple):
    name: str  # also its key in the file
    old_key: str  # under which earlier versions wrote it, or ''
    types: tuple[type, ...]  # that its value may have, or empty where it isn't checked
    inside: type | None  # that the values in a list or a dict have, or None for others
    enum: type[StrEnum] | None


def fields_of(value: object) -> dict[str, Any]:
    """Return a dataclass's values by their names.  Unlike `asdict`, don't copy them."""
    return {field.name: getattr(value, field.name) for field in _fields(cast("Any", type(value)))}


def with_new_keys(kind: type, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a dataclass's file, those with an old key by its new one."""
    new = {field.old_key: field.name for field in _fields(cast("Any", kind)) if field.old_key}
    return {new.get(key, key): value for key, value in values.items()}


def dataclass_of(kind: type[_ANY], values: dict[str, Any]) -> _ANY:
    """Return an instance of the dataclass `kind`.

    values: the fields' values by their names, or by those that earlier versions wrote

    Raises TypeError if a value is missing, unexpected or of another type, and ValueError if it
    should be a member of an enum and isn't.
    """
    values = with_new_keys(kind, values)
    for name, _, types, inside, enum in _fields(cast("Any", kind)):
        if name not in values:
            continue
        value = values[name]
        if (types and not isinstance(value, types)) or not _holds(value, inside):
            raise TypeError(f"its {name} is {value!r}")
        values[name] = enum(value) if enum else value
    return kind(**values)


def _holds(value: Any, inside: type | None) -> bool:
    """Whether all values in a list or a dict have the type `inside`, or True if that is None."""
    values = value.values() if isinstance(value, dict) else value
    return inside is None or all(isinstance(item, inside) for item in values)


@cache
def _fields(kind: Any) -> list[_Field]:
    return [
        _Field(
            name=field.name,
            old_key=field.metadata.get(OLD_KEY, ""),
            types=_TYPES.get(str(field.type), ()),
            inside=_INSIDE.get(str(field.type)),
            enum=_ENUMS.get(str(field.type)),
        )
        for field in fields(kind)
    ]
