"""Converts pixels from the profile that is embedded in their file to sRGB.

LittleCMS (part of Pillow) does the conversion, with relative colorimetric intent and no black
point compensation.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TypeAlias

from PIL import Image, ImageCms

from photoparsl.errors import NoValueError
from photoparsl.measuring.photo_file import PhotoFile
from photoparsl.measuring.pixels import COLOUR, GREY, INKS
from photoparsl.redact import visible

Convert: TypeAlias = Callable[[Image.Image], Image.Image]

_SPACES = {"RGB ": COLOUR, "GRAY": GREY, "CMYK": INKS}  # of profiles, and the modes of their pixels
_COLOUR_SPACE = 0xA001  # of EXIF
_UNCALIBRATED = 65535
# LittleCMS would convert grey by a coarse table, whose errors are visible in dark levels.
_FLAGS = {
    GREY: ImageCms.Flags.NOOPTIMIZE,
    COLOUR: ImageCms.Flags.HIGHRESPRECALC,
    INKS: ImageCms.Flags.HIGHRESPRECALC,
}
# The modes of files whose pixels are still in the file's profile (`DecodedPhoto.profiled`).
_KEPT_COLOURS = (
    "1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "I;16", "I;16B", INKS,
)  # fmt: skip


def profile_name(file: PhotoFile) -> str:
    """Return the name of a file's profile.

    Raises NoValueError if there is none, or it can't be read.
    """
    if profile := _profile(file):
        name = ImageCms.getProfileDescription(profile)
        return str(visible(" ".join(name.split()))[:100]) or "without a name"
    raise NoValueError("no profile is embedded")


def to_srgb(file: PhotoFile, mode: str) -> Convert | None:
    """Return the conversion of pixels to sRGB, or None for pixels without a profile.

    file: the header of the pixels' file
    mode: the pixels' mode: L, RGB or CMYK.  The conversion gives L for L, else RGB

    Raises NoValueError if the pixels' colours can't be known: their profile is damaged, of another
    kind of pixels, or the EXIF says that they aren't sRGB.
    """
    profile = _profile(file)
    if profile is None:
        if file.exif.get(_COLOUR_SPACE) == _UNCALIBRATED:
            raise NoValueError("no profile is embedded; the EXIF says that the colours aren't sRGB")
        return None
    space = str(profile.profile.xcolor_space)
    if file.mode not in _KEPT_COLOURS or _SPACES.get(space) != mode:
        raise NoValueError(f"the profile is for {space.strip()}, the pixels are {file.mode}")
    try:
        transform = ImageCms.buildTransform(
            profile, _srgb(), mode, "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC, _FLAGS[mode]
        )
    except ImageCms.PyCMSError as error:
        raise NoValueError("the embedded profile can't be used") from error

    if mode == GREY:  # the same conversion for each of 256 levels
        levels = Image.frombytes(GREY, (256, 1), bytes(range(256)))
        table = list(transform.apply(levels).getchannel("R").tobytes())
        return lambda image: image.point(table)
    return transform.apply


def _profile(file: PhotoFile) -> ImageCms.ImageCmsProfile | None:
    data = file.info.get("icc_profile")
    if not data:
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(data))
    except (OSError, ImageCms.PyCMSError) as error:
        raise NoValueError("the embedded profile is damaged") from error


def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
