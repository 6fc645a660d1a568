"""What is measured in one photo: bytes in, numbers out.

A measure is a function of a `DecodedPhoto`, listed in `MEASURES` with the version of its
definition: a run that has values of one version never mixes them with another's.
"""

from __future__ import annotations

import io
import math
import struct
import warnings
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from photoparsl.errors import MeasureError

FORMATS = ("JPEG", "PNG", "TIFF", "GIF", "WEBP", "BMP", "JPEG2000", "PPM")  # and MPO, as JPEG
MOST_PIXELS = 200_000_000

# Whatever else Pillow's decoders raise on damaged input; there is no narrower common base.
_DAMAGED = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError,
    RuntimeError, AssertionError, MemoryError, EOFError, struct.error, zlib.error,
)  # fmt: skip


class NotMeasurableError(Exception):
    """A photo that has no right value; `reason` is a documented word, `detail` a sentence."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class DecodedPhoto:
    """A photo's pixels as they are seen: one 8-bit band if it is grey, else R, G and B."""

    def __init__(self, image: Image.Image) -> None:
        self.image = _as_seen(image)

    @cached_property
    def histogram(self) -> npt.NDArray[np.int64]:
        """How many pixels have each level: an array of (bands, 256)."""
        return np.array(self.image.histogram(), dtype=np.int64).reshape(-1, 256)


def decode(body: bytes, most_pixels: int = MOST_PIXELS) -> DecodedPhoto:
    """Decode the file `body`, or raise NotMeasurableError with the reason.

    An animation's first frame stands for it.  More than `most_pixels` are refused by the
    file's header, before memory is spent on them.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # broken metadata, or pixels: their limit is ours
            image = Image.open(io.BytesIO(body), formats=FORMATS)
            if image.width * image.height > most_pixels:
                size = f"{image.width} x {image.height}"
                raise NotMeasurableError("too-many-pixels", f"{size}; at most {most_pixels:,}")
            image.load()
            return DecodedPhoto(image)
    except UnidentifiedImageError as error:
        raise NotMeasurableError("not-an-image", _beginning(body)) from error
    except Image.DecompressionBombError as error:
        raise NotMeasurableError("too-many-pixels", str(error)) from error
    except _DAMAGED as error:
        reason = "truncated" if "truncated" in str(error) else "damaged-image"
        raise NotMeasurableError(reason, str(error) or type(error).__name__) from error


def luminance(photo: DecodedPhoto) -> float:
    """Perceived brightness, 0 (black) to 255/256 (white).

    With the root mean square of each band: of grey, `rms / 256`; of colour,
    `sqrt(0.241 R² + 0.691 G² + 0.068 B²) / 256`.  Source: the OSG's photo analysis tutorial,
    after D. R. Finley, "HSP Color Model", 2006.
    """
    square = _mean(photo, _LEVELS**2)
    return math.sqrt(square[0] if len(square) == 1 else _HSP @ square) / 256


def mean_luma(photo: DecodedPhoto) -> float:
    """Mean luma, 0 (black) to 1 (white): of colour, 0.299 R + 0.587 G + 0.114 B (BT.601)."""
    mean = _mean(photo, _LEVELS)
    return float(mean[0] if len(mean) == 1 else _BT601 @ mean) / 255


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by its name, with the version of its definition."""

    function: Callable[[DecodedPhoto], float]
    version: int = 1


MEASURES = {"luminance": Measure(luminance), "mean_luma": Measure(mean_luma)}


def versions(names: Sequence[str]) -> dict[str, int]:
    """The version of each measure named, or MeasureError for one that doesn't exist."""
    for name in names:
        if name not in MEASURES:
            raise MeasureError(f"there is no measure {name!r}: choose from {', '.join(MEASURES)}")
    return {name: MEASURES[name].version for name in names}


_LEVELS = np.arange(256)
_HSP = np.array([0.241, 0.691, 0.068])
_BT601 = np.array([0.299, 0.587, 0.114])


def _mean(photo: DecodedPhoto, of_level: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The mean over the pixels of a function of their level, for each band."""
    counts = photo.histogram
    mean: npt.NDArray[np.float64] = counts @ of_level / counts.sum(axis=1)
    return mean


def _as_seen(image: Image.Image) -> Image.Image:
    """The image in mode L or RGB: palettes by their colours, transparency over white."""
    if image.mode in ("L", "RGB"):
        return image
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I;16"):
        levels = (np.asarray(image).astype(np.uint32) + 128) // 257
        return Image.fromarray(levels.astype(np.uint8))
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("L" if image.mode == "LA" else "RGB")
    if image.mode in ("P", "CMYK", "YCbCr"):
        return image.convert("RGB")
    raise NotMeasurableError("unsupported-mode", f"pixels of mode {image.mode}")


def _beginning(body: bytes) -> str:
    return f"begins with {body[:24]!r}" if body else "an empty file"
