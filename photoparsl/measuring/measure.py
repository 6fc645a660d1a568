"""The type of a measure, and the tables of built-in measures, which `@built_in` fills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from photoparsl.measuring.decoded_photo import DecodedPhoto

MeasureFunction: TypeAlias = Callable[[DecodedPhoto], float | str]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    function: computes a photo's value
    version: the version of its definition.  A run never mixes values of two versions
    """

    function: MeasureFunction
    version: int = 1


PREVIEW = ":preview"  # after the names of measures that raw files have too (`preview_measures`)

MEASURES: dict[str, Measure] = {}  # by name. `all` means these
MORE_MEASURES: dict[str, Measure] = {}  # by name. `all` omits them (benchmarks/measures.py)


def built_in(
    *, version: int, in_all: bool = True, name: str = ""
) -> Callable[[MeasureFunction], MeasureFunction]:
    """Make a decorator that registers a function as a built-in measure.

    version: the version of its formula.  Raise it when the formula changes
    in_all: whether `all` has the measure.  With all that it has, it may take twice the processor's
        time of luminance alone
    name: the measure's name (default: the function's)
    """

    def register(function: MeasureFunction) -> MeasureFunction:
        measures = MEASURES if in_all else MORE_MEASURES
        measures[name or function.__name__] = Measure(function, version)
        return function

    return register
