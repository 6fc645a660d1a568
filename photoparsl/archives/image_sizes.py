"""Tell how large the images of a column are, by their URLs and by the column's name.

Archives have several sizes of an image: the scan, one for the screen, a thumbnail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import IntEnum

_SMALLEST = 400  # pixels of the width of an image that isn't a thumbnail


class ImageSize(IntEnum):
    """How well a size of an image can be measured.  The lowest is preferred."""

    SCREEN = 0  # large enough, and quick to transfer
    UNSAID = 1
    ORIGINAL = 2  # the scan, which may have hundreds of megabytes
    SMALL = 3  # a thumbnail


def size_of_images(name: str, places: Sequence[str]) -> ImageSize:
    """The size of most of a column's images.  What their URLs say goes before the column's name.

    name: the column's name
    places: URLs and paths of some of its images

    >>> size_of_images("primaryImageSmall", ["https://m.example/web-large/1.jpg"]).name
    'SCREEN'
    >>> size_of_images("thumbnailUrl", ["https://m.example/1_8.jpg"]).name
    'SMALL'
    """
    sizes = Counter(map(_size_of_place, places))
    size = sizes.most_common(1)[0][0] if sizes else ImageSize.UNSAID
    if size != ImageSize.UNSAID:
        return size
    found = (size for size, pattern in _NAMES if pattern.search(name.lower()))
    return next(found, ImageSize.UNSAID)


def _size_of_place(place: str) -> ImageSize:
    path = re.split(r"[?#]", place.lower())[0]
    if iiif := _IIIF.search(path):
        width = int(iiif["width"] or iiif["height"] or 0)
        if not width:
            return ImageSize.ORIGINAL
        return ImageSize.SMALL if width < _SMALLEST else ImageSize.SCREEN
    found = (size for size, pattern in _PLACES if pattern.search(path))
    return next(found, ImageSize.UNSAID)


_IIIF = re.compile(
    r"/(?:full|square|[\d,]+|pct:[\d.,]+)/(?:(?:\^?(?:full|max))|\^?!?(?P<width>\d*),(?P<height>\d*))/"
    r"!?\d+/[a-z]+\.[a-z0-9]+$"
)
_PLACES = [
    (size, re.compile(rf"(?<=[/_.-])(?:{words})(?=[/_.-])"))
    for size, words in (
        (
            ImageSize.SMALL,
            "thumb(?:nail)?s?|icons?|squares?|square_thumbnails?|small|mini|tiny|sm|th|tn",
        ),
        (ImageSize.SCREEN, "web-?large|large|web|fullsize|screen|display|access"),
        (ImageSize.ORIGINAL, "originals?|orig|masters?|print|hi-?res|tiff?$"),
    )
]
_NAMES = [
    (
        ImageSize.SMALL,
        re.compile("thumb|icon|preview|square|small|mini|tiny|(?:url|image|img)_?(?:s|t|q|sq)$"),
    ),
    (
        ImageSize.SCREEN,
        re.compile(r"web(?!site)|large|fullsize|screen|display|(?:url|image|img)_?l$"),
    ),
    (
        ImageSize.ORIGINAL,
        re.compile(
            r"original|master|print|tiff?(?![a-z])|hi_?res|high_?res|full|(?:url|image|img)_?o$"
        ),
    ),
]
