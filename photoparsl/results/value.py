"""A photo's value of a measure, why it has none, and of which kind a measure's values are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

# A number, a whole number of at most 64 bits, a short text, or None where the photo has no value.
Value: TypeAlias = float | int | str | None

LONGEST_TEXT = 200  # characters of a value
_THUMBNAIL = "thumbnail-"  # no measure of a user is called so: his has a colon
LEAST_WHOLE, MOST_WHOLE = -(2**63), 2**63 - 1


def thumbnail_name(side: int) -> str:
    """Return the name of the measure whose values are thumbnails.

    Its values are WebP in base64, or '' for a photo that gets none.  A run's record doesn't list
    it among the measures, so that nothing but the page shows it.

    side: the length of the thumbnails' longer side, in pixels
    """
    return f"{_THUMBNAIL}{side}"


def is_thumbnail(name: str) -> bool:
    """Whether a measure's name is that of thumbnails."""
    return name.startswith(_THUMBNAIL)


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a photo that was measured has no value of one of the measures.

    reason: a word of a documented set (`Reason`)
    detail: a sentence for people
    """

    reason: str
    detail: str


class ValueKind(StrEnum):
    """The kind of all of a measure's values, as Table Schema calls it."""

    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"


_KINDS = {int: ValueKind.INTEGER, float: ValueKind.NUMBER, str: ValueKind.STRING}


def kinds_of(
    measures: Iterable[str], photos: Iterable[Mapping[str, Value]]
) -> dict[str, ValueKind]:
    """The kind of each measure's values, without measures that have none.

    >>> kinds_of(["a", "b", "c"], [{"a": 1, "b": None, "c": "x"}, {"a": 0.5, "b": None, "c": 1}])
    {'a': <ValueKind.NUMBER: 'number'>, 'c': <ValueKind.STRING: 'string'>}
    """
    values = list(photos)
    types = {name: {type(of_photo.get(name)) for of_photo in values} for name in measures}
    return {
        name: common_kind(_KINDS[kind] for kind in found)
        for name, types_of_measure in types.items()
        if (found := [kind for kind in types_of_measure if kind in _KINDS])
    }


def common_kind(kinds: Iterable[ValueKind]) -> ValueKind:
    """Return the kind that can hold the values of all these kinds.  `kinds` isn't empty."""
    found = set(kinds)
    if ValueKind.STRING in found:
        return ValueKind.STRING
    return ValueKind.NUMBER if ValueKind.NUMBER in found else ValueKind.INTEGER


def united_kinds(parts: Iterable[Mapping[str, ValueKind]]) -> dict[str, ValueKind]:
    """The kinds that hold the values of all parts."""
    united: dict[str, ValueKind] = {}
    for part in parts:
        for name, kind in part.items():
            united[name] = common_kind([kind, united.get(name, kind)])
    return united


def of_kind(value: Value, kind: ValueKind) -> Value:
    """The value as one of this kind, exactly.

    Raises ValueError where it isn't one.

    >>> of_kind(1, ValueKind.NUMBER), of_kind(2.5, ValueKind.STRING)
    (1.0, '2.5')
    >>> of_kind(2.0, ValueKind.INTEGER)
    2
    """
    if value is None:
        return None
    if kind is ValueKind.STRING:
        return str(value)
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, str) or (kind is ValueKind.INTEGER and not is_whole):
        raise ValueError(f"{value!r} is no {kind}")
    return int(value) if kind is ValueKind.INTEGER else float(value)
