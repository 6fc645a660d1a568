"""Joins the photos' thumbnails to few pictures (sprites), in the page or beside it.

Every thumbnail is decoded and drawn, so that nothing of the bytes that a worker sent is in a page.
"""

from __future__ import annotations

import io
from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from PIL import Image

from photoparsl.files import list_matching, write_atomically
from photoparsl.page.columns import Array

MOST_INSIDE = 5_000  # thumbnails that a page has in itself. Sprites of more are beside it
ACROSS = 32  # thumbnails in a row of a sprite
_TILES = ACROSS * ACROSS  # thumbnails of a sprite, at most
_MOST_PIXELS = 128  # of a thumbnail's longer side
_QUALITY = 80  # of WebP, of 100
_ERRORS = (OSError, ValueError, SyntaxError)  # of bytes that are no WebP
_SIGNATURE = b"photoparsl's thumbnails"  # in each sprite, which tells it from others' files


@dataclass(frozen=True, slots=True)
class Sprites:
    """The thumbnails of a page's photos.

    side: the side of a tile, in pixels
    widths, heights: the width and height of each photo's thumbnail, in pixels, or 0 for a photo
        that has none
    pictures: WebP files of tiles.  The tiles are those of the photos that have a thumbnail, in the
        photos' order, row by row
    """

    side: int
    widths: Array
    heights: Array
    pictures: list[bytes]

    @property
    def is_inside(self) -> bool:
        """Whether the pictures are in the page's own file."""
        return bool(np.count_nonzero(self.widths) <= MOST_INSIDE)

    def names(self, stem: str) -> tuple[str, ...]:
        """The sprites' file names in the page's folder.  A name changes with its file's bytes.

        So an older page, which may still be open, never shows the picture of another photo.

        stem: the page's name without its suffix
        """
        return tuple(
            f"{stem}-pictures-{sha256(picture).hexdigest()[:12]}.webp" for picture in self.pictures
        )


def sprites_of(thumbnails: Array) -> Sprites | None:
    """Return the sprites of photos' thumbnails, or None if no photo has one.

    thumbnails: WebP in base64, or '' for none.  One that can't be read is passed over.
    """
    sizes = np.array([_size(text) for text in thumbnails.tolist()], np.uint8).reshape(-1, 2)
    side, pictures, sheet = int(sizes.max(initial=0)), [], []
    for index in np.flatnonzero(sizes[:, 0]).tolist():
        small = _decoded(thumbnails[index])
        if small is None:
            sizes[index] = 0
            continue
        sheet.append(small)
        if len(sheet) == _TILES:
            pictures.append(_sprite(sheet, side))
            sheet = []
    if sheet:
        pictures.append(_sprite(sheet, side))
    return Sprites(side, sizes[:, 0], sizes[:, 1], pictures) if pictures else None


def write_sprites(sprites: Sprites, page: Path, *, public: bool) -> tuple[str, ...]:
    """Write the sprites beside a page, and return their names."""
    names = sprites.names(page.stem)
    for name, picture in zip(names, sprites.pictures, strict=True):
        write_atomically(page.parent / name, picture, public=public)
    return names


def remove_sprites(page: Path, kept: tuple[str, ...]) -> None:
    """Remove the sprites that an earlier page of this name left, except the kept ones."""
    for path in list_matching(page.parent, "*.webp"):
        is_named = path.name.startswith(f"{page.stem}-pictures-") and path.name not in kept
        if is_named and path.is_file() and _SIGNATURE in path.read_bytes():
            path.unlink()


def _size(text: str) -> tuple[int, int]:
    """A thumbnail's width and height by its header.

    They are 0 if it can't be shown.
    """
    try:
        size = _opened(text).size if text else (0, 0)
    except _ERRORS:
        return (0, 0)
    return size if max(size) <= _MOST_PIXELS else (0, 0)


def _decoded(text: str) -> Image.Image | None:
    try:
        return _opened(text).convert("RGB")
    except _ERRORS:
        return None


def _opened(text: str) -> Image.Image:
    return Image.open(io.BytesIO(b64decode(text)), formats=["WEBP"])


def _sprite(thumbnails: list[Image.Image], side: int) -> bytes:
    rows = -(-len(thumbnails) // ACROSS)
    sprite = Image.new("RGB", (side * min(ACROSS, len(thumbnails)), side * rows))
    for index, small in enumerate(thumbnails):
        corner = side * (index % ACROSS), side * (index // ACROSS)
        # The mean around it, so that a narrow thumbnail gets no dark edge when it is packed.
        sprite.paste(small.resize((1, 1)).resize((side, side)), corner)
        sprite.paste(small, corner)
    file = io.BytesIO()
    sprite.save(file, "WEBP", quality=_QUALITY, method=4, xmp=_SIGNATURE)
    return file.getvalue()
