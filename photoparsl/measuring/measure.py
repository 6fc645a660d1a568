"""The type of a measure, and the tables of built-in measures, which `@built_in` fills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from photoparsl.measuring.decoded_photo import DecodedPhoto

MeasureFunction: TypeAlias = Callable[[DecodedPhoto], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    function: computes a photo's value
    version: the version of its definition; a run never mixes values of two versions
    """

    function: MeasureFunction
    version: int = 1


MEASURES: dict[str, Measure] = {}  # by name; `all` means these
SLOW_MEASURES: dict[str, Measure] = {}  # by name; `all` omits them (benchmarks/measures.py)


def built_in(*, version: int, slow: bool = False) -> Callable[[MeasureFunction], MeasureFunction]:
    """Make a decorator that registers a function as a built-in measure of the same name.

    version: the version of its formula; raise it when the formula changes
    slow: whether `all` omits the measure, since with it `all` would take more than twice the
        processor's time of luminance alone
    """

    def register(function: MeasureFunction) -> MeasureFunction:
        measures = SLOW_MEASURES if slow else MEASURES
        measures[function.__name__] = Measure(function, version)
        return function

    return register
