"""Measures by their names: those built in, and anybody's own as `module:function`."""

from __future__ import annotations

import inspect
import math
import zlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any, TypeAlias, cast

from photoparsl.errors import MeasureError, NotMeasurableError, spelling_hint
from photoparsl.measuring.builtin import APART, MEASURES, Measure
from photoparsl.measuring.decode import DecodedPhoto
from photoparsl.measuring.functions import FunctionMeasure, by_value, load, place_of
from photoparsl.redact import visible

DEFAULT = "luminance"  # the measure of a run that names none

MeasureLike: TypeAlias = str | FunctionMeasure

_NAMES = ", ".join((*MEASURES, *APART))


def chosen(text: str) -> tuple[str, ...]:
    """The measures that a list `A,B` names, each once; `all` stands for those of MEASURES.

    Raises MeasureError for one that doesn't exist.
    """
    return cast("tuple[str, ...]", chosen_of(text.split(",")))


def chosen_of(given: Iterable[MeasureLike | Callable[..., Any]]) -> tuple[MeasureLike, ...]:
    """The measures of names and functions, each once.

    Raises MeasureError for one that doesn't exist, and for two that are called the same.
    """
    measures: list[MeasureLike] = []
    for each in portable(given):
        measures += MEASURES if each == "all" else [each]
    if not measures:
        raise MeasureError(f"no measure is named: choose from {_NAMES}")
    versions(measures)
    return tuple(dict.fromkeys(measures))


def portable(
    given: Iterable[MeasureLike | Callable[..., Any]],
) -> tuple[MeasureLike, ...]:
    """The same measures as a worker can be told of them; a name may have spaces around it."""
    measures: list[MeasureLike] = []
    for each in given:
        if isinstance(each, FunctionMeasure):
            measures.append(each)
        elif callable(each):
            measures.append(place_of(each) or by_value(each))
        elif each.strip():
            measures.append(each.strip())
    return tuple(measures)


def versions(measures: Iterable[MeasureLike]) -> dict[str, int]:
    """The version of each measure, by its name; MeasureError for one that doesn't exist."""
    found: dict[str, int] = {}
    for each in dict.fromkeys(measures):
        if (name := str(each)) in found:
            raise MeasureError(f"two measures are called {name!r}: rename one")
        found[name] = measure_named(each).version
    return found


def measured(photo: DecodedPhoto, measures: Iterable[MeasureLike]) -> dict[str, float]:
    """The value of each measure; NotMeasurableError where one has none."""
    return {str(each): _value(measure_named(each), str(each), photo) for each in measures}


def measure_named(name: MeasureLike) -> Measure:
    """The measure of that name: one built in, or a user's `module:function` or function."""
    if isinstance(name, FunctionMeasure):
        if name.name in MEASURES or name.name in APART:
            raise MeasureError(f"the measure {name.name!r} is called like one built in: rename it")
        return Measure(load(name.code), name.version)
    if built_in := MEASURES.get(name) or APART.get(name):
        return built_in
    if visible(name) != name:
        raise MeasureError(f"the measure {visible(name)!r} has characters that can't be seen")
    if ":" in name:
        return _users(name)
    hint = spelling_hint(name, (*MEASURES, *APART)) or ":"
    raise MeasureError(
        f"there is no measure {name!r}{hint} choose from {_NAMES}, or name one of your own "
        "as module:function"
    )


@lru_cache
def _users(name: str) -> Measure:
    """A user's measure; its version is the function's `version`, else a digest of its module."""
    module_name, _, function_name = name.partition(":")
    try:
        module = import_module(module_name)
        function = getattr(module, function_name)
        text = inspect.getsource(module)
    except (Exception, SystemExit) as error:  # a user's file may raise anything
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        raise MeasureError(f"the measure {name!r} can't be imported: {what}") from error
    if not callable(function):
        raise MeasureError(f"the measure {name!r} isn't a function")
    return Measure(function, int(getattr(function, "version", zlib.crc32(text.encode()))))


def _value(measure: Measure, name: str, photo: DecodedPhoto) -> float:
    try:
        # A user's function may change the image in place, as by `thumbnail`: not the others' image.
        given = measure.function(photo.lent() if ":" in name else photo)
        number = math.nan if isinstance(given, str | bytes) else float(given)
    except Exception as error:  # a user's function may raise anything
        detail = f"{name} raised {type(error).__name__}: {error}"
        raise NotMeasurableError("measure-error", detail) from error
    if not math.isfinite(number):
        raise NotMeasurableError("measure-error", f"{name} gave {given!r:.60}")
    return number
