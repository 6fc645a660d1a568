"""Find the straight line along a side of a picture where a frame of one colour ends.

A side is cut into 16 blocks.  Along a line, turned by up to 1.1 degrees, each block has a share of
pixels of the frame's colour.  Where the frame ends, that share falls within two pixels, in most
blocks at the same line.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from photoparsl.measuring.frame_blocks import (
    BLOCKS,
    Distances,
    IntArray,
    blocks_of,
    indices_of,
    moves_of,
    sums_by_blocks,
)

WHOLE = 256  # stands for the share 1: all pixels of a block have the frame's colour

_TURNED_PER_MILLE = 39 / 2  # of the length: a line's end is moved by at most this, 1.1 degrees
_DEEPEST_PERCENT = 46  # of the picture's depth: a line is searched down to here
_FEWEST = 3  # a line is searched in at least this many blocks between the neighbouring frames
_PURE_PERCENT = 94  # of a line's pixels must have the frame's colour
_ROUGHLY_PERCENT = 80  # the same, while the neighbouring sides' frames aren't known
_LEAST_PERCENT = 15  # the frame must end at the line in at least this share of its blocks
_INNERMOST_PERCENT = 70  # of the best line's fall: the innermost line with as much is taken
_BELOW, _FURTHER = 2, 5  # a fall is the difference from the shares this many rows further inwards

_FALL_BITS = 16  # a number holds a fall in its lowest 16 bits, and a share above these


@dataclass(frozen=True, slots=True)
class Line:
    """A line where the frame ends.

    depth: pixels from the side, at the middle of the photo's edge
    slope: pixels that it goes inwards for each pixel along the side
    cover: per cent of the blocks between the neighbouring frames in which the frame ends at the
        line
    outside: per cent of the pixels outside the line that have the frame's colour
    before, near, far: how far pixels are from the frame's colour, in levels added up over blocks.
        `before` is next to the line on its outer side, `near` next to it on its inner side, and
        `far` 4 to 6 pixels inwards
    """

    depth: float
    slope: float
    cover: int
    outside: int
    before: int
    near: int
    far: int


def sides_of(apart: Distances, tolerance: int) -> list[Side]:
    """The sides of a picture: left, top, right and bottom.

    apart: how far each pixel is from the frame's colour, in levels
    tolerance: up to how many levels from the frame's colour a pixel counts as of this colour
    """
    has_colour = apart <= tolerance
    down, across = sums_by_blocks(has_colour), sums_by_blocks(has_colour.T)
    sums = (down, across, down[::-1], across[::-1])
    seen = zip(seen_from(apart), seen_from(has_colour), sums, strict=True)
    return [Side(*views) for views in seen]


class Side:
    """A side of a picture, and how the frame's colour ends there.

    In arrays of pixels, rows go from the side inwards.

    apart: how far each pixel is from the frame's colour, in levels
    has_colour: whether each pixel has the frame's colour
    sums: for each row and block, how many of its pixels have the frame's colour
    """

    def __init__(
        self, apart: Distances, has_colour: npt.NDArray[np.bool_], sums: Distances
    ) -> None:
        self._apart, self._has_colour = apart, has_colour
        self.depth, self.length = apart.shape
        most = max(1, -int(-self.length * _TURNED_PER_MILLE // 1000))
        self._moves, self._steps = moves_of(most)
        deepest = min(self.depth - 4, self.depth * _DEEPEST_PERCENT // 100)
        last = min(self.depth, deepest + _FURTHER + most)
        shares = np.full((most + 2 + last + _FURTHER, BLOCKS), WHOLE, np.int32)
        of_picture = shares[most + 2 : -_FURTHER]
        np.multiply(sums[:last], WHOLE, out=of_picture, dtype=np.int32)
        of_picture //= blocks_of(self.length)[1]
        shares[-_FURTHER:] = of_picture[-1]
        self._shares, self._first = shares, most + 1
        inside = np.maximum(shares[_BELOW : _BELOW - _FURTHER], shares[_FURTHER:])
        falls = np.maximum(shares[:-_FURTHER] - inside, 0)
        falls += shares[:-_FURTHER] << _FALL_BITS
        # By block, row and move. The first row is outside the picture.
        self._falls = falls.ravel().take(indices_of(most, deepest, len(falls)), mode="wrap")

    def rough_depth(self) -> int:
        """Return about how deep the frame is, in pixels, or 0 if there seems to be none."""
        found = self._best(np.ones(BLOCKS, bool), _ROUGHLY_PERCENT)
        return found[0] if found else 0

    def line(self, before: float, after: float) -> Line | None:
        """Return the line where the frame ends, if there is one.

        before, after: the widths, in pixels, of the frames at the two neighbouring sides
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
        outer, inmost = self._shares_along(row, turn), self._shares_along(row + 2, turn)
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
        """The row, the index of the move, and the cover (`Line`) of the innermost good line.

        between: the blocks between the neighbouring frames
        pure_percent: how many per cent of a line's pixels must have the frame's colour
        """
        by_block = self._falls if between.all() else self._falls[between]
        count = len(by_block)
        sums = by_block.sum(axis=0, dtype=np.int32)
        pure = 100 * (sums >> _FALL_BITS) >= pure_percent * WHOLE * count
        falls = (sums & (1 << _FALL_BITS) - 1) * pure
        falls[0] = 0
        most = int(falls.max())
        if 100 * most < _LEAST_PERCENT * WHOLE * count:
            return None
        row = int(np.flatnonzero((100 * falls >= _INNERMOST_PERCENT * most).any(axis=1))[-1])
        start = max(0, row - 3)
        row, turn = divmod(int(falls[start : row + 1].argmax()), falls.shape[1])
        row += start
        return row, turn, 100 * int(falls[row, turn]) // (WHOLE * count)

    def _shares_along(self, row: int, turn: int) -> IntArray:
        """The share of each block along a line that has the frame's colour."""
        rows = np.minimum(self._first + row + self._steps[turn], len(self._shares) - 1)
        shares: IntArray = self._shares[rows, np.arange(BLOCKS)]
        return shares

    def _distances(self, row: int, turn: int, blocks: npt.NDArray[np.bool_]) -> list[int]:
        """How far pixels are from the frame's colour, in each of the 8 rows around a line.

        The rows are those from one before the line to 6 after it.  A number is the sum of the
        blocks' mean distances, in levels.

        blocks: which blocks are added up
        """
        last = min(self.depth, row + 30)
        starts, lengths = blocks_of(self.length)
        sums_of_blocks = np.add.reduceat(self._apart[:last], starts, axis=1, dtype=np.int32)
        apart = sums_of_blocks // lengths
        rows = np.arange(row - 1, row + 7)[:, None] + self._steps[turn]
        found = apart[rows.clip(0, last - 1), np.arange(BLOCKS)][:, blocks]
        sums: list[int] = found.sum(axis=1, dtype=np.int64).tolist()
        return sums


def _half_way(apart: Sequence[int]) -> float:
    """The place, as a fractional index, at which numbers first reach half of their rise.

    apart: numbers that rise from the first to one of the next four
    """
    half = (apart[0] + max(apart[2:5])) / 2
    for number, (before, after) in enumerate(itertools.pairwise(apart[:5])):
        if before < half <= after:
            return number + (half - before) / (after - before)
    return 1.0


def seen_from(picture: npt.NDArray[Any]) -> Sequence[npt.NDArray[Any]]:
    """Return views of an array (..., rows, columns) from left, top, right and bottom, inwards."""
    turned = picture.swapaxes(-1, -2)
    return turned, picture, turned[..., ::-1, :], picture[..., ::-1, :]
