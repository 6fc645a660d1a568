"""Measures by their names: those built in, and anybody's own as `module:function`."""

from __future__ import annotations

import inspect
import math
import zlib
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module

from photoparsl.errors import MeasureError, NotMeasurableError, did_you_mean
from photoparsl.measuring.builtin import APART, MEASURES, Measure
from photoparsl.measuring.decode import DecodedPhoto
from photoparsl.redact import visible

DEFAULT = "luminance"  # the measure of a run that names none

_NAMES = ", ".join((*MEASURES, *APART))


def chosen(text: str) -> tuple[str, ...]:
    """The measures that a list `A,B` names, each once; `all` stands for those of MEASURES.

    Raises MeasureError for one that doesn't exist.
    """
    given = [name.strip() for name in text.split(",") if name.strip()]
    names = [each for name in given for each in (MEASURES if name == "all" else [name])]
    if not names:
        raise MeasureError(f"no measure is named: choose from {_NAMES}")
    versions(names)
    return tuple(dict.fromkeys(names))


def versions(names: Sequence[str]) -> dict[str, int]:
    """The version of each measure named, or MeasureError for one that doesn't exist."""
    return {name: measure_named(name).version for name in names}


def measured(photo: DecodedPhoto, names: Sequence[str]) -> dict[str, float]:
    """The value of each measure; NotMeasurableError where one has none."""
    return {name: _value(measure_named(name), name, photo) for name in names}


def measure_named(name: str) -> Measure:
    """The measure of that name: one built in, or a user's `module:function`."""
    if built_in := MEASURES.get(name) or APART.get(name):
        return built_in
    if visible(name) != name:
        raise MeasureError(f"the measure {visible(name)!r} has characters that can't be seen")
    if ":" in name:
        return _users(name)
    raise MeasureError(
        f"there is no measure {name!r}{did_you_mean(name, (*MEASURES, *APART)) or ':'} choose from "
        f"{_NAMES}, or name one of your own as module:function"
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
        number = float(measure.function(photo))
    except Exception as error:  # a user's function may raise anything
        detail = f"{name} raised {type(error).__name__}: {error}"
        raise NotMeasurableError("measure-error", detail) from error
    if not math.isfinite(number):
        raise NotMeasurableError("measure-error", f"{name} gave {number}")
    return number
