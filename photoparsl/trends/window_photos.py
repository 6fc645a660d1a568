"""The photos of each window, sorted by their values, with their weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from photoparsl.redact import archive_text, distinct
from photoparsl.trends.arrays import Array
from photoparsl.trends.circular import CIRCULAR, LEAST_LENGTH, mean_direction, within_180
from photoparsl.trends.column import Column
from photoparsl.trends.entries import Entries
from photoparsl.trends.mixture import MOST_LACKING, lacked_entries
from photoparsl.trends.observations import Observations
from photoparsl.trends.trend_rows import TrendOptions, name_in_line
from photoparsl.trends.weights import (
    Weights,
    effective_number,
    photos_of,
    shares_of_kinds,
    whole_weights,
)
from photoparsl.trends.windows import Window

_MOST_NAMED = 3  # entries that a window lacks


@dataclass(frozen=True, slots=True)
class WindowPhotos:
    """The photos of one window, by their values.

    n: how many photos.  Those of vague dates count with their shares, exact to a float's last digit
    value: the photos' values.  Angles are within 180 degrees of `turn`
    weights: the photos' weights, or None if all are 1
    effective: how many equally weighted photos they are worth, each photo counting once
    entry_index: the photos' indices among the entries
    piece: the number of each photo's piece, from 0.  The indices of a piece ascend without a gap
    factor: each piece's factor, by which the mixture multiplies weights, or None if all are 1
    turn: the mean direction if the values are angles, else None
    why: why there is no median, else ''
    """

    n: float
    value: Array
    weights: Weights | None
    effective: int
    entry_index: Array
    piece: Array
    factor: Array | None
    turn: float | None
    why: str


def window_photos(
    measure: str, photos: Observations, entries: Entries, options: TrendOptions, window: Window
) -> Iterator[WindowPhotos]:
    """Yield the photos of the window about each cell."""
    column = photos.columns[options.constant] if options.constant else None
    archive_sums = None
    if column is not None:
        archive_sums = _archive(column, photos.weight)
    pieces = _pieces(entries)
    for cell, within in enumerate(entries.windows(window)):
        value, piece = entries.value[within], pieces[within] - pieces[within.start]
        why, factor, turn = "", None, None
        n, whole = _number(entries, within, archive_sums)
        if column is not None and (lacked := _lacked(entries, cell, archive_sums)):
            why = _lacked_text(column, lacked)
        elif column is not None and entries.stratum is not None:
            factor = _factor(entries, within, piece, whole)
        if measure in CIRCULAR:
            turn, length = mean_direction(value, _rounded(entries, within, whole))
            if length < LEAST_LENGTH:
                why = why or "no median: the angles have no common direction"
            # Angles from the opposite of the mean on, and then those below it: two pieces of each.
            piece = 2 * piece + (value < (turn + 180) % 360)
            factor = None if factor is None else np.repeat(factor, 2)
            value = within_180(value, turn)
        order = np.argsort(value, kind="stable")
        weights, effective = _weights(entries, within, whole, order)
        yield WindowPhotos(
            n,
            value[order],
            weights,
            effective,
            (within.start + order).astype(np.int32),
            piece[order],
            factor,
            turn,
            why,
        )


def _archive(column: Column, weight: Array | None) -> list[int]:
    """How many photos of the archive have each entry of the column, or the sum of their weights."""
    counts: Array = np.zeros(len(column.names), np.int64)
    np.add.at(counts, column.codes, 1 if weight is None else weight)
    return [int(count) for count in counts]


def _lacked(entries: Entries, cell: int, archive_sums: list[int] | None) -> list[int]:
    """The frequent entries of the archive that the cell itself lacks (`lacked_entries`)."""
    if entries.stratum is None or archive_sums is None:
        return []
    own = entries.stratum[entries.ends[cell] : entries.ends[cell + 1]]
    return lacked_entries(np.bincount(own, minlength=len(archive_sums)).tolist(), archive_sums)


def _lacked_text(column: Column, lacked: list[int]) -> str:
    names = distinct(archive_text(name_in_line(column.names[entry])) for entry in lacked)
    shown = ", ".join(names[:_MOST_NAMED])
    others = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    which = "each of which" if len(names) > 1 else "which"
    return (
        f"left out: lacks {shown}{others} (of {column.name}), {which} more than "
        f"{MOST_LACKING:.0%} of all photos have"
    )


def _number(
    entries: Entries, within: slice, archive_sums: list[int] | None
) -> tuple[float, list[int] | None]:
    """How many photos these entries are, and the weight of each kind, or None if all weights are 1.

    archive_sums: how many photos of the archive each stratum has
    """
    if entries.kind is None:
        return float(within.stop - within.start), None
    counts = np.bincount(entries.kind[within], minlength=len(entries.kinds)).tolist()
    n = float(photos_of(counts, entries.kinds))
    if entries.share is None and archive_sums is None and sum(map(bool, counts)) == 1:
        return n, None  # all have the same weight
    return n, whole_weights(counts, entries.kinds, archive_sums)


def _weights(
    entries: Entries, within: slice, whole: list[int] | None, order: Array
) -> tuple[Weights | None, int]:
    """The weights of these entries, and how many equally weighted photos they are worth."""
    if whole is None or entries.kind is None:
        return None, within.stop - within.start
    kind = entries.kind[within]
    effective = effective_number(entries.photo[within], kind, whole)
    return Weights(kind[order], whole, effective), effective


def _rounded(entries: Entries, within: slice, whole: list[int] | None) -> Array | None:
    """The weights as floats."""
    if whole is None or entries.kind is None:
        return None
    rounded: Array = shares_of_kinds(whole, max(whole))[entries.kind[within]]
    return rounded


def _factor(entries: Entries, within: slice, piece: Array, whole: list[int] | None) -> Array:
    """The factors by which the mixture multiplies the weights of each piece."""
    weights = _rounded(entries, within, whole)
    assert weights is not None
    factor = np.zeros(int(piece[-1]) + 1)
    known = entries.weights(within)
    factor[piece] = weights if known is None else weights / known
    return factor


def _pieces(entries: Entries) -> Array:
    """The number of each entry's piece.  The entries of a piece have the same cell and stratum."""
    new = np.zeros(len(entries.photo), bool)
    new[entries.ends[1:-1]] = True
    if entries.stratum is not None:
        new[1:] |= entries.stratum[1:] != entries.stratum[:-1]
    return np.cumsum(new, dtype=np.int32)
