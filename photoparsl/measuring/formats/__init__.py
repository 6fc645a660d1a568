"""The image formats that photoparsl reads, and how to recognise them."""

from __future__ import annotations

from photoparsl.measuring.formats.format import Format
from photoparsl.measuring.formats.known_formats import (
    PILLOW_NAMES,
    how_to_read,
    recognised_format,
    unread_format,
)

__all__ = [
    "PILLOW_NAMES",
    "Format",
    "how_to_read",
    "recognised_format",
    "unread_format",
]
