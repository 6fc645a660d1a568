"""How each measure is shown: its name, its unit, and what its ends mean.

The one place that the page takes them from; a measure of one's own that isn't here is shown by
its name, over the values it has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Scale:
    """A measure's scale.

    `low` and `high` are the least and the greatest value there can be, None where nobody can
    know; `ends` says what they mean; `step` is how finely the page keeps a value; on a
    `logarithmic` scale equal distances are equal ratios, and 0 has no place.
    """

    label: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    ends: tuple[str, str] = ("", "")
    step: float = 0.001
    logarithmic: bool = False


_BRIGHT = ("black", "white")
_VIVID = ("grey", "vivid")
_EVEN = ("even", "mixed")

SCALES = {
    "luminance": Scale("Luminance", 0, 1, ends=_BRIGHT),
    "mean_luma": Scale("Mean luma", 0, 1, ends=_BRIGHT),
    "value": Scale("Value", 0, 1, ends=_BRIGHT),
    "contrast": Scale("Contrast", 0, 0.5, ends=("flat", "hard")),
    "entropy": Scale("Entropy", 0, 8, "bits", ("one level", "all levels alike"), 0.01),
    "dark": Scale("Dark end", 0, 1, ends=_BRIGHT),
    "bright": Scale("Bright end", 0, 1, ends=_BRIGHT),
    "saturation": Scale("Saturation", 0, 1, ends=_VIVID),
    "saturation_median": Scale("Saturation, median", 0, 1, ends=_VIVID),
    "saturation_deviation": Scale("Saturation, deviation", 0, 0.5, ends=_EVEN),
    "brightness_median": Scale("Brightness, median", 0, 1, ends=_BRIGHT),
    "brightness_deviation": Scale("Brightness, deviation", 0, 0.5, ends=_EVEN),
    "hue_median": Scale("Hue, median", 0, 360, "°", ("red", "red again"), 1),
    "hue_deviation": Scale("Hue, deviation", 0, 82, "°", ("one hue", "all hues alike"), 0.1),
    "colourfulness": Scale("Colourfulness", 0, 240, ends=_VIVID, step=0.1),
    "sharpness": Scale("Sharpness", 0, 1, ends=("even", "a fine chequer")),
    "width": Scale("Width", 1, 65_536, "px", ("narrow", "wide"), 1, True),
    "height": Scale("Height", 1, 65_536, "px", ("low", "tall"), 1, True),
    "mode": Scale("Mode", -1, 12, step=1),
    "size_bytes": Scale("File size", 1, 2.0**32, "B", ("small", "large"), 1, True),
}
_APART = {  # which `all` leaves out
    "exact_hue_median": replace(SCALES["hue_median"], label="Hue, median of all pixels"),
    "exact_hue_deviation": replace(SCALES["hue_deviation"], label="Hue, deviation of all pixels"),
}


def scale_of(name: str) -> Scale:
    """The scale of a measure, built in or not.

    >>> scale_of("contrast").ends
    ('flat', 'hard')
    >>> scale_of("my_module:blue_share").label
    'Blue share'
    """
    words = name.rpartition(":")[2].replace("_", " ").strip() or name
    return SCALES.get(name) or _APART.get(name) or Scale(words[:1].upper() + words[1:])
