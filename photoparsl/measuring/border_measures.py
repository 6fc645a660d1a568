"""The frame round a photo, and measures of what is inside it: `luminance_inside` and its like.

Each applies the measure that is named before `_inside` to the pixels that no frame touches
(`border`).  For a photo without a frame, both measures have the same value.
"""

from __future__ import annotations

from photoparsl.measuring import (  # noqa: F401  they register what is measured inside
    brightness_measures,
    colour_measures,
    kind_measures,
    lightness_measures,
)
from photoparsl.measuring.border import border, inside
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.measure import MEASURES, MORE_MEASURES, built_in

INSIDE = ("luminance", "contrast", "saturation", "lightness", "chroma", "kind", "tone_hue")


@built_in(version=1, in_all=False)
def border_left(photo: DecodedPhoto) -> float:
    """Share of the width, 0 to 1, that is frame at the left: mount, scanner's bed, rebate."""
    return border(photo).shares[0]


@built_in(version=1, in_all=False)
def border_top(photo: DecodedPhoto) -> float:
    """Share of the height, 0 to 1, that is frame at the top."""
    return border(photo).shares[1]


@built_in(version=1, in_all=False)
def border_right(photo: DecodedPhoto) -> float:
    """Share of the width, 0 to 1, that is frame at the right."""
    return border(photo).shares[2]


@built_in(version=1, in_all=False)
def border_bottom(photo: DecodedPhoto) -> float:
    """Share of the height, 0 to 1, that is frame at the bottom."""
    return border(photo).shares[3]


def _register(name: str) -> None:
    plain = MEASURES.get(name) or MORE_MEASURES[name]

    # The border's version counts too: raise this number with it.
    @built_in(version=plain.version, in_all=False, name=f"{name}_inside")
    def measure(photo: DecodedPhoto) -> float | str:
        """The measure that is named before `_inside`, of the pixels inside the frame."""
        return plain.function(inside(photo))


for _name in INSIDE:
    _register(_name)
