"""Files that Pillow reads without complaint, and not as they are meant."""

from __future__ import annotations

import io
import sys

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring import containers, jpeg, strips
from photoparsl.measuring.pixels import strips as strips_of

_GREY_STEP = {"L;2": 85, "L;4": 17}  # between two levels of a PNG, as Pillow spreads them
_OTHER_ORDER = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}
_GREY_ALPHA = "LA;16B"
_SPARE_OF_WEBP = {b"VP8 ": 8, b"VP8L": 24}  # bytes at the end that a decoder may not need

_Bytes = npt.NDArray[np.uint8]


def load(image: ImageFile.ImageFile, body: bytes) -> None:
    """Read the pixels as they are meant, or raise NotMeasurableError."""
    kind = str(_raw_kind(image))
    if image.format == "PNG" and "transparency" in image.info:
        _set_hidden_level(image, kind)
    if image.format == "TIFF":
        strips.prepare(image, body)
    if is_deep(image):
        _load_deep(image, body, kind)
    elif image.format in ("JPEG", "MPO"):
        jpeg.load(image, body)
    elif image.format == "GIF":
        _load_gif(image)
    else:
        image.load()
    if image.format == "WEBP":
        _check_webp_end(body)
    if image.mode == "I" and image.format == "TIFF":
        least = image.getextrema()[0]
        if isinstance(least, int) and least < 0:
            raise NotMeasurableError("unknown-range", f"levels from {least} on")


def is_deep(image: ImageFile.ImageFile) -> bool:
    """Whether it holds colours, or grey and alpha, of 16 bits."""
    kind = str(_raw_kind(image))
    return image.format in ("PNG", "TIFF") and ";16" in kind and len(image.getbands()) > 1


def file_mode(image: ImageFile.ImageFile) -> str:
    """Pillow's name for the pixels that the file itself holds."""
    kind = str(_raw_kind(image))
    tags = getattr(image, "tag_v2", {})
    if image.format == "GIF":
        return "P"
    if kind == _GREY_ALPHA:
        return "LA"
    if image.format == "TIFF" and tags.get(262) == 6 and image.mode == "RGB":
        return "YCbCr"
    if image.mode == "I" and (image.format == "PPM" or tags.get(258, (32,))[0] == 16):
        return "I;16"
    return image.mode


def _raw_kind(image: ImageFile.ImageFile) -> object:
    """How the bytes of a pixel are laid out, by Pillow's names."""
    arguments = image.tile[0].args if image.tile else ""
    return arguments[0] if isinstance(arguments, tuple) else arguments


def _set_hidden_level(image: ImageFile.ImageFile, kind: str) -> None:
    if ";16" in kind and image.mode == "RGB":
        raise NotMeasurableError("unsupported-image", "16-bit colour with a hidden colour")
    for name, step in _GREY_STEP.items():
        if name in kind:
            image.info["transparency"] *= step


def _load_deep(image: ImageFile.ImageFile, body: bytes, kind: str) -> None:
    """Colours of 16 bits, of which Pillow keeps the high byte only.

    In the other order of bytes it keeps the low one: `level / 257` is rounded from both.
    """
    if kind == _GREY_ALPHA:
        image.tile = [tile._replace(args="RGBA") for tile in image.tile]  # all four bytes
        image.load()
        grey, clear = Image.new("L", image.size), Image.new("L", image.size)
        for top, strip in strips_of(image):
            bands: _Bytes = np.asarray(strip)
            for seen, high in ((grey, 0), (clear, 2)):
                levels = _rounded(bands[..., high], bands[..., high + 1])
                seen.paste(Image.fromarray(levels), (0, top))
        image.im = Image.merge("LA", (grey, clear)).im
        image._mode = "LA"
        return
    low = Image.open(io.BytesIO(body), formats=(str(image.format),))
    other = kind[:-1] + _OTHER_ORDER[kind[-1]]
    low.tile = [
        tile._replace(args=(other, *tile.args[1:]) if isinstance(tile.args, tuple) else other)
        for tile in low.tile
    ]
    image.load()
    low.load()
    for top, strip in strips_of(image):
        lower = low.crop((0, top, strip.width, top + strip.height))
        levels = _rounded(np.asarray(strip), np.asarray(lower))
        image.paste(Image.frombytes(image.mode, strip.size, levels.tobytes()), (0, top))


def _rounded(high: _Bytes, low: _Bytes) -> _Bytes:
    """`(256 high + low) / 257`, which is `high + (low - high) / 257`, rounded."""
    difference = low.astype(np.int16) - high
    return (high + (difference > 128).astype(np.int16) - (difference < -128)).astype(np.uint8)


def _load_gif(image: ImageFile.ImageFile) -> None:
    """What the first frame leaves uncovered is transparent, as browsers show it."""
    box = image.tile[0].extents if image.tile else None
    image.load()
    if box is None or box == (0, 0, *image.size) or "transparency" in image.info:
        return
    seen = Image.new("RGB", image.size, "white")
    seen.paste(image.crop(box).convert("RGB"), box[:2])
    image.im, image._mode, image.palette = seen.im, "RGB", None


def _check_webp_end(body: bytes) -> None:
    """Codes of an even area may be bytes of one value, but there are never some that aren't needed.

    Where such bytes were written over others, the decoder takes them for other pixels than they
    stood for, and has all pixels before the codes end, or not at all.
    """
    for name, codes in containers.webp_codes(body):
        repeated = containers.repeated_end(codes) >= containers.REPEATED
        hole = name == b"VP8 " and containers.has_hole(codes)
        if not repeated and not hole:
            continue
        part = codes[: -_SPARE_OF_WEBP[name]]
        part += b"\0" * (len(part) % 2)
        head = b"WEBP" + name + len(part).to_bytes(4, "little")
        file = b"RIFF" + (len(head) + len(part)).to_bytes(4, "little") + head + part
        try:
            Image.open(io.BytesIO(file), formats=("WEBP",)).load()
        except (OSError, ValueError):
            continue
        if repeated:
            raise NotMeasurableError("truncated", "its codes end in bytes of one value")
        raise NotMeasurableError("damaged-image", "its codes have a hole")
