"""Measures of cameras' raw files by the preview of full size in them: `luminance:preview` and such.

Each is the measure of the name before the colon.  Of a raw file it is that of the JPEG in it, which
the camera developed; no other measure has a value of a raw file.  Of other files both are equal.
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
        """The measure of the name before the colon; of a camera's raw file, of its preview."""
        return plain.function(photo)


for _name in NAMES:
    _register(_name)
