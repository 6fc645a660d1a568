"""A file's bytes in, a photo's pixels out; or the reason why there are none."""

from __future__ import annotations

import io
import struct
import zlib
from base64 import b64encode
from copy import copy
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile, UnidentifiedImageError

from photoparsl.errors import NotMeasurableError
from photoparsl.fetching import Limits
from photoparsl.measuring import jpeg
from photoparsl.measuring.containers import REPEATED, check_whole, repeated_end
from photoparsl.measuring.damage import file_mode, is_deep, load
from photoparsl.measuring.kinds import kind_of
from photoparsl.measuring.pixels import COLOUR, as_seen, converted_bytes, picked

# Named, since Pillow opens others with other programs.  A JPEG of several images (MPO) is a JPEG.
FORMATS = ("JPEG", "PNG", "TIFF", "GIF", "WEBP", "BMP", "JPEG2000", "PPM", "AVIF")

Image.MAX_IMAGE_PIXELS = None  # the limit is `Limits.most_pixels`, and no warning

# Whatever else Pillow's decoders raise on damaged input; there is no narrower common base.
_DAMAGED = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError,
    RuntimeError, AssertionError, EOFError, struct.error, zlib.error,
)  # fmt: skip


class DecodedPhoto:
    """A photo's pixels as they are seen, upright: one 8-bit band if it is grey, else R, G and B.

    `mode` is Pillow's name for the pixels that the file holds, and `size_bytes` the file's size.
    """

    def __init__(self, image: Image.Image, size_bytes: int = 0) -> None:
        self.mode = image.mode
        self.size_bytes = size_bytes
        self.image = as_seen(image)

    @property
    def coloured(self) -> bool:
        """Whether it has three bands."""
        return self.image.mode == COLOUR

    @cached_property
    def histogram(self) -> npt.NDArray[np.int64]:
        """How many pixels have each level: an array of (bands, 256)."""
        counts = self.image.histogram()
        packed = struct.pack(f"{len(counts)}q", *counts)  # a third of what np.array takes
        return np.frombuffer(packed, np.int64).reshape(-1, 256)

    @cached_property
    def cumulated(self) -> npt.NDArray[np.int64]:
        """How many pixels don't exceed each level: an array of (bands, 256)."""
        return np.cumsum(self.histogram, axis=1)

    @cached_property
    def shares(self) -> npt.NDArray[np.float64]:
        """The same as shares of all pixels."""
        return self.histogram / (self.image.width * self.image.height)

    @cached_property
    def stamp(self) -> str:
        """4 x 4 colours, row by row, each RGB565 in two bytes (little-endian), in base64.

        Each is the mean of 64 pixels at the crossings of an even grid.
        """
        cells: Any = picked(self.image, (32, 32)).reduce(8).load()
        seen = [cells[x, y] for y in range(4) for x in range(4)]
        colours = seen if self.coloured else [(grey, grey, grey) for grey in seen]
        packed = [red >> 3 << 11 | green >> 2 << 5 | blue >> 3 for red, green, blue in colours]
        return b64encode(struct.pack("<16H", *packed)).decode()

    def lent(self) -> DecodedPhoto:
        """The same photo, of which a borrower may change the image: it is copied when it is."""
        other = copy(self)
        other.image = self.image._new(self.image.im)
        other.image.readonly = 1
        return other


def decode(body: bytes, limits: Limits = Limits()) -> DecodedPhoto:
    """Decode the file `body`, or raise NotMeasurableError with the reason.

    An animation's first frame stands for it.  What would take more pixels or more memory than
    the limits is refused by the file's header, before the memory is spent.
    """
    kind = kind_of(body)
    if kind is None:
        detail = f"begins with {body[:24]!r}" if body else "an empty file"
        raise NotMeasurableError("not-an-image", detail)
    if not kind.is_read:
        raise NotMeasurableError("unsupported-image", f"{kind.name} isn't read")
    try:
        check_whole(kind.name, body)
        image = Image.open(io.BytesIO(body), formats=FORMATS)
        _check_size(image, body, limits)
        mode = file_mode(image)
        load(image, body)
        photo = DecodedPhoto(image, len(body))
        photo.mode = mode
        return photo
    except UnidentifiedImageError as error:
        raise _unidentified(kind.name, body) from error
    except MemoryError as error:
        raise NotMeasurableError("too-many-pixels", "more than the memory holds") from error
    except _DAMAGED as error:
        detail = str(error) or type(error).__name__
        reason = "damaged-image"
        if any(word in detail.lower() for word in ("unsupported", "unknown")):
            reason = "unsupported-image"
        elif "truncated" in detail.lower() or repeated_end(body) >= REPEATED:
            reason = "truncated"
        raise NotMeasurableError(reason, detail) from error


