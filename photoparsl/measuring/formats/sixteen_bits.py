"""Decode colour images with 16 bits a channel, of which Pillow keeps the high byte only."""

from __future__ import annotations

import io
import sys

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile

from photoparsl.measuring.formats.format import raw_mode
from photoparsl.measuring.formats.row_strips import row_strips

GREY_ALPHA = "LA;16B"  # Pillow's name for the layout
_OTHER_ORDER = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}

_Bytes = npt.NDArray[np.uint8]


def has_16_bit_samples(image: ImageFile.ImageFile) -> bool:
    """Whether an image that isn't loaded yet holds several samples a pixel, of 16 bits each."""
    return ";16" in raw_mode(image) and len(image.getbands()) > 1


def load_16_bits(image: ImageFile.ImageFile, body: bytes) -> None:
    """Load the pixels of an image with several samples a pixel, of 16 bits each.

    Each sample becomes one of 8 bits, `sample / 257`, rounded.

    image: as Pillow opened it.  It gets the pixels
    body: the file's bytes
    """
    if raw_mode(image) == GREY_ALPHA:
        _load_grey_alpha(image)
    else:
        _load_colours(image, body)


def _load_grey_alpha(image: ImageFile.ImageFile) -> None:
    """Decode grey and alpha.  Pillow treats a pixel's four bytes as four samples of 8 bits."""
    image.tile = [tile._replace(args="RGBA") for tile in image.tile]
    image.load()
    grey, alpha = Image.new("L", image.size), Image.new("L", image.size)
    for top, strip in row_strips(image):
        samples: _Bytes = np.asarray(strip)
        for band, high in ((grey, 0), (alpha, 2)):
            levels = _rounded(samples[..., high], samples[..., high + 1])
            band.paste(Image.fromarray(levels), (0, top))
    image.im = Image.merge("LA", (grey, alpha)).im
    image._mode = "LA"


def _load_colours(image: ImageFile.ImageFile, body: bytes) -> None:
    """Decode twice, the second time in the other byte order, which gives the low bytes."""
    layout = raw_mode(image)
    other = layout[:-1] + _OTHER_ORDER[layout[-1]]
    low = Image.open(io.BytesIO(body), formats=(str(image.format),))
    low.tile = [
        tile._replace(args=(other, *tile.args[1:]) if isinstance(tile.args, tuple) else other)
        for tile in low.tile
    ]
    image.load()
    low.load()
    for top, strip in row_strips(image):
        lower = low.crop((0, top, strip.width, top + strip.height))
        levels = _rounded(np.asarray(strip), np.asarray(lower))
        image.paste(Image.frombytes(image.mode, strip.size, levels.tobytes()), (0, top))


def _rounded(high: _Bytes, low: _Bytes) -> _Bytes:
    """`(256 high + low) / 257`, which is `high + (low - high) / 257`, rounded."""
    difference = low.astype(np.int16) - high
    return (high + (difference > 128).astype(np.int16) - (difference < -128)).astype(np.uint8)
