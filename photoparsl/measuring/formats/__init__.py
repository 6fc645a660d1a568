"""The image formats that are read, a module and a declaration each, and how to tell them."""

from __future__ import annotations

from photoparsl.measuring.formats.avif import AVIF
from photoparsl.measuring.formats.format import Format
from photoparsl.measuring.formats.gif import GIF
from photoparsl.measuring.formats.jpeg import JPEG
from photoparsl.measuring.formats.jpeg2000 import JPEG2000
from photoparsl.measuring.formats.plain import BMP, PPM
from photoparsl.measuring.formats.png import PNG
from photoparsl.measuring.formats.tiff import TIFF
from photoparsl.measuring.formats.unread import unread_format
from photoparsl.measuring.formats.webp import WEBP

__all__ = ["FORMATS", "IMAGE_SUFFIXES", "PILLOW_NAMES", "Format", "format_of", "unread_format"]

FORMATS = (JPEG, PNG, TIFF, GIF, WEBP, BMP, JPEG2000, PPM, AVIF)

# For Image.open, which would otherwise try formats that Pillow hands to other programs.
PILLOW_NAMES = tuple(format_.pillow_name for format_ in FORMATS)

# By which photos are found in a folder, in lower case.
IMAGE_SUFFIXES = tuple(suffix for format_ in FORMATS for suffix in format_.suffixes)


def format_of(body: bytes) -> Format | None:
    """The format of the file `body`, by its first bytes; None: it isn't one that is read."""
    return next((format_ for format_ in FORMATS if format_.begins(body)), None)