def _check_size(image: ImageFile.ImageFile, body: bytes, limits: Limits) -> None:
    pixels = image.width * image.height
    problem = ""
    if pixels > limits.most_pixels:
        problem = f"at most {limits.most_pixels:,}"
    elif pixels > _most_pixels_in(image, len(body)) and not _is_arithmetic(image, body):
        problem = f"{len(body):,} bytes can't hold them"
    elif (needed := _memory(image)) > limits.most_memory_bytes:
        problem = (
            f"they need {needed / 1e6:,.0f} MB of memory; at most "
            f"{limits.most_memory_bytes / 1e6:,.0f}"
        )
    if problem:
        size = f"{image.width} x {image.height} pixels"
        raise NotMeasurableError("too-many-pixels", f"{size}; {problem}")


def _most_pixels_in(image: Image.Image, size: int) -> float:
    """How many pixels so many bytes can hold at most, where the format sets a limit.

    A JPEG's Huffman codes spend a bit or more on each block of 64 pixels (half of that in odd
    samplings), PNG's deflate a byte on 1,032, and GIF's LZW 12 bits on fewer than 4,096.
    """
    return _PIXELS_OF_BYTE.get(image.format or "", float("inf")) * size


def _is_arithmetic(image: Image.Image, body: bytes) -> bool:
    """Whether it is a JPEG of the rare arithmetic kind, whose codes know no such limit."""
    return image.format in ("JPEG", "MPO") and jpeg.structure(body).is_arithmetic


def _memory(image: ImageFile.ImageFile) -> float:
    """Bytes that the decoder and then the conversion will need at once."""
    pixels = max(image.width * image.height, _tile_pixels(image))
    of_one = _BYTES_OF_MODE.get(image.mode, 2 if image.mode.startswith("I;16") else 4)
    extra = float(_BYTES_OF_FORMAT.get(image.format or "", 0))
    if "progressive" in image.info:
        extra = 2 * _samples(image)
    elif is_deep(image):
        extra = 4
    elif image.format == "JPEG2000":
        extra = 5.5 * len(image.getbands())
    turned = of_one if "exif" in image.info else 0
    seen = converted_bytes(image.mode, clear="transparency" in image.info)
    needed: float = pixels * (of_one + max(extra, turned, seen))
    return needed


def _tile_pixels(image: Image.Image) -> int:
    """The size of a TIFF's tiles, which is decoded whole however small the image is."""
    tags = getattr(image, "tag_v2", {})
    return int(tags.get(_TILE_WIDTH, 0)) * int(tags.get(_TILE_LENGTH, 0))


def _samples(image: Image.Image) -> float:
    """How many coefficients a pixel has: 1.5 in JPEG's usual 4:2:0."""
    layers = getattr(image, "layer", [])
    across = max((layer[1] for layer in layers), default=1)
    down = max((layer[2] for layer in layers), default=1)
    coefficients: int = sum(layer[1] * layer[2] for layer in layers)
    return coefficients / max(1, across * down)


def _unidentified(kind: str, body: bytes) -> NotMeasurableError:
    """Why Pillow doesn't know a file that begins as one of its own does."""
    if kind == "JPEG":
        found = jpeg.structure(body)
        if found.problem:
            return NotMeasurableError("unsupported-image", found.problem)
        if not found.ended:
            return NotMeasurableError("truncated", "it has no end marker")
    if kind in ("TIFF", "BMP", "PPM"):
        return NotMeasurableError("unsupported-image", f"{kind}, of a kind that isn't read")
    if repeated_end(body) >= REPEATED:
        return NotMeasurableError("truncated", "it ends in bytes of one value")
    if kind == "AVIF":
        return NotMeasurableError("unsupported-image", "AVIF, of a kind that isn't read")
    return NotMeasurableError("damaged-image", f"its header isn't that of {kind}")


_TILE_WIDTH, _TILE_LENGTH = 322, 323  # tags of TIFF
_PIXELS_OF_BYTE = {"JPEG": 1024, "MPO": 1024, "PNG": 8 * 1032, "GIF": 8 * 4096 / 12}
_BYTES_OF_MODE = {"1": 1, "L": 1, "P": 1}
_BYTES_OF_FORMAT = {"WEBP": 12, "AVIF": 6, "TIFF": 4}
