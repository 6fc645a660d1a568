"""The 16 blocks of a picture's side, and the lines along it that are tried."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

BLOCKS = 16  # of a side

IntArray = npt.NDArray[np.int64]
Distances = npt.NDArray[np.uint8]


def sums_by_blocks(has_colour: npt.NDArray[np.bool_]) -> Distances:
    """Count the true values of each column in each block of rows.

    Returns an array of shape (columns, BLOCKS).
    """
    whole = np.ascontiguousarray(has_colour).view(np.uint8)  # sums of whole rows are faster
    starts, _ = blocks_of(len(whole))
    sums: Distances = np.add.reduceat(whole, starts, axis=0, dtype=np.uint8)
    return sums.T


@lru_cache(maxsize=64)
def blocks_of(columns: int) -> tuple[IntArray, IntArray]:
    """Where each block of a side with so many pixels begins, and how many pixels it has."""
    starts = np.arange(BLOCKS) * columns // BLOCKS
    return starts, np.diff(starts, append=columns)


@lru_cache(maxsize=64)
def moves_of(most: int) -> tuple[IntArray, IntArray]:
    """By how many pixels an end of a line is moved, and how each move shifts the line's blocks.

    most: the largest move, in pixels

    Returns all moves from `-most` to `most`, and an array of shape (moves, BLOCKS): by how many
    pixels each block is deeper than the line's middle.
    """
    moves = np.arange(-most, most + 1)
    from_middle = np.arange(BLOCKS) + 0.5 - BLOCKS / 2
    return moves, np.rint(moves[:, None] * from_middle / BLOCKS).astype(np.int64)


@lru_cache(maxsize=16)  # some 300 kB each. A photo needs two or three
def indices_of(most: int, deepest: int, rows: int) -> IntArray:
    """Indices into a flat array of shares, of `rows` rows with BLOCKS blocks each.

    most: the largest move of a line's end, in pixels
    deepest: the deepest row of a line's middle

    Returns an array of shape (BLOCKS, deepest + 1, moves): where the share is that a block has if
    the line's middle is in this row and its end has this move.
    """
    _, steps = moves_of(most)
    lines = np.arange(-1, deepest)[:, None] + (steps.T + most + 2)[:, None]
    indices: IntArray = np.minimum(lines, rows - 1) * BLOCKS + np.arange(BLOCKS)[:, None, None]
    return indices
