"""Functions that convert an argument's text, for argparse's `type`.

They raise ArgumentTypeError, with a sentence for the user, if the text isn't valid.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path

from photoparsl.files import folder_problem, slash_problem
from photoparsl.options import MOST


def not_empty(text: str) -> str:
    """Return the text.  Refuse an empty text, such as that of a shell variable that isn't set."""
    if not text:
        raise argparse.ArgumentTypeError("is empty")
    return text


def source(text: str) -> str:
    """Return the text, a path or a URL.  Refuse an empty text."""
    if not text:
        raise argparse.ArgumentTypeError("is empty; this folder is '.'")
    return text


def path(text: str) -> Path:
    """Return the text as a path.

    Refuse an empty text, which `Path` reads as this folder, and a file with a slash at its end.
    """
    if problem := slash_problem(text):
        raise argparse.ArgumentTypeError(problem)
    return Path(source(text))


def written_file(text: str) -> Path:
    """Return the text as the path of a file to write.

    Refuse a folder's, which ends in a slash, and that of a file that a run makes for itself.
    """
    from photoparsl.results import problem_of_output  # noqa: PLC0415  slow to import

    if problem := folder_problem(text) or problem_of_output(Path(text)):
        raise argparse.ArgumentTypeError(problem)
    return path(text)


def whole_number(least: int, most: int = MOST) -> Callable[[str], int]:
    """Return a function that reads a whole number from `least` to `most`."""

    def read(text: str) -> int:
        if not text.removeprefix("-").isdecimal():
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
        if len(text) > len(str(MOST)) + 1 or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text} is not from {least:,} to {most:,}")
        return int(text)

    return read


def odd_number(most: int) -> Callable[[str], int]:
    """Return a function that reads an odd whole number from 1 to `most`."""
    whole = whole_number(1, most)

    def read(text: str) -> int:
        number = whole(text)
        if number % 2 == 0:
            raise argparse.ArgumentTypeError(f"{text} is not odd, so it has no middle")
        return number

    return read


def positive_number(least: float = 0, most: float = MOST) -> Callable[[str], float]:
    """Return a function that reads a number above 0, from `least` to `most`."""
    wanted = f"from {least:,} to {most:,}" if least else "above 0"
    return _number(lambda number: number > 0 and least <= number <= most, wanted)


def number_between(least: float, most: float) -> Callable[[str], float]:
    """Return a function that reads a number from `least` to `most`."""
    return _number(lambda number: least <= number <= most, f"from {least:,} to {most:,}")


def _number(is_good: Callable[[float], bool], wanted: str) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if is_good(number):
            return number
        raise argparse.ArgumentTypeError(f"{text!r} is not a number {wanted}")

    return read
