"""Thumbnails: small pictures of photos, which a run keeps for its page if its user asks for them.

A thumbnail is kept as a value of a measure that only the page shows (`thumbnail_name`).
"""

from __future__ import annotations

import io
from base64 import b64encode
from dataclasses import dataclass

from PIL import Image, features

from photoparsl.errors import OptionError
from photoparsl.manifests import place_key
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.options import option
from photoparsl.results import thumbnail_name

MOST_THUMBNAILS = 50_000  # about as many of a run's photos have one
_QUALITY = 80  # of WebP, of 100
_REDUCED = 2.0  # how many times wider than the thumbnail the photo is after its fast reduction


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """Which photos of a run get a thumbnail, and of which size.

    side: the longer side, in pixels
    highest_key: the highest `place_key` of a photo that gets one
    """

    side: int
    highest_key: int = 2**64 - 1

    def __str__(self) -> str:
        return thumbnail_name(self.side)

    def has(self, place: str) -> bool:
        """Whether the photo at a place gets a thumbnail."""
        return place_key(place) <= self.highest_key

    def of(self, photo: DecodedPhoto, place: str) -> str:
        """Return the photo's thumbnail, WebP in base64, or '' for a photo that gets none.

        Its pixels alone are encoded: no metadata of the photo's file is in it.
        """
        if not self.has(place):
            return ""
        small = photo.image.copy() if max(photo.image.size) <= self.side else self._small(photo)
        file = io.BytesIO()
        small.convert("RGB").save(file, "WEBP", quality=_QUALITY, method=4, icc_profile=None)
        return b64encode(file.getvalue()).decode()

    def _small(self, photo: DecodedPhoto) -> Image.Image:
        width, height = photo.image.size
        scale = self.side / max(width, height)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        return photo.image.resize(size, Image.Resampling.BICUBIC, reducing_gap=_REDUCED)


def thumbnails_for(side: int | None, photos: int) -> Thumbnails | None:
    """Return which photos of a run get a thumbnail: of more than MOST_THUMBNAILS, about so many.

    side: the longer side, in pixels, or None for no thumbnails
    photos: how many photos the run has
    """
    if side is None:
        return None
    share = min(1.0, MOST_THUMBNAILS / max(1, photos))
    return Thumbnails(side, min(2**64 - 1, int(share * 2**64)))


def check_thumbnails() -> None:
    """Raise OptionError if this machine's Pillow can't write thumbnails."""
    if not features.check("webp"):
        raise OptionError(f"{option('--thumbnails')}: Pillow on this machine can't write WebP")
