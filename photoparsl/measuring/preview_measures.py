"""Measures of cameras' raw files by their previews of full size: `luminance:preview` and such.

Each applies the measure that is named before the colon.  Of a raw file it measures the preview: the
JPEG in the file that the camera developed.  No other measure has a value of a raw file.  Of any
other file, both measures have the same value.
"""

from __future__ import annotations

from photoparsl.measuring import (  # noqa: F401  they register what is measured of previews
    brightness_measures,
    colour_measures,
    file_measures,
    lightness_measures,
)
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.measure import MEASURES, MORE_MEASURES, PREVIEW, built_in

NAMES = (
    "luminance", "mean_luma", "value", "contrast", "entropy", "dark", "bright", "saturation",
    "sharpness", "lightness", "chroma", "width", "height",
)  # fmt: skip


def _register(name: str) -> None:
    plain = MEASURES.get(name) or MORE_MEASURES[name]

    @built_in(version=plain.version, in_all=False, name=name + PREVIEW)
    def measure(photo: DecodedPhoto) -> float | str:
        """The measure that is named before the colon.

        For a camera's raw file, it is that of its preview.
        """
        return plain.function(photo)


for _name in NAMES:
    _register(_name)
