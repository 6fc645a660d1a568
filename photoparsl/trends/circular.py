"""Angles, such as hues: 359 degrees is next to 1.

Source: N. I. Fisher, "Statistical Analysis of Circular Data", 1993, sections 2.3 and 3.3.
"""

from __future__ import annotations

import numpy as np

from photoparsl.trends.quantiles import Array

LEAST_LENGTH = 0.1  # of the mean vector: below, the angles have no common direction

CIRCULAR = (
    "hue_median",
    "exact_hue_median",
    "tone_hue",
    "tone_hue_inside",
)  # the measures whose values are degrees round a circle


def mean_direction(degrees: Array, weight: Array | None = None) -> tuple[float, float]:
    """Return the direction of the angles' mean vector in degrees, and its length from 0 to 1.

    weight: each angle's weight; None if all are 1
    """
    radians = np.deg2rad(degrees)
    vector = np.average(np.stack([np.cos(radians), np.sin(radians)]), axis=1, weights=weight)
    return float(np.rad2deg(np.arctan2(vector[1], vector[0]))), float(np.hypot(*vector))


def within_180(degrees: Array, direction: Array | float) -> Array:
    """Return the angles as numbers that may be sorted: within 180 degrees of a direction."""
    turned: Array = direction + (degrees - direction + 180) % 360 - 180
    return turned
