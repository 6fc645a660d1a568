"""A hash by which photos that look alike are found, whatever their size, format and mount."""

from __future__ import annotations

import numpy as np

from photoparsl.errors import NoValueError
from photoparsl.measuring.border import inside
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.measure import built_in
from photoparsl.measuring.pixels import grid_pixels

COLUMNS, ROWS = 9, 8  # of the cells whose brightness is compared
_PIXELS = 16  # rows, and columns, of pixels that are averaged in a cell
_LEAST_RANGE = 24  # levels of 255 between the darkest and the lightest cell
_LEAST_STEP, _LEAST_STEPS = 4, 16  # levels, and how many neighbours differ by as many


@built_in(version=1, in_all=False)
def difference_hash(photo: DecodedPhoto) -> str:
    """64 bits in hexadecimal that are nearly the same for photos that look alike.

    Of the photo inside its frame, averaged in 9 x 8 cells: a bit is 1 if a cell is lighter than its
    left neighbour, row by row.  An even picture, such as a blank back, has none.  Source: N.
    Krawetz, "Kind of like that", 2013.
    """
    image = grid_pixels(inside(photo).image, (COLUMNS * _PIXELS, ROWS * _PIXELS))
    cells = np.frombuffer(image.convert("L").reduce(_PIXELS).tobytes(), np.uint8)
    levels = cells.reshape(ROWS, COLUMNS).astype(np.int16)
    steps = levels[:, 1:] - levels[:, :-1]
    clear = int(np.count_nonzero(np.abs(steps) >= _LEAST_STEP))
    if int(levels.max() - levels.min()) < _LEAST_RANGE or clear < _LEAST_STEPS:
        raise NoValueError("the picture is too even to be compared")
    return np.packbits(steps > 0).tobytes().hex()
