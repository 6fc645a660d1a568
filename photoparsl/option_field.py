"""Declares an option of the command line as a field of a dataclass, with its help text.

The commands make their arguments from these fields (`commands.option_arguments`).
"""

from __future__ import annotations

from dataclasses import Field, field
from typing import Any


def option_field(default: Any, metavar: str, help: str, **more: Any) -> Any:
    """Return a dataclass field that is also an option of the command line.

    default: the value if the option isn't given; --help shows it if it is a number
    metavar: the unit or noun that stands for the value in --help; '' for an option without a value
    help: the text in --help
    more: `flag`, the option, like '--size' (default: the field's name); `least` and `most`, a
        number's range; `group`, the part of --help that the option is in
    """
    return field(default=default, metadata={"metavar": metavar, "help": help, **more})


def flag_of(option: Field[Any]) -> str:
    """Return the option of the command line that a field declares, like '--run-dir'."""
    flag: str = option.metadata.get("flag", f"--{option.name.replace('_', '-')}")
    return flag
