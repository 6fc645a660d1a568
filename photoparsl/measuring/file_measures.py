"""Measures of a photo's sharpness, its size in pixels, and its file."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PIL import Image

from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.measure import built_in
from photoparsl.measuring.pixels import grid_pixels

# Pillow's modes. The value of `mode` is the index in this tuple.
MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "I;16", "I", "F")
_OTHER_NAMES = {"La": "LA", "RGBa": "RGBA", "RGBX": "RGB"}


@built_in(version=2)
def sharpness(photo: DecodedPhoto) -> float:
    """Root mean square of the luma's second difference over 510, 0 (even) to 1 (a fine chequer).

    `a - 2 b + c` of neighbours along 8 rows and 8 columns at full resolution: a Laplacian, in
    parts.  It compares photos of about the same size.  Source: after J. L. Pech-Pacheco et al.,
    "Diatom autofocusing in brightfield microscopy", 2000.
    """
    width, height = photo.image.size
    rows = _luma(grid_pixels(photo.image, (width, min(height, 8))))
    columns = _luma(grid_pixels(photo.image, (min(width, 8), height)))
    along = rows[:, :-2] - 2 * rows[:, 1:-1] + rows[:, 2:]
    down = columns[:-2] - 2 * columns[1:-1] + columns[2:]
    squares = _sum_of_squares(along) + _sum_of_squares(down)
    return math.sqrt(squares / max(1, along.size + down.size)) / 510


@built_in(version=1)
def width(photo: DecodedPhoto) -> float:
    """Width in pixels, upright."""
    return float(photo.image.width)


@built_in(version=1)
def height(photo: DecodedPhoto) -> float:
    """Height in pixels, upright."""
    return float(photo.image.height)


@built_in(version=2)
def mode(photo: DecodedPhoto) -> float:
    """The kind of pixels that the file holds, by its number: 1 for grey, 5 for RGB, else -1.

    The numbers are in docs/measures.md.
    """
    name = _OTHER_NAMES.get(photo.mode, photo.mode)
    name = "I;16" if name.startswith("I;16") else name
    return float(MODES.index(name)) if name in MODES else -1.0


@built_in(version=1)
def size_bytes(photo: DecodedPhoto) -> float:
    """The file's size in bytes."""
    return float(photo.size_bytes)


def _sum_of_squares(numbers: npt.NDArray[np.int32]) -> int:
    return int((numbers * numbers).sum(dtype=np.int64))


def _luma(image: Image.Image) -> npt.NDArray[np.int32]:
    """Luma, 0 to 255: an array of shape (height, width), in 32 bits, which hold 510 squared."""
    levels = np.frombuffer(image.convert("L").tobytes(), np.uint8).astype(np.int32)
    return levels.reshape(image.height, image.width)
