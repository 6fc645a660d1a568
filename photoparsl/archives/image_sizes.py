"""Tell how large the images of a column are, by their URLs and by the column's name.

Archives have several sizes of an image: the scan, one for the screen, a thumbnail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import IntEnum

BEST_OF_SIZES = ", the best of several sizes"  # words after what gave such a photo
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


def of_best_sizes(places: Sequence[str]) -> tuple[list[str], str]:
    """Return a place for each image that a cell names, and a note if sizes were left out.

    It has the largest size, unless that is a thumbnail and another place says no size.  URLs are of
    one image if they are equal but for what says a size.

    places: URLs and paths, in their order

    >>> of_best_sizes(["http://a.example/1_thumb.jpg", "http://a.example/1.jpg"])
    (['http://a.example/1.jpg'], ', the best of several sizes')
    >>> of_best_sizes(["http://a.example/7_150px.jpg#w=150", "http://a.example/7r.jpg#w=640"])[0]
    ['http://a.example/7r.jpg#w=640']
    >>> of_best_sizes(["https://tile.loc.gov/7_150px.jpg", "https://tile.loc.gov/7r.jpg"])[0]
    ['https://tile.loc.gov/7r.jpg']
    """
    widths: dict[str, set[int]] = {}
    for place in places:
        widths.setdefault(_without_size(place), set()).add(_width(place))
    best = [place for place in places if _width(place) == _best(widths[_without_size(place)])]
    return best, BEST_OF_SIZES * (len(best) < len(places))


def _best(widths: set[int]) -> int:
    """Of an image's widths (`_width`), the largest that is said and isn't a thumbnail's, if any."""
    largest = max(widths)
    return largest if largest >= _SMALLEST or _UNSAID not in widths else _UNSAID


def _width(place: str) -> int:
    """The width of an image in pixels, if its place says it; else _SMALL or _UNSAID."""
    if found := _WIDTH.search(place):
        return int(next(filter(None, found.groups())))
    if _OF_CONGRESS.match(place):
        return _OF_LETTER.get(place.rpartition(".")[0][-1:], _UNSAID)
    return _SMALL if _size_of_place(place) == ImageSize.SMALL else _UNSAID


def _without_size(place: str) -> str:
    """A URL without what says the image's size; a path as it is."""
    if not place.lower().startswith("http"):
        return place
    path, _, fragment = place.partition("#")
    is_of_congress = bool(_OF_CONGRESS.match(path))  # 'r.jpg', 't.gif'
    if is_of_congress or _WIDTH.search(f"#{fragment}"):
        return re.sub(r"(?:_\d+px|[a-z])\.\w+$", "", path)
    return _SAYS_SIZE.sub("", _WIDTH.sub("", path))


_IIIF = re.compile(
    r"/(?:full|square|[\d,]+|pct:[\d.,]+)/(?:(?:\^?(?:full|max))|\^?!?(?P<width>\d*),(?P<height>\d*))/"
    r"!?\d+/[a-z]+\.[a-z0-9]+$"
)
_WORDS = {
    ImageSize.SMALL: (
        "thumb(?:nail)?s?|icons?|squares?|square_thumbnails?|small|mini|tiny|sm|th|tn"
    ),
    ImageSize.SCREEN: "web-?large|large|web|fullsize|screen|display|access",
    ImageSize.ORIGINAL: "originals?|orig|masters?|print|hi-?res|tiff?$",
}
_PLACES = [
    (size, re.compile(rf"(?<=[/_.-])(?:{words})(?=[/_.-])")) for size, words in _WORDS.items()
]
_SMALL, _UNSAID = 0, 1  # below all widths that places say
_WIDTH = re.compile(  # '_150px', '-1024x768', '/full/843,/', '#h=600&w=640'
    r"[_-](\d{3,5})px(?=[._-])|[_-](\d{3,5})x\d{3,5}(?=\.\w+$)|"
    r"(?<=/full)/!?(\d+),\d*(?=/)|#(?:.*&)?w=(\d+)"
)
# The Library of Congress's images of one scan: 'a_150px.jpg', 'ar.jpg', 'av.jpg', 'at.gif'
_OF_CONGRESS = re.compile(
    r"https?://(?:[a-z0-9-]+\.)*loc\.gov/[^?#]*(?:_\d+px|[rtv])\.(?:jpg|gif)$", re.IGNORECASE
)
_OF_LETTER = {"t": 150, "r": 640, "v": 1024}  # pixels
_SAYS_SIZE = re.compile(r"[/_.-](?:" + "|".join(_WORDS.values()) + ")(?=[/_.-])", re.IGNORECASE)
_NAMES = [
    (ImageSize.UNSAID, re.compile(r"large_?thumb|thumb\w*_?(?:large|big)|big_?thumb")),
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
