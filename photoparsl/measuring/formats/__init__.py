"""The image formats that photoparsl reads, and how to recognise them."""

from __future__ import annotations

from photoparsl.measuring.formats.format import Format
from photoparsl.measuring.formats.known_formats import (
    IMAGE_SUFFIXES,
    PILLOW_NAMES,
    how_to_read,
    recognised_format,
    unread_format,
)
from photoparsl.measuring.formats.raw_preview import RAW_SUFFIXES

__all__ = [
    "IMAGE_SUFFIXES",
    "PILLOW_NAMES",
    "RAW_SUFFIXES",
    "Format",
    "how_to_read",
    "recognised_format",
    "unread_format",
]
