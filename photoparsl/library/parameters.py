"""Makes the fields of a dataclass the parameters of a function, documented in its docstring."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from inspect import Parameter
from textwrap import fill
from typing import Any, ParamSpec, TypeVar, get_type_hints

from photoparsl.errors import spelling_hint
from photoparsl.options import fields_of

P = ParamSpec("P")
Given = TypeVar("Given")
Returned = TypeVar("Returned")


def parameters_of(
    declaration: Callable[P, Given],
) -> Callable[[Callable[[Given], Returned]], Callable[P, Returned]]:
    """Return a decorator that replaces a function's parameter, a dataclass, by its fields.

    declaration: the dataclass.  Fields that have no default come first
    """

    def decorate(function: Callable[[Given], Returned]) -> Callable[P, Returned]:
        @wraps(function)
        def call(*values: P.args, **named: P.kwargs) -> Returned:
            try:
                signature.bind(*values, **named)  # its TypeError doesn't name the dataclass
            except TypeError as error:
                raise TypeError(f"{function.__name__}(): {error}{_hint(error, named)}") from None
            return function(declaration(*values, **named))

        def _hint(error: TypeError, named: Iterable[str]) -> str:
            """A hint at a parameter whose name is like the unknown one in the error, else ''."""
            wrong = (name for name in named if str(error).endswith(repr(name)))
            return "".join(spelling_hint(name, signature.parameters) for name in wrong)

        parameters = list(_parameters(declaration))
        signature = inspect.signature(function).replace(parameters=parameters)
        added: Any = call
        added.__signature__ = signature
        added.__doc__ = f"{inspect.getdoc(function)}\n\n{_documented(declaration)}"
        return call

    return decorate


def _parameters(declaration: Any) -> Iterator[Parameter]:
    """The parameters: first those that may be positional, last those that no command has."""
    kinds = get_type_hints(declaration)
    own = inspect.signature(declaration).parameters
    names = [option.name for option in fields_of(declaration)]
    for name in sorted(names, key=lambda name: own[name].kind):
        yield own[name].replace(annotation=kinds[name])


def _documented(declaration: Any) -> str:
    """A line for each parameter, with its meaning."""
    metadata = {option.name: option.metadata for option in fields_of(declaration)}
    return "\n".join(
        fill(
            f"{parameter.name}: {texts.get('help', '')}{texts.get('in_python', '')}",
            width=96,
            subsequent_indent="    ",
            break_on_hyphens=False,
        )
        for parameter in _parameters(declaration)
        for texts in [metadata[parameter.name]]
    )
