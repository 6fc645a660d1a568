"""Recognise texts that name an image."""

from __future__ import annotations

import re

from photoparsl.fetching import web_address
from photoparsl.files import READABLE_ENDINGS

_IIIF = re.compile(r"/full/[^/]+/[0-9]+/[a-z]+\.[a-z0-9]+$")
_WIKI_PAGE = re.compile(r"/wiki/[^/:]+:[^/]+$")  # Commons' page of a file ends like the file


def is_image_name(text: str) -> bool:
    """Whether a text is a URL or a file's name that ends as an image's does."""
    if not web_address(text.strip()):
        return _has_suffix(text)
    path = re.split(r"[?#]", text.strip())[0]
    if _WIKI_PAGE.search(path):
        return False
    return _has_suffix(path) or bool(_IIIF.search(path))


def _has_suffix(text: str) -> bool:
    return text.strip().lower().endswith(READABLE_ENDINGS)
