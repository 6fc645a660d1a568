"""What a measure is, and those that are built in: each registers itself with `@built_in`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from photoparsl.measuring.decoded_photo import DecodedPhoto

MeasureFunction: TypeAlias = Callable[[DecodedPhoto], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    function: gives a photo's value
    version: of the definition; a run never mixes values of two versions
    """

    function: MeasureFunction
    version: int = 1


MEASURES: dict[str, Measure] = {}  # by name; `all` stands for these
SLOW_MEASURES: dict[str, Measure] = {}  # which take longer than the decoding, and `all` leaves out


def built_in(*, version: int, slow: bool = False) -> Callable[[MeasureFunction], MeasureFunction]:
    """Register the function below under its name.

    version: raise it whenever the formula changes
    slow: leave it out of `all`
    """

    def register(function: MeasureFunction) -> MeasureFunction:
        measures = SLOW_MEASURES if slow else MEASURES
        measures[function.__name__] = Measure(function, version)
        return function

    return register
