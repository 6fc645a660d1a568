"""Palettes: notice pixels whose number has no colour.  Pillow shows these in any colour."""

from __future__ import annotations

from PIL import Image

from photoparsl.measuring.formats.format import damaged


def check_indices(image: Image.Image, colours: int, transparent: object = None) -> None:
    """Refuse an image with pixels whose number is that of no colour.

    image: an image of mode P or PA, or of mode L where levels and numbers are the same
    colours: how many colours the palette of the file has
    transparent: the number of the transparent pixels, which need no colour
    """
    counts = image.histogram()[:256]
    if isinstance(transparent, int):
        counts[transparent] = 0
    if any(counts[colours:]):
        raise damaged(f"pixels without a colour in its palette of {colours}")
