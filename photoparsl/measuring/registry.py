"""Find measures: built-in ones by name, a module's function as `module:function`, and functions."""

from __future__ import annotations

import inspect
import zlib
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, TypeAlias

from photoparsl.errors import MeasureError, spelling_hint

# The built-in measures register themselves when they are imported, in this order.
from photoparsl.measuring import (  # noqa: F401
    border_measures,
    brightness_measures,
    colour_measures,
    file_measures,
    hash_measures,
    kind_measures,
    lightness_measures,
    managed_measures,
    preview_measures,
    scan_measures,
    texture_measures,
)
from photoparsl.measuring.function_measure import (
    FunctionMeasure,
    importable_name,
    pickle_function,
    unpickle_function,
)
from photoparsl.measuring.measure import MEASURES, MORE_MEASURES, Measure
from photoparsl.measuring.user_errors import describe, raise_if_interrupted
from photoparsl.redact import visible

ALL_MEASURES = "all"  # stands for MEASURES, and is what a new run measures by default

# A measure in the form that workers get: a name, or a pickled function.
MeasureLike: TypeAlias = str | FunctionMeasure

_of_modules: dict[str, Measure] = {}  # by name: reading a module's source takes time
_NAMES = ", ".join((*MEASURES, *MORE_MEASURES))


def resolve_measures(
    measures: Iterable[MeasureLike | Callable[..., Any]],
) -> tuple[MeasureLike, ...]:
    """Check the measures, and return them in the form for workers, without duplicates.

    measures: names, functions, or ALL_MEASURES, which is replaced by the names of MEASURES

    Raises MeasureError if a measure doesn't exist, two different ones have the same name, or there
    is none.
    """
    resolved: list[MeasureLike] = []
    for measure in portable_measures(measures):
        resolved += MEASURES if measure == ALL_MEASURES else [measure]
    if not resolved:
        raise MeasureError(f"no measure is named: choose from {_NAMES}")
    versions(resolved)
    return tuple(dict.fromkeys(resolved))


def listed_measures(measures: Any) -> Any:
    """The measures as a sequence: of names separated by commas, of one function, of a list.

    What is none of these is returned as it is, for the caller to refuse.
    """
    if isinstance(measures, str):
        return measures.split(",") if measures else ()
    if callable(measures) or isinstance(measures, FunctionMeasure):
        return [measures]
    return tuple(measures) if isinstance(measures, Iterable) else measures


def portable_measures(
    measures: Iterable[MeasureLike | Callable[..., Any]],
) -> tuple[MeasureLike, ...]:
    """The measures in the form for workers, which can be pickled.

    A function becomes its name if workers can import it, else a `FunctionMeasure`.  Spaces around
    names, and empty names, are removed.  Raises MeasureError for a function that can't be pickled,
    and for what is neither a name nor a function.
    """
    portable: list[MeasureLike] = []
    if not isinstance(measures, Iterable):
        raise MeasureError(f"the measures {measures!r} aren't a list of names and functions")
    for measure in measures:
        if isinstance(measure, FunctionMeasure):
            portable.append(measure)
        elif callable(measure):
            portable.append(importable_name(measure) or pickle_function(measure))
        elif not isinstance(measure, str):
            raise MeasureError(f"the measure {measure!r} is neither a name nor a function")
        elif measure.strip():
            portable.append(measure.strip())
    return tuple(portable)


def versions(measures: Iterable[MeasureLike]) -> dict[str, int]:
    """The version of each measure, by its name.

    Raises MeasureError if a measure doesn't exist, or two different ones have the same name.
    """
    by_name: dict[str, int] = {}
    for measure in dict.fromkeys(measures):
        if (name := str(measure)) in by_name:
            raise MeasureError(f"two measures are called {name!r}: rename one")
        by_name[name] = find_measure(measure).version
    return by_name


def is_own(name: str) -> bool:
    """Whether a measure's name isn't that of a built-in one."""
    return name not in MEASURES and name not in MORE_MEASURES


def find_measure(measure: MeasureLike) -> Measure:
    """The `Measure` for a name or a pickled function.  Raises MeasureError if it doesn't exist."""
    if isinstance(measure, FunctionMeasure):
        if not is_own(measure.name):
            raise MeasureError(
                f"the measure {measure.name!r} has the name of a built-in one: rename it"
            )
        return Measure(unpickle_function(measure.code), measure.version)
    if not is_own(measure):
        return MEASURES.get(measure) or MORE_MEASURES[measure]
    if visible(measure) != measure:
        raise MeasureError(f"the measure {visible(measure)!r} has characters that can't be seen")
    if ":" in measure:
        return _measure_of_module(measure)
    hint = spelling_hint(measure, (*MEASURES, *MORE_MEASURES)) or ":"
    raise MeasureError(
        f"there is no measure {measure!r}{hint} choose from {_NAMES}, or name one of your own "
        "as module:function"
    )


def _measure_of_module(name: str) -> Measure:
    """The measure called `module:function`.

    Its version is the function's attribute `version`, else a checksum of the module's source.  It
    is another one once the module is reloaded.  Raises MeasureError if it can't be imported.
    """
    module_name, _, function_name = name.partition(":")
    try:
        module = import_module(module_name)
        function = getattr(module, function_name)
        known = _of_modules.get(name)
        if known and known.function is function:
            return known
        text = inspect.getsource(module)
    except BaseException as error:  # a user's file may raise anything
        raise_if_interrupted(error)
        what = describe(error)
        raise MeasureError(f"the measure {name!r} can't be imported: {what}") from error
    if not callable(function):
        raise MeasureError(f"the measure {name!r} isn't a function")
    version = int(getattr(function, "version", zlib.crc32(text.encode())))
    _of_modules[name] = Measure(function, version)
    return _of_modules[name]
