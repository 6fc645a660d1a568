"""Find the outermost frame of a picture: of one colour, up to straight edges along its sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from photoparsl.measuring.frame_blocks import Distances
from photoparsl.measuring.frame_edges import Line, Side, seen_from, sides_of

Picture: TypeAlias = npt.NDArray[np.uint8]  # of shape (bands, rows, columns)
Lines: TypeAlias = tuple[Line | None, Line | None, Line | None, Line | None]

_Levels = npt.NDArray[np.int16]

_EVEN_PERCENT = 85  # of a side's outermost pixels have the side's colour, if it is even
_SPREAD = 20  # nine of ten outermost pixels are within this many levels of the side's colour
# Factors of the spread plus 6 levels, with the least and the greatest tolerance, in levels.
_TOLERANCES = ((1.8, 18, 40), (1.0, 10, 30))
_LEAST_APART = 8  # levels between two colours of frames
_DEEPEST = 0.85  # of the width or height: two opposite frames together are no deeper
# By the number of sides with a frame: the least cover, the mean cover, and the least share of the
# frame's colour outside, all in per cent, and the greatest depth, as a share of the side.
_NEEDED = {4: (25, 45, 35, 1.0), 3: (45, 60, 35, 1.0), 2: (60, 75, 80, 0.35), 1: (75, 75, 95, 0.22)}
_LEAST = {4: 0.0, 3: 0.0, 2: 0.008, 1: 0.012}  # the least depth of the deepest frame, likewise
_SOFT_PERCENT, _CLEAR_COVER = 65, 85


def find_frame(picture: Picture, *, is_outermost: bool) -> Lines | None:
    """The edges of the outermost frame, or None if there is none."""
    best: tuple[float, Lines] | None = None
    for colour, spread in _colours(picture, is_outermost=is_outermost):
        apart = _apart(picture[0], colour[0])
        for band in range(1, len(picture)):
            np.maximum(apart, _apart(picture[band], colour[band]), out=apart)
        for times, least, most in _TOLERANCES:
            tolerance = int(min(most, max(least, times * (spread + 6))))
            lines = _frame_of(apart, tolerance, is_outermost=is_outermost)
            cover = sum([line.cover for line in lines if line]) - times if lines else 0
            if lines and (best is None or cover > best[0]):
                best = cover, lines
    return best[1] if best else None


def _apart(band: Distances, level: np.uint8) -> Distances:
    """How far each pixel of a band is from a level."""
    levels = np.full(band.shape[1], level)  # numpy is six times slower with one level
    apart: Distances = np.maximum(band, levels) - np.minimum(band, levels)
    return apart


def _colours(picture: Picture, *, is_outermost: bool) -> Iterator[tuple[Picture, int]]:
    """The colours of the even sides and their spread, the most even first."""
    found: list[tuple[int, int, _Levels]] = []
    for side in seen_from(picture):
        line = side[:, 1 if is_outermost else 0].T.astype(np.int16)
        colour, spread = _middle(line)
        tolerance = min(30, max(10, spread + 6))
        outermost = np.abs(side[:, 0].T.astype(np.int16) - colour).max(axis=1) <= tolerance
        even = 100 * int(np.count_nonzero(outermost)) >= _EVEN_PERCENT * len(line)
        if spread <= _SPREAD and even:
            found.append((spread, len(found), colour))
    kept: list[_Levels] = []
    for spread, _, colour in sorted(found, key=lambda side: side[:2]):
        if all(int(np.abs(colour - other).max()) > _LEAST_APART for other in kept):
            kept.append(colour)
            yield colour.astype(np.uint8), spread


def _middle(line: _Levels) -> tuple[_Levels, int]:
    """The median of each band, and how far nine of ten pixels are from it at most."""
    count = len(line)
    colour: _Levels = np.partition(line, count // 2, axis=0)[count // 2]
    apart = np.abs(line - colour).max(axis=1)
    return colour, int(np.partition(apart, count * 9 // 10)[count * 9 // 10])


def _frame_of(apart: Distances, tolerance: int, *, is_outermost: bool) -> Lines | None:
    """The edges of the frame of a colour.

    apart: how far each pixel is from the colour
    """
    sides = sides_of(apart, tolerance)
    depths: list[float] = [float(side.rough_depth()) for side in sides]
    while chosen := [number for number in range(4) if depths[number]]:
        lines = [
            side.line(depths[(number + 1) % 2], depths[(number + 1) % 2 + 2])
            if depths[number]
            else None
            for number, side in enumerate(sides)
        ]
        depths = [line.depth if line else 0.0 for line in lines]
        dropped = _dropped(lines, chosen)
        if dropped is None:
            return _accepted(lines, sides, is_outermost=is_outermost)
        depths[dropped] = 0.0
    return None


def _dropped(lines: Sequence[Line | None], chosen: Sequence[int]) -> int | None:
    """The one of the chosen sides that has no frame, or None if all have one."""
    covers = {number: line.cover if (line := lines[number]) else 0 for number in chosen}
    least, in_all, outside, _ = _NEEDED[len(chosen)]
    weakest = min(chosen, key=lambda number: covers[number])
    if covers[weakest] < least:
        return weakest
    for number in chosen:
        if (line := lines[number]) and line.outside < outside:
            return number
    return None if sum(covers.values()) >= in_all * len(chosen) else weakest


def _accepted(
    lines: Sequence[Line | None], sides: Sequence[Side], *, is_outermost: bool
) -> Lines | None:
    """The lines, or None if they are too deep or too soft for a frame."""
    found = [line for line in lines if line]
    left, top, right, bottom = (
        line.depth / side.depth if line else 0.0 for line, side in zip(lines, sides, strict=True)
    )
    if not _LEAST[len(found)] <= max(left, top, right, bottom) <= _NEEDED[len(found)][3]:
        return None
    if max(left + right, top + bottom) > _DEEPEST or (len(found) == 1 and not is_outermost):
        return None
    before, near, far = (
        sum(apart) for apart in zip(*((x.before, x.near, x.far) for x in found), strict=True)
    )
    is_clear = sum(line.cover for line in found) >= _CLEAR_COVER * len(found)
    if 2 * before > near or (100 * near < _SOFT_PERCENT * far and not is_clear):
        return None
    return lines[0], lines[1], lines[2], lines[3]
