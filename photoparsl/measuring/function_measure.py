"""Measures that are functions of a script or a notebook: workers get them pickled.

For a function in a module, workers get only the name `module:function`, and import it.
"""

from __future__ import annotations

import pickle
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from types import CodeType, FunctionType, ModuleType
from typing import Any

from photoparsl.errors import MeasureError

# Types whose values `_version_texts` visits, since a pickle may hold only the names of these.
_CONTAINERS = (dict, list, tuple, set, frozenset, property, staticmethod, classmethod, partial)


@dataclass(frozen=True, slots=True)
class FunctionMeasure:
    """A pickled function with everything that it refers to.

    name: the function's name
    version: the function's attribute `version`, else a checksum of its code and all it refers to
    code: the pickle, for `unpickle_function`
    """

    name: str
    version: int
    code: bytes

    def __str__(self) -> str:
        return self.name


def importable_name(function: Callable[..., Any]) -> str:
    """`module:function` for a function that a worker can import, or '' for others."""
    module = sys.modules.get(getattr(function, "__module__", None) or "")
    name = getattr(function, "__qualname__", "")
    if not module or module.__name__ == "__main__" or getattr(module, name, None) is not function:
        return ""
    return f"{function.__module__}:{name}"


def pickle_function(function: Callable[..., Any]) -> FunctionMeasure:
    """Pickle a function of a script or a notebook by value.

    Raises MeasureError if it has no name, or refers to something that can't be pickled.
    """
    name = getattr(function, "__name__", "")
    if not isinstance(function, FunctionType) or not name.isidentifier():
        what = "a lambda" if name == "<lambda>" else f"an object of {type(function).__name__}"
        raise MeasureError(
            f"a measure is {what}, which has no name for the results' column: give a function "
            "that is defined with 'def', whose name is the measure's"
        )
    import dill  # noqa: PLC0415  slow, and seldom needed

    try:
        code = dill.dumps(function, byref=False, recurse=True)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise MeasureError(
            f"the measure {name!r} can't be sent to workers, since something that it refers to "
            f"can't be pickled ({what}): make that inside the function"
        ) from error
    text = "\n".join(_version_texts(function, set()))
    return FunctionMeasure(name, int(getattr(function, "version", zlib.crc32(text.encode()))), code)


@lru_cache
def unpickle_function(code: bytes) -> Callable[..., Any]:
    """The function that a `FunctionMeasure.code` holds."""
    import dill  # noqa: PLC0415

    function: Callable[..., Any] = dill.loads(code)
    return function


def _version_texts(value: Any, visited: set[int]) -> Iterator[str]:
    """Yield texts for a checksum of a function or of a value that it refers to.

    The texts change if the function may give other values, and are the same in every process.

    visited: ids of the objects visited so far
    """
    if id(value) in visited:
        return
    if isinstance(value, FunctionType | CodeType | type | list | dict):
        visited.add(id(value))
    if isinstance(value, FunctionType):
        yield from _function_texts(value, visited)
    elif isinstance(value, CodeType):
        yield f"{value.co_code.hex()} {value.co_names}"
        yield from _version_texts(value.co_consts, visited)
    elif isinstance(value, ModuleType | type):
        yield value.__name__
        if value.__dict__.get("__module__") == "__main__":  # a class, which may change
            yield from _version_texts(_members(value), visited)
    elif isinstance(value, _CONTAINERS):
        for item in _items(value):
            yield from _version_texts(item, visited)
    else:
        yield _pickled(value)
        yield from _version_texts(type(value), visited)


def _members(kind: Any) -> list[Any]:
    """The bases of a class, and its own members."""
    own = (
        member
        for name, member in vars(kind).items()
        if not name.startswith("__") or isinstance(member, FunctionType)
    )
    return [*kind.__bases__, *own]


def _items(value: Any) -> Iterable[Any]:
    """The items of a value of `_CONTAINERS`, in an order that is the same in every process."""
    if isinstance(value, dict):
        return chain.from_iterable(value.items())
    if isinstance(value, property):
        return [value.fget]
    if isinstance(value, staticmethod | classmethod):
        return [value.__func__]
    if isinstance(value, partial):
        return [value.func, value.args, value.keywords]
    return sorted(value, key=repr) if isinstance(value, set | frozenset) else value


def _function_texts(function: FunctionType, visited: set[int]) -> Iterator[str]:
    """`_version_texts` of a function: of its code, defaults, closure and global names."""
    yield function.__qualname__
    if importable_name(function):
        return  # a library's function, by its name
    yield from _version_texts(function.__code__, visited)
    cells = (cell.cell_contents for cell in function.__closure__ or ())
    for value in (*(function.__defaults__ or ()), function.__kwdefaults__, *cells):
        yield from _version_texts(value, visited)
    for name in sorted(_names(function.__code__)):
        if name in function.__globals__:
            yield name
            yield from _version_texts(function.__globals__[name], visited)


def _names(code: CodeType) -> set[str]:
    """The names that the code, including nested code, looks up."""
    nested = (_names(constant) for constant in code.co_consts if isinstance(constant, CodeType))
    return set(code.co_names).union(*nested)


def _pickled(value: Any) -> str:
    """The value's pickle in hexadecimal, or its class's name if it can't be pickled."""
    try:
        return pickle.dumps(value, protocol=4).hex()
    except Exception:  # noqa: BLE001  a user's object may raise anything
        return type(value).__qualname__
