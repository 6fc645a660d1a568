"""Find the frame round a photo: a mount, the scanner's bed, a film's rebate, a black frame.

A frame is told by its straight edge (`frames`), not by its evenness alone.  The rule is in
docs/measures.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.frame_edges import Line
from photoparsl.measuring.frames import Lines, Picture, find_frame

LONGEST = 320  # pixels of a side of the copy in which the frame is searched
FRAMES = 4  # the most frames, one in the other

_LEAST_SIDE = 48  # pixels of the copy, or of what is inside a frame


@dataclass(frozen=True, slots=True)
class Border:
    """The frame round a photo.

    shares: the share of frame at the left, top, right and bottom, 0 to 1: of the width or the
        height, at the middle of the photo's edge
    box: the pixels inside that the frame doesn't touch: left, top, right and bottom
    """

    shares: tuple[float, float, float, float]
    box: tuple[int, int, int, int]


def border(photo: DecodedPhoto) -> Border:
    """Return the frame round a photo.  All measures of a photo share one."""
    if photo not in _cache:
        _cache[photo] = find_border(photo.image)
    return _cache[photo]


def inside(photo: DecodedPhoto) -> DecodedPhoto:
    """Return the photo without its frame: the photo itself if there is none."""
    box = border(photo).box
    if box == (0, 0, *photo.image.size):
        return photo
    if photo not in _insides:
        _insides[photo] = photo.part(box)
    return _insides[photo]


def find_border(image: Image.Image) -> Border:
    """Find the frame round the photo in an image of mode L or RGB."""
    times = -(-max(image.size) // LONGEST)
    copy = image.reduce(times) if times > 1 else image
    bands = [copy.tobytes("raw", band) for band in copy.getbands()]
    picture = np.frombuffer(b"".join(bands), np.uint8).reshape(-1, copy.height, copy.width)
    edges = _InnerEdges(*copy.size)
    for number in range(FRAMES):
        if min(picture.shape[1:]) < _LEAST_SIDE:
            break
        lines = find_frame(picture, is_outermost=not number)
        if lines is None:
            break
        edges.enter(lines, picture.shape)
        picture = _straightened(picture, lines)
    left, top, right, bottom = edges.depths
    right -= copy.width - image.width / times  # the copy's last pixels may be parts of pixels
    bottom -= copy.height - image.height / times
    shares = (left / image.width, top / image.height, right / image.width, bottom / image.height)
    return Border(_in_range([share * times for share in shares]), _box(edges, image.size, times))


def _in_range(shares: Sequence[float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = (max(0.0, share) for share in shares)
    return left, top, right, bottom


def _box(edges: _InnerEdges, size: tuple[int, int], times: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = (int(-(-depth * times // 1)) for depth in edges.inmost)
    return left, top, size[0] - right, size[1] - bottom


_cache: WeakKeyDictionary[DecodedPhoto, Border] = WeakKeyDictionary()
_insides: WeakKeyDictionary[DecodedPhoto, DecodedPhoto] = WeakKeyDictionary()


class _InnerEdges:
    """Where the inside of the frames found so far is, in pixels of the copy.

    depths: the depths of the frames, at the middle of the photo's edges: left, top, right and
        bottom
    """

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._cut = [0.0] * 4  # what `_straightened` has cut off at each side
        self._lean = [0.0] * 4  # how much deeper the frames are at an end of the photo's edges
        self.depths = [0.0] * 4

    @property
    def inmost(self) -> list[float]:
        """The greatest depth of the frames on each side, in the order of `depths` (0: no frame)."""
        pairs = zip(self.depths, self._lean, strict=True)
        return [depth + lean + 1.5 if depth else 0.0 for depth, lean in pairs]

    def enter(self, lines: Sequence[Line | None], shape: tuple[int, ...]) -> None:
        """Add a frame that was found inside the earlier ones.

        lines: where the frame ends: left, top, right and bottom
        shape: the shape of the picture of the inside in which it was found: (bands, rows, columns)
        """
        pixels = shape[:0:-1]  # columns and rows
        left = [self._size[axis] - self._cut[axis] - self._cut[axis + 2] for axis in range(2)]
        scales = [extent / count for extent, count in zip(left, pixels, strict=True)]
        for number, line in enumerate(lines):
            if line:
                scale = scales[number % 2]
                self.depths[number] = self._cut[number] + line.depth * scale
                self._lean[number] += abs(line.slope) * pixels[1 - number % 2] / 2 * scale
                self._cut[number] = self.depths[number] + scale


def _straightened(picture: Picture, lines: Lines) -> Picture:
    """What is inside the frame, turned so that its edges are straight, and without the edges."""
    rows, columns = picture.shape[1:]
    left, right = (_edge(lines[number], rows) for number in (0, 2))
    top, bottom = (_edge(lines[number], columns) for number in (1, 3))
    depths = [line.depth + 1 if line else 0.0 for line in lines]
    width = max(1, int(columns - depths[0] - depths[2]))
    height = max(1, int(rows - depths[1] - depths[3]))
    across = np.arange(width) / max(1, width - 1)
    down = (np.arange(height) / max(1, height - 1))[:, None]
    row = (depths[1] + down * (rows - 1 - depths[1] - depths[3])).astype(np.int64)
    row = row.clip(0, rows - 1)
    x = left[row] + across * (columns - 1 - right[row] - left[row])
    column = np.rint(x).astype(np.int64).clip(0, columns - 1)
    y = top[column] + down * (rows - 1 - bottom[column] - top[column])
    return picture[:, np.rint(y).astype(np.int64).clip(0, rows - 1), column]


def _edge(line: Line | None, length: int) -> npt.NDArray[np.floating[Any]]:
    """How deep the inside begins at each pixel along a side."""
    depth, slope = (line.depth + 1, line.slope) if line else (0.0, 0.0)
    return depth + slope * (np.arange(length) - length / 2)
