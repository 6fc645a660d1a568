"""Go through an image a few rows at a time, which saves memory."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

_STRIP_PIXELS = 500_000  # at a time


def row_strips(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """Yield strips of whole rows, each with the number of its first row.

    A copy of a strip needs less memory than one of the image.  A small image is one strip.
    """
    width, height = image.size
    rows = max(1, _STRIP_PIXELS // width)
    if rows >= height:
        yield 0, image
        return
    for top in range(0, height, rows):
        yield top, image.crop((0, top, width, min(top + rows, height)))
