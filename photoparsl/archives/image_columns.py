"""Find the columns of a table that hold photos, by what is in them and by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TypeAlias

from photoparsl.archives.dates import is_image_name
from photoparsl.archives.image_sizes import ImageSize, size_of_images
from photoparsl.archives.table_photos import FolderPhotos, TablePhotos, WebPhotos
from photoparsl.fetching import web_address
from photoparsl.manifests import place_columns

Photos: TypeAlias = TablePhotos | FolderPhotos | WebPhotos  # what finds the photos that cells name
SAMPLE = 200  # rows by which the columns are judged
_SIZED = 20  # images by which the size of a column's is known

_PAGE = re.compile(r"page|record|reference|resource|website|homepage|permalink|catalog")
_SAYS_IMAGE = re.compile("image|img|photo|picture|thumb|preview|foto|bild|vignette|imagen|immagin")
_NO_IMAGE = re.compile(
    r"rights|licen|credit|photographer|fotograf|photographe|author|creator|maker|owner|info|"
    r"manifest|source|attribution|provider|terms|site|api$|json|caption|title|alt$|count|type|format"
)
_BETWEEN = re.compile(r"\s*(?:[;|\n\v]|\^\^)\s*|,\s*(?=https?://)")
_BEGINS_URL = re.compile("https?://")
_COMMA = re.compile(r"\s*,\s*")


@dataclass(frozen=True, slots=True)
class ImageColumns:
    """The columns of a table that hold photos.

    taken: the columns that are read, the best first.  The first cell that isn't empty is the row's
        photo
    others: those besides the best that hold photos too
    """

    taken: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def find_image_columns(rows: Sequence[Mapping[str, str]], photos: Photos) -> ImageColumns:
    """Find the columns that hold photos, by what is in them and by their names.

    Images come first: URLs that end as images do, and names of files that are there.  Then come
    small images, then other URLs in columns of usual names (`manifests.place_columns`), then names
    of files that aren't there.  Only columns of the best of these kinds are read.  Of several
    sizes, the one for the screen comes first (`image_sizes`).  Of columns of one size, one with a
    usual name comes first.

    rows: the first rows of the table, by the columns' names
    photos: finds files
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    usual = place_columns(names)
    kinds = {name: _kind(name, rows, photos, usual) for name in names}
    known = [name for name in names if kinds[name] != _NONE]

    def order(name: str) -> tuple[int, int, int]:
        images = [image for row in rows for image in images_in(row.get(name, "")) if image][:_SIZED]
        place = usual.index(name) if name in usual else len(usual)
        return kinds[name], size_of_images(name, images), place

    known.sort(key=order)
    taken = [name for name in known if kinds[name] == kinds[known[0]]]
    others = [name for name in known[1:] if kinds[name] in (_IMAGES, _SMALL_IMAGES)]
    return ImageColumns(tuple(taken), tuple(others))


def images_in(cell: str) -> list[str]:
    """The images in a cell: several, with ';', '|', ',' or lines between them, or the cell itself.

    >>> images_in("a.jpg; b.jpg"), images_in("a; b.jpg")
    (['a.jpg', 'b.jpg'], ['a; b.jpg'])
    """
    for between in (_BETWEEN, _COMMA):
        pieces = [piece for piece in between.split(cell.strip()) if piece]
        are_images = all(map(is_image_name, pieces)) or all(map(_BEGINS_URL.match, pieces))
        if len(pieces) > 1 and are_images:
            return pieces
    return [cell]


@lru_cache(maxsize=1024)
def names_image(name: str) -> bool:
    """Whether a field of this name holds an image's URL, and not that of a page or a licence.

    >>> [names_image(name) for name in ("imageLink", "primaryimageurl", "image_rights", "url")]
    [True, True, False, False]
    """
    own = name.rpartition(".")[2].lower()
    return bool(_SAYS_IMAGE.search(own)) and not _PAGE.search(own) and not _NO_IMAGE.search(own)


def not_a_photo(place: str, row: Mapping[str, str]) -> str:
    """The ending or media type of a place that is no photo, or '' if it may be a photo.

    >>> not_a_photo("https://a.example/1.pdf", {}), not_a_photo("a.jpg", {"format": "audio/mp3"})
    ('.pdf', 'audio/mp3')
    """
    ending = PurePosixPath(re.split(r"[?#]", place.strip().lower())[0]).suffix
    if ending in _OTHER_FILES:
        return ending
    types = (row.get(name, "").strip().lower() for name in _TYPE_COLUMNS)
    return next(filter(_OTHER_TYPE.fullmatch, types), "")


_OTHER_FILES = frozenset(
    (
        ".pdf", ".mp3", ".mp4", ".m4a", ".m4v", ".mov", ".avi", ".mpg", ".mpeg", ".webm", ".mkv",
        ".wav", ".ogg", ".flac", ".aiff", ".doc", ".docx", ".rtf", ".epub", ".zip", ".xls", ".xlsx",
        ".ppt", ".pptx", ".obj", ".stl", ".glb", ".gltf", ".cpd",
    )
)  # fmt: skip
_TYPE_COLUMNS = (
    "format", "mimetype", "mime_type", "mime type", "mime-type", "media_type", "media type",
    "dcterms:format", "dc:format", "dublin core:format", "contenttype", "content_type",
)  # fmt: skip
_OTHER_TYPE = re.compile(r"(?:audio|video|text|model)/[\w.+-]+|application/(?!octet)[\w.+-]+")
_IMAGES, _SMALL_IMAGES, _URLS, _ABSENT, _NONE = range(5)


def _kind(
    name: str,
    rows: Sequence[Mapping[str, str]],
    photos: Photos,
    usual: Sequence[str],
) -> int:
    """What most cells of a column hold: one of the numbers above."""
    cells = [cell for row in rows if (cell := row.get(name, "").strip())]
    texts = [images_in(cell)[0] for cell in cells]
    images = [text for text in texts if is_image_name(text)]
    present = sum(bool(photos.of(text).place) for text in images)
    if cells and 2 * present >= len(cells):
        is_small = size_of_images(name, texts[:_SIZED]) == ImageSize.SMALL
        return _SMALL_IMAGES if is_small else _IMAGES
    is_named = (name in usual and not _PAGE.search(name.lower())) or names_image(name)
    if is_named and any(map(web_address, texts)):
        return _URLS
    if name in usual and any(photos.of(text).place for text in texts):
        return _IMAGES
    return _ABSENT if cells and (2 * len(images) >= len(cells) or name in usual) else _NONE
