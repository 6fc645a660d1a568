"""Setting: the declaration of one setting of a grid."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from math import inf
from typing import Any

from photoparsl.errors import SiteError
from photoparsl.options import as_written
from photoparsl.results import Scheduler

_TYPE_NAMES = {int: "a whole number", float: "a number", str: "a text", tuple: "a list of texts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The declaration of one setting.

    name: its name in the settings file and in Python
    default: its value if the user chooses none. A chosen value has the same type
    help: its meaning, for --help and the documents
    metavar: the unit or the noun that stands for its value in --help
    option: its option on the command line, or empty if it has none
    least, most: the range of a number
    pattern: a regular expression that the whole text must match
    expected: a description of the texts that match the pattern, for error messages
    only: the scheduler that uses it, or None if each does
    of_pilots: whether it is about pilots alone, so that detached jobs can't heed it
    condor_line: its line in HTCondor's submit file, with {} for the value, or empty if it has none
    slurm_line: its line in a Slurm job's script, with {} for the value, or empty if it has none
    """

    name: str = ""
    default: Any
    help: str
    metavar: str = ""
    option: str = ""
    least: float = -inf
    most: float = inf
    pattern: str = ""
    expected: str = ""
    only: Scheduler | None = None
    of_pilots: bool = False
    condor_line: str = ""
    slurm_line: str = ""

    @property
    def default_text(self) -> str:
        """The default as a text for people, or empty if it isn't a number."""
        if isinstance(self.default, int | float):
            return f"{self.default:g}" if isinstance(self.default, float) else str(self.default)
        return ""

    def checked(self, value: Any, where: str, *, in_toml: bool = False) -> Any:
        """Return the value, converted to the setting's type.

        where: the file or the option that the value is from, for the error
        in_toml: whether the value stands in a TOML file, for the error

        Raises SiteError if the value is of another type, out of range or doesn't match the pattern.
        """
        kind, shown = type(self.default), as_written(value, in_toml)
        are_texts = isinstance(value, list) and all(isinstance(v, str | os.PathLike) for v in value)
        if kind is tuple and are_texts:
            value = tuple(map(str, value))
        elif kind is float and type(value) is int:
            value = float(value)
        elif kind is str and isinstance(value, os.PathLike):
            value = str(value)
        if type(value) is not kind:
            expected = _TYPE_NAMES[kind]
            raise SiteError(f"{where}: {self.name} is {shown}, and should be {expected}")
        if kind in (int, float) and not self.least <= value <= self.most:
            raise SiteError(
                f"{where}: {self.name} is {shown}, and should be a number from {self.least:,} to "
                f"{self.most:,}"
            )
        if value and self.pattern and not re.fullmatch(self.pattern, value):
            raise SiteError(f"{where}: {self.name} is {shown}, and should be {self.expected}")
        return value
