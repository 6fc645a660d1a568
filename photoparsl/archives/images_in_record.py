"""Tell which URLs in an XML record are those of its photos, and which are other sizes of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from photoparsl.archives.dates import rank_in
from photoparsl.archives.image_sizes import BEST_OF_SIZES, ImageSize, size_of_images
from photoparsl.archives.photo_files import has_image_suffix
from photoparsl.archives.read_options import FieldNames
from photoparsl.archives.xml_records import Text


class ImageInRecord(NamedTuple):
    """The URL of an image in a record.

    order: that in which images are preferred
    kind: the names of its element and those around it, with what their attributes say of its kind
    url: the URL
    name: the name of the element
    """

    order: int
    kind: tuple[str, ...]
    url: str
    name: str


def image_in(found: Text, rank: int) -> ImageInRecord:
    """The image that a text of a record names.

    rank: the position of its element's name among those that the user gave
    """
    order = 2 * rank + any(map(_MASTERS.match, found.path))
    kinds = [str(v) for n, v in found.element.items() if _TELLS_KIND.search(str(n).lower())]
    names = (*found.path[:-1], _OTHER_VIEWS.get(found.path[-1], found.path[-1]))
    return ImageInRecord(order, (*names, *sorted(kinds)), found.text, found.path[-1])


def rank_of_image(found: Text, names: FieldNames) -> int:
    """The position, from 1, of an element among those that the user named for images; 0 for none.

    Without such names it is 1 if the text is an image's URL.
    """
    if names.image_column:
        return rank_in(names.image_column, found.path)
    return int(_begins_url(found.text) and is_image(found.text, "/".join(found.path)))


def is_image(text: str, name: str = "") -> bool:
    """Whether the text of an element called `name` is an image's URL, and not a thumbnail's."""
    if not _begins_url(text) or _THUMBNAIL.search(name) or " " in text:
        return False
    path = text.partition("?")[0].lower()
    return has_image_suffix(path) and not _THUMBNAIL.search(path)


def _begins_url(text: str) -> bool:
    return text[:4].lower() == "http"


def alike(images: Sequence[ImageInRecord]) -> tuple[list[str], str, tuple[str, ...]]:
    """Return the URLs of a record's photos, and the names of the elements with other images.

    Between these stand words that say that other sizes were left out, or ''.

    The first image in the order is a photo.  So are those in elements of its kind, if they
    aren't other sizes of it: `a_large.jpg` is `a.jpg`.
    """
    if len(images) < 2:
        return [image.url for image in images], "", ()
    first = min(images, key=lambda image: image.order)
    same = [i for i in images if (i.order, i.kind) == (first.order, first.kind)]
    photos: dict[str, ImageInRecord] = {}
    for image in same:
        stem = _stem(image.url)
        if stem not in photos or _size(image) < _size(photos[stem]):
            photos[stem] = image
    known = {_stem(image.url) for image in same}
    others = {image.name for image in images if _stem(image.url) not in known}
    urls = [image.url for image in photos.values()]
    is_best = len(urls) < len({image.url for image in same})
    return urls, BEST_OF_SIZES * is_best, tuple(sorted(others))


def _size(image: ImageInRecord) -> int:
    """The order of preference of an image's size, as of a table's columns."""
    return list(ImageSize).index(size_of_images("", [image.url]))


def _stem(url: str) -> str:
    """The URL without the words for a size in its path, and without its suffix."""
    path = _IIIF.sub("", re.split("[?#]", url.lower())[0])
    return _SIZE.sub("", re.sub(r"\.[a-z0-9]{1,5}$", "", path))


_THUMBNAIL = re.compile(r"thumb(?:s|nails?)?(?![a-z])|thumb(?:nail)?(?:url|image|uri|link)")
_OTHER_VIEWS = {"hasview": "isshownby"}  # of EDM
_MASTERS = re.compile(r"filegrp.*(?:master|archiv|preserv|original)")  # of METS
_TELLS_KIND = re.compile("access|label|use|type|role|note|size|format|quality|version|purpose")
_SIZE = re.compile(
    r"[/_.-](?:thumb(?:nail)?s?|small|medium|large|web|full(?:size)?|screen|preview|access|"
    r"original|orig|master|print|hi-?res|[stmlo]|\d{2,5}(?:px|x\d{2,5}))(?=[/_.-]|$)"
)
_IIIF = re.compile(r"/[a-z0-9,:.]+/[a-z0-9,:.^!]+/!?\d+/[a-z]+\.[a-z0-9]+$")
