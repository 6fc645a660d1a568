"""What reads the text of an argument: argparse's `type`, with a sentence for what doesn't fit."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path

MOST = 10**12  # of any number


def not_empty(text: str) -> str:
    """A text; an empty one, as that of a variable that isn't set, is refused."""
    if not text:
        raise argparse.ArgumentTypeError("is empty; this folder is '.'")
    return text


def path(text: str) -> Path:
    """A path; an empty text, which `Path` takes for this folder, is refused."""
    return Path(not_empty(text))


def whole(least: int, most: int = MOST) -> Callable[[str], int]:
    """What reads a whole number from `least` to `most`."""

    def read(text: str) -> int:
        if not text.isdecimal():
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
        if len(text) > len(str(MOST)) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text} is not from {least:,} to {most:,}")
        return int(text)

    return read


def amount(least: float = 0, most: float = MOST) -> Callable[[str], float]:
    """What reads a number above 0, from `least` to `most`."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if number > 0 and least <= number <= most:
            return number
        wanted = f"from {least:,} to {most:,}" if least else "above 0"
        raise argparse.ArgumentTypeError(f"{text!r} is not a number {wanted}")

    return read
