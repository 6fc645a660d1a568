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
}
_ENUMS: dict[str, type[StrEnum]] = {"PilotState": PilotState, "Scheduler": Scheduler}
KEY = "key"  # metadata of a dataclass field whose key in the file differs from its name


class _Field(NamedTuple):
    name: str
    key: str  # in the file
    types: tuple[type, ...]  # that its value may have, or empty where it isn't checked
    enum: type[StrEnum] | None


def fields_of(value: object) -> dict[str, Any]:
    """Return a dataclass's values by their keys in the file.  Unlike `asdict`, don't copy them."""
    return {field.key: getattr(value, field.name) for field in _fields(cast("Any", type(value)))}


def dataclass_of(kind: type[_ANY], values: dict[str, Any]) -> _ANY:
    """Return an instance of the dataclass `kind`.

    values: the fields' values by their keys in the file

    Raises TypeError if a value is missing, unexpected or of another type, and ValueError if it
    should be a member of an enum and isn't.
    """
    values = dict(values)
    for name, key, types, enum in _fields(cast("Any", kind)):
        if key not in values:
            continue
        value = values.pop(key)
        if types and not isinstance(value, types):
            raise TypeError(f"its {key} is {value!r}")
        values[name] = enum(value) if enum else value
    return kind(**values)


@cache
def _fields(kind: Any) -> list[_Field]:
    return [
        _Field(
            name=field.name,
            key=field.metadata.get(KEY, field.name),
            types=_TYPES.get(str(field.type), ()),
            enum=_ENUMS.get(str(field.type)),
        )
        for field in fields(kind)
    ]
