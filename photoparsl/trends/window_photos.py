"""The photos of each window, sorted by their values, with their weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from photoparsl.trends.circular import CIRCULAR, LEAST_LENGTH, mean_direction, within_180
from photoparsl.trends.entries import Entries
from photoparsl.trends.mixture import MOST_LACKING, constant_mixture
from photoparsl.trends.observations import Column, Observations
from photoparsl.trends.quantiles import Array, effective_number
from photoparsl.trends.trend_rows import TrendOptions
from photoparsl.trends.windows import Window


@dataclass(frozen=True, slots=True)
class WindowPhotos:
    """The photos of one window, by their values.

    n: how many; of vague dates, the sum of their shares
    value: their values; angles within 180 degrees of `turn`
    weight: their weights; None if all are 1
    effective: how many equally weighted photos they are worth, each photo counting once
    place: their places among the entries
    piece: the number of each one's piece, from 0: places of a piece ascend without a gap
    factor: what the mixture multiplies the weights of each piece by; None if by 1
    turn: of angles, their mean direction; else None
    why: why there is no median; else ''
    """

    n: float
    value: Array
    weight: Array | None
    effective: int
    place: Array
    piece: Array
    factor: Array | None
    turn: float | None
    why: str


def window_photos(
    measure: str, photos: Observations, entries: Entries, options: TrendOptions, window: Window
) -> Iterator[WindowPhotos]:
    """Yield the photos of the window about each cell."""
    column = photos.columns[options.constant] if options.constant else None
    shares = None if column is None else _shares(column)
    pieces = _pieces(entries)
    for part in entries.windows(window):
        weight = None if entries.weight is None else entries.weight[part]
        n = float(part.stop - part.start if weight is None else weight.sum())
        value, piece = entries.value[part], pieces[part] - pieces[part.start]
        why, factor, turn = "", None, None
        if column is not None and shares is not None and entries.stratum is not None:
            factor = _factor(entries.stratum[part], piece, shares, weight)
            if factor is None:
                why = (
                    f"left out: lacks an entry of {column.name} that more than "
                    f"{MOST_LACKING:.0%} of all photos have"
                )
            else:
                weight = factor[piece] if weight is None else weight * factor[piece]
        if measure in CIRCULAR:
            turn, length = mean_direction(value, weight)
            if length < LEAST_LENGTH:
                why = why or "no median: the angles have no common direction"
            # Angles from the opposite of the mean on, and then those below it: two pieces of each.
            piece = 2 * piece + (value < (turn + 180) % 360)
            factor = None if factor is None else np.repeat(factor, 2)
            value = within_180(value, turn)
        order = np.argsort(value, kind="stable")
        yield WindowPhotos(
            n,
            value[order],
            None if weight is None else weight[order],
            _effective(entries, part, weight),
            (part.start + order).astype(np.int32),
            piece[order],
            factor,
            turn,
            why,
        )


def _factor(stratum: Array, piece: Array, shares: Array, weight: Array | None) -> Array | None:
    """What the mixture multiplies the weights of each piece by; None if it can't be held."""
    by_stratum = constant_mixture(stratum, shares, weight)
    if by_stratum is None:
        return None
    factor = np.zeros(int(piece[-1]) + 1)
    factor[piece] = by_stratum[stratum]
    return factor


def _effective(entries: Entries, part: slice, weight: Array | None) -> int:
    """How many equally weighted photos these entries are worth."""
    if weight is not None and entries.weight is not None:  # a photo has an entry for each year
        inverse = np.unique(entries.photo[part], return_inverse=True)[1]
        weight = np.bincount(inverse, weight)
    return effective_number(weight, part.stop - part.start)


def _pieces(entries: Entries) -> Array:
    """Number the entries' pieces: those of one cell, and of one stratum of it."""
    new = np.zeros(len(entries.photo), bool)
    new[entries.ends[1:-1]] = True
    if entries.stratum is not None:
        new[1:] |= entries.stratum[1:] != entries.stratum[:-1]
    return np.cumsum(new, dtype=np.int32)


def _shares(column: Column) -> Array:
    counts = np.bincount(column.codes, minlength=len(column.names))
    shares: Array = counts / counts.sum()
    return shares
