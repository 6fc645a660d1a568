"""Angles, such as hues: 359 degrees is next to 1.

Source: N. I. Fisher, "Statistical Analysis of Circular Data", 1993, sections 2.3 and 3.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from photoparsl.number_text import counted
from photoparsl.trends.arrays import Array

LEAST_LENGTH = 0.1  # of the mean vector: below, the angles have no common direction

CIRCULAR = (
    "hue_median",
    "exact_hue_median",
    "tone_hue",
    "tone_hue_inside",
)  # the measures whose values are degrees round a circle


COLOURS = ("saturation", "colourfulness")  # measures that are above 0 of photos with any colour


def lacks_hue(values: Mapping[str, Any]) -> bool:
    """Whether a photo with these values, by measure, has no colour, so that its hue means nothing.

    Its hue is 0 then, which is that of red too.  False if none of COLOURS was measured.
    """
    return any(values.get(name) == 0 for name in COLOURS)


def may_lack_hue(values: Mapping[str, Any], hue: object) -> bool:
    """Whether a hue is exactly 0 and none of COLOURS tells what that means."""
    return hue == 0 and all(values.get(name) is None for name in COLOURS)


def hue_notes(colourless: int, unclear: int, *, noun: str = "photo") -> tuple[str, ...]:
    """Return sentences on photos without colour, and on those that may have none."""
    notes = []
    if colourless:
        singular = f"{noun} without colour, which has no hue, is left out"
        plural = f"{noun}s without colour, which have no hue, are left out"
        notes.append(counted(colourless, singular, plural))
    if unclear:
        have = counted(unclear, f"{noun} has", f"{noun}s have")
        notes.append(
            f"{have} a hue of exactly 0, which is that of red, and of {noun}s without "
            "colour too: measure the saturation to tell them apart"
        )
    return tuple(notes)


def mean_direction(degrees: Array, weight: Array | None = None) -> tuple[float, float]:
    """Return the direction of the angles' mean vector in degrees, and its length from 0 to 1.

    weight: each angle's weight, or None if all are 1
    """
    radians = np.deg2rad(degrees)
    vector = np.average(np.stack([np.cos(radians), np.sin(radians)]), axis=1, weights=weight)
    return float(np.rad2deg(np.arctan2(vector[1], vector[0]))), float(np.hypot(*vector))


def within_180(degrees: Array, direction: Array | float) -> Array:
    """Return the angles as numbers that may be sorted: within 180 degrees of a direction."""
    turned: Array = direction + (degrees - direction + 180) % 360 - 180
    return turned
