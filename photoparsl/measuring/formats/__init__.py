"""The image formats that photoparsl reads, and how to recognise them."""

from __future__ import annotations

from photoparsl.measuring.formats.format import Format
from photoparsl.measuring.formats.known_formats import (
    IMAGE_SUFFIXES,
    PILLOW_NAMES,
    recognised_format,
    unread_format,
)

__all__ = [
    "IMAGE_SUFFIXES",
    "PILLOW_NAMES",
    "Format",
    "recognised_format",
    "unread_format",
]
