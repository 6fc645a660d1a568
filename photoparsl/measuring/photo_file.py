"""What a photo's file says of itself beside its pixels: its format, profile, EXIF and coding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from PIL import Image

# Errors that Pillow raises for a broken EXIF. They have no narrower common base.
_BROKEN_EXIF = (OSError, SyntaxError, ValueError, TypeError, LookupError, RuntimeError)
_SUB_IFD = 0x8769


@dataclass(frozen=True)
class PhotoFile:
    """A file's header, as Pillow read it.

    format: Pillow's name of the format, like 'JPEG', or '' for an image that isn't from a file
    mode: Pillow's mode of the pixels in the file
    info: Pillow's further facts: `icc_profile`, `dpi`, `progressive`, …
    quantization: JPEG's tables by their number, each of 64 whole numbers, row by row
    components: JPEG's components, each as its identifier, its two sampling factors and its table
    tags: TIFF's tags by their number
    head: the first 32 bytes
    """

    format: str = ""
    mode: str = ""
    info: Mapping[Any, Any] = field(default_factory=dict)
    quantization: Mapping[int, list[int]] = field(default_factory=dict)
    components: tuple[tuple[int, ...], ...] = ()
    tags: Mapping[int, Any] = field(default_factory=dict)
    head: bytes = b""

    @cached_property
    def exif(self) -> Mapping[int, Any]:
        """The EXIF's tags by their number, and those of its inner part.

        They are empty if the EXIF is broken.
        """
        try:
            if self.tags:
                return self.tags
            exif = Image.Exif()
            exif.load(self.info.get("exif", b""))
            return {**exif, **exif.get_ifd(_SUB_IFD)}
        except _BROKEN_EXIF:
            return {}


def photo_file(image: Image.Image, head: bytes = b"") -> PhotoFile:
    """Return the header of an image's file.

    image: as Pillow has opened and decoded it
    head: the file's first bytes
    """
    return PhotoFile(
        image.format or "",
        image.mode,
        image.info,
        getattr(image, "quantization", None) or {},
        tuple(map(tuple, getattr(image, "layer", ()))),
        getattr(image, "tag_v2", None) or {},
        head[:32],
    )
