"""The endings by which addresses of images are known, and the formats that are read."""

from __future__ import annotations

from photoparsl.image_endings import IMAGE_ENDINGS, UNREAD_ENDINGS
from photoparsl.measuring.formats.heif import HEIF
from photoparsl.measuring.formats.jxl import JXL
from photoparsl.measuring.formats.known_formats import FORMATS


def test_the_endings_of_addresses_are_those_of_the_formats_that_are_read() -> None:
    suffixes = {suffix for photo in (*FORMATS, HEIF, JXL) for suffix in photo.suffixes}
    assert set(IMAGE_ENDINGS) == suffixes
    assert not suffixes & set(UNREAD_ENDINGS)
