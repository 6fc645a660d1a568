"""The argument of every measure: a decoded photo, with its pixels as a viewer shows them."""

from __future__ import annotations

import struct
from base64 import b64encode
from copy import copy
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.measuring.photo_file import photo_file
from photoparsl.measuring.pixels import (
    COLOUR,
    as_seen,
    grid_pixels,
    has_profiled_inks,
    inks,
)


class DecodedPhoto:
    """A photo's pixels as a viewer shows them: upright, with one 8-bit band (grey) or R, G and B.

    image: Pillow's image, of mode L or RGB
    profiled: the image whose levels the embedded profile explains: `image`, or of mode CMYK
    mode: Pillow's mode of the pixels in the file
    size_bytes: the file's size in bytes
    file: the file's header
    is_preview: whether the file is a camera's raw file, and the pixels those of a JPEG in it
    """

    def __init__(self, image: Image.Image, size_bytes: int = 0, head: bytes = b"") -> None:
        self.is_preview = False
        self.mode = image.mode
        self.size_bytes = size_bytes
        self.file = photo_file(image, head)
        self.image = as_seen(image)
        self.profiled = inks(image) if has_profiled_inks(image) else self.image

    @property
    def coloured(self) -> bool:
        """Whether the image has three bands, R, G and B."""
        return self.image.mode == COLOUR

    @property
    def pixel_count(self) -> int:
        """The number of pixels."""
        return self.image.width * self.image.height

    @cached_property
    def histogram(self) -> npt.NDArray[np.int64]:
        """The number of pixels of each level: an array of shape (bands, 256)."""
        counts = self.image.histogram()
        packed = struct.pack(f"{len(counts)}q", *counts)  # takes a third of np.array's time
        return np.frombuffer(packed, np.int64).reshape(-1, 256)

    @cached_property
    def cumulated(self) -> npt.NDArray[np.int64]:
        """The number of pixels at or below each level: an array of shape (bands, 256)."""
        return np.cumsum(self.histogram, axis=1, dtype=np.int64)

    @cached_property
    def shares(self) -> npt.NDArray[np.float64]:
        """The histogram as shares of all pixels, 0 to 1: an array of shape (bands, 256)."""
        return self.histogram / self.pixel_count

    @cached_property
    def stamp(self) -> str:
        """The photo as 4 x 4 colours for the page, row by row, in base64.

        A colour is RGB565 in two bytes, little-endian.  It is the mean of 8 x 8 pixels of a grid
        of 32 x 32 (`grid_pixels`).
        """
        colours: Any = grid_pixels(self.image, (32, 32)).reduce(8).load()
        cells = [colours[x, y] for y in range(4) for x in range(4)]
        if not self.coloured:
            cells = [(grey, grey, grey) for grey in cells]
        packed = [red >> 3 << 11 | green >> 2 << 5 | blue >> 3 for red, green, blue in cells]
        return b64encode(struct.pack("<16H", *packed)).decode()

    def part(self, box: tuple[int, int, int, int]) -> DecodedPhoto:
        """A part of the photo, of the same file.

        box: its left, top, right and bottom in pixels
        """
        other = copy(self)
        for name in ("histogram", "cumulated", "shares", "stamp"):
            other.__dict__.pop(name, None)  # what is cached is of the whole
        other.image = self.image.crop(box)
        is_same = self.profiled is self.image
        other.profiled = other.image if is_same else self.profiled.crop(box)
        return other

    def copy_on_write(self) -> DecodedPhoto:
        """A copy of the photo that shares its pixels until a measure changes them."""
        other = copy(self)
        other.image = self.image._new(self.image.im)
        other.image.readonly = 1
        return other
