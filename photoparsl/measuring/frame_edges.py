"""Find the straight line along a side of a picture where a frame of one colour ends.

A side is cut into 16 blocks.  Along a line, turned by up to 1.1 degrees, each block has a share of
pixels of the frame's colour.  Where the frame ends, that share falls within two pixels, in most
blocks at the same line.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

BLOCKS = 16  # of a side
WHOLE = 256  # the share of a block that has the frame's colour wholly

_TURNED_PER_MILLE = 39 / 2  # of the length, that a line's end is moved by at most: 1.1 degrees
_DEEPEST_PERCENT = 46  # of the picture, that a line is searched in
_FEWEST = 3  # blocks between the frames of the two neighbouring sides
_PURE_PERCENT = 94  # of a line's pixels outside, that have the frame's colour
_ROUGHLY_PERCENT = 80  # the same, while the neighbouring sides' frames aren't known
_LEAST_PERCENT = 15  # of a line's blocks, where the frame ends
_INNERMOST_PERCENT = 70  # of the best line's blocks: the innermost line with as many is taken
_BELOW, _FURTHER = 2, 5  # rows, from the last of the frame, that don't have its colour

Whole = npt.NDArray[np.int64]
Distances = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Line:
    """A line where the frame ends.

    depth: pixels from the side, at the middle of the photo's edge
    slope: pixels that it goes inwards for each pixel along the side
    cover: in hundredths, the share of its blocks between the neighbouring frames where it ends
    outside: in hundredths, the share of the pixels outside it that have the frame's colour
    before, near, far: how far pixels are from the frame's colour: outside, next to the line;
        inside, next to it; and inside, 4 to 6 pixels away from it
    """

    depth: float
    slope: float
    cover: int
    outside: int
    before: int
    near: int
    far: int


class Side:
    """A side of a picture, and how the frame's colour ends there.

    apart: how far each pixel is from the frame's colour, in levels; rows go from the side inwards
    tolerance: levels, up to which a pixel has the frame's colour
    """

    def __init__(self, apart: Distances, tolerance: int) -> None:
        self._apart = apart
        self._has_colour = apart <= tolerance
        self.depth, self.length = apart.shape
        most = max(1, -int(-self.length * _TURNED_PER_MILLE // 1000))
        self._moves, self._steps = _moves(most)
        deepest = min(self.depth - 4, self.depth * _DEEPEST_PERCENT // 100)
        last = min(self.depth, deepest + _FURTHER + most)
        padded = np.full((most + 2 + last, BLOCKS), WHOLE, np.int32)
        padded[most + 2 :] = _by_blocks(self._has_colour[:last], WHOLE)
        # By block, row and move; the first row is outside the picture.
        self._shares = padded.ravel().take(_places(most, deepest, len(padded)))

    def rough_depth(self) -> int:
        """Return about how deep the frame is, in pixels; 0 if there seems to be none."""
        found = self._best(np.ones(BLOCKS, bool), _ROUGHLY_PERCENT)
        return found[0] if found else 0

    def line(self, before: float, after: float) -> Line | None:
        """Return the line where the frame ends, if there is one.

        before, after: pixels of the frames of the two neighbouring sides
        """
        first = before / self.length * BLOCKS
        last = BLOCKS - after / self.length * BLOCKS
        numbers = np.arange(BLOCKS)
        between = (numbers >= first - 0.3) & (numbers + 1 <= last + 0.3)
        if int(np.count_nonzero(between)) < _FEWEST:
            return None
        found = self._best(between, _PURE_PERCENT)
        if found is None:
            return None
        row, turn, cover = found
        outer, inmost = self._shares[:, row, turn], self._shares[:, row + 2, turn]
        apart = self._distances(row, turn, between & (outer - inmost > WHOLE // 2))
        slope = int(self._moves[turn]) / self.length
        middle_of_edge = ((first + last) / 2 - BLOCKS / 2) / BLOCKS * self.length
        outside = self._has_colour[:row]
        return Line(
            max(0.01, row - 0.5 + _half_way(apart) + slope * middle_of_edge),
            slope,
            cover,
            100 * int(np.count_nonzero(outside)) // outside.size,
            apart[0],
            max(apart[2:4]),
            max(apart[5:]),
        )

    def _best(
        self, between: npt.NDArray[np.bool_], pure_percent: int
    ) -> tuple[int, int, int] | None:
        """The row, the turn and the cover of the innermost of the best lines."""
        shares = self._shares if between.all() else self._shares[between]
        count = len(shares)
        outside = shares[:, :-_FURTHER]
        inside = np.maximum(shares[:, _BELOW : _BELOW - _FURTHER], shares[:, _FURTHER:])
        np.subtract(outside, inside, out=inside)
        falls = np.maximum(inside, 0, out=inside).sum(axis=0, dtype=np.int32)
        pure = 100 * outside.sum(axis=0, dtype=np.int32) >= pure_percent * WHOLE * count
        falls *= pure
        falls[0] = 0
        most = int(falls.max())
        if 100 * most < _LEAST_PERCENT * WHOLE * count:
            return None
        row = int(np.flatnonzero((100 * falls >= _INNERMOST_PERCENT * most).any(axis=1))[-1])
        start = max(0, row - 3)
        row, turn = divmod(int(falls[start : row + 1].argmax()), falls.shape[1])
        row += start
        return row, turn, 100 * int(falls[row, turn]) // (WHOLE * count)

    def _distances(self, row: int, turn: int, blocks: npt.NDArray[np.bool_]) -> list[int]:
        """How far pixels are from the frame's colour, from the row before a line to 6 rows after.

        blocks: those of whose pixels it is the sum
        """
        last = min(self.depth, row + 30)
        apart = _by_blocks(self._apart[:last], 1)
        rows = np.arange(row - 1, row + 7)[:, None] + self._steps[turn]
        found = apart[rows.clip(0, last - 1), np.arange(BLOCKS)][:, blocks]
        sums: list[int] = found.sum(axis=1, dtype=np.int64).tolist()
        return sums


def _half_way(apart: Sequence[int]) -> float:
    """The place, a fraction of an index, at which numbers first reach half of their rise.

    apart: numbers that rise from the first to one of the next four
    """
    half = (apart[0] + max(apart[2:5])) / 2
    for number, (before, after) in enumerate(itertools.pairwise(apart[:5])):
        if before < half <= after:
            return number + (half - before) / (after - before)
    return 1.0


def _by_blocks(numbers: npt.NDArray[Any], scale: int) -> Whole:
    """Of each row, the mean of each block of its numbers, times `scale`, rounded down."""
    starts, lengths = _blocks(numbers.shape[1])
    turned = np.ascontiguousarray(numbers.T)  # sums of whole rows are faster
    sums = np.add.reduceat(turned, starts, axis=0, dtype=np.int32)
    means: Whole = sums.T * scale // lengths
    return means


@lru_cache(maxsize=64)
def _blocks(columns: int) -> tuple[Whole, Whole]:
    """Where the blocks of so many pixels begin, and how many pixels each has."""
    starts = np.arange(BLOCKS) * columns // BLOCKS
    return starts, np.diff(starts, append=columns)


@lru_cache(maxsize=64)
def _moves(most: int) -> tuple[Whole, Whole]:
    """The moves of a line's end, in pixels, of at most so many.

    With them, by how many pixels each block is deeper than the line's middle, for each move.
    """
    moves = np.arange(-most, most + 1)
    from_middle = np.arange(BLOCKS) + 0.5 - BLOCKS / 2
    return moves, np.rint(moves[:, None] * from_middle / BLOCKS).astype(np.int64)


@lru_cache(maxsize=16)  # some 300 kB each; a photo needs two or three
def _places(most: int, deepest: int, rows: int) -> Whole:
    """Where the shares of each block, row and move are among those of all blocks by rows."""
    _, steps = _moves(most)
    lines = np.arange(-1, deepest + _FURTHER)[:, None] + (steps.T + most + 2)[:, None]
    places: Whole = np.minimum(lines, rows - 1) * BLOCKS + np.arange(BLOCKS)[:, None, None]
    return places


def seen_from(picture: npt.NDArray[np.int16]) -> Sequence[Distances]:
    """Return views of an array (..., rows, columns) from left, top, right and bottom, inwards."""
    turned = picture.swapaxes(-1, -2)
    return turned, picture, turned[..., ::-1, :], picture[..., ::-1, :]
