"""The 16 blocks that a side of a picture is cut into, and the lines along it that are tried."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

BLOCKS = 16  # of a side

Whole = npt.NDArray[np.int64]
Distances = npt.NDArray[np.uint8]


def sums_by_blocks(has_colour: npt.NDArray[np.bool_]) -> Distances:
    """Of each column, in how many pixels of each block of rows it is so: columns by blocks."""
    whole = np.ascontiguousarray(has_colour).view(np.uint8)  # sums of whole rows are faster
    starts, _ = blocks_of(len(whole))
    sums: Distances = np.add.reduceat(whole, starts, axis=0, dtype=np.uint8)
    return sums.T


@lru_cache(maxsize=64)
def blocks_of(columns: int) -> tuple[Whole, Whole]:
    """Where the blocks of so many pixels begin, and how many pixels each has."""
    starts = np.arange(BLOCKS) * columns // BLOCKS
    return starts, np.diff(starts, append=columns)


@lru_cache(maxsize=64)
def moves_of(most: int) -> tuple[Whole, Whole]:
    """The moves of a line's end, in pixels, of at most so many.

    With them, by how many pixels each block is deeper than the line's middle, for each move.
    """
    moves = np.arange(-most, most + 1)
    from_middle = np.arange(BLOCKS) + 0.5 - BLOCKS / 2
    return moves, np.rint(moves[:, None] * from_middle / BLOCKS).astype(np.int64)


@lru_cache(maxsize=16)  # some 300 kB each; a photo needs two or three
def places_of(most: int, deepest: int, rows: int) -> Whole:
    """Where the shares of each block, row and move are among those of all blocks by rows."""
    _, steps = moves_of(most)
    lines = np.arange(-1, deepest)[:, None] + (steps.T + most + 2)[:, None]
    places: Whole = np.minimum(lines, rows - 1) * BLOCKS + np.arange(BLOCKS)[:, None, None]
    return places
