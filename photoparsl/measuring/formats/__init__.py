"""The image formats that photoparsl reads, and how to recognise them."""

from __future__ import annotations

from photoparsl.measuring.formats import heif
from photoparsl.measuring.formats.avif import AVIF
from photoparsl.measuring.formats.bmp import BMP
from photoparsl.measuring.formats.format import Format
from photoparsl.measuring.formats.gif import GIF
from photoparsl.measuring.formats.jpeg import JPEG
from photoparsl.measuring.formats.jpeg2000 import JPEG2000
from photoparsl.measuring.formats.png import PNG
from photoparsl.measuring.formats.ppm import PPM
from photoparsl.measuring.formats.tiff import TIFF
from photoparsl.measuring.formats.unread import unread_format
from photoparsl.measuring.formats.webp import WEBP

__all__ = [
    "FORMATS",
    "IMAGE_SUFFIXES",
    "PILLOW_NAMES",
    "Format",
    "recognised_format",
    "unread_format",
]

FORMATS = (JPEG, PNG, TIFF, GIF, WEBP, BMP, JPEG2000, PPM, AVIF, *heif.readable())

# For Image.open, which otherwise tries formats for which Pillow starts other programs.
PILLOW_NAMES = tuple(format_.pillow_name for format_ in FORMATS)

# The suffixes, in lower case, by which photos are found in a folder.
IMAGE_SUFFIXES = tuple(suffix for format_ in FORMATS for suffix in format_.suffixes)


def recognised_format(body: bytes) -> Format | None:
    """The format of a file, by its first bytes; None if it isn't one of FORMATS."""
    return next((format_ for format_ in FORMATS if format_.begins(body)), None)
