"""Each measure's label, its unit, its limits and what they mean, for the page and for tables.

A measure that isn't listed here, such as a user's own, is shown by its name and over the range of
its values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Scale:
    """A measure's scale.

    label: the measure's name for readers
    low: the least possible value, None if unknown
    high: the greatest possible value, None if unknown
    unit: the unit of its values, or ""
    ends: what the lowest and the highest value mean
    step: the page rounds values to multiples of it
    logarithmic: whether the axis is logarithmic.  Then values must be greater than 0
    whole: whether all values are whole numbers, by the measure's definition
    codes: what each value means, if the values are codes: they have shares, and no median
    of_file: whether a file states the value about itself, and may state any
    """

    label: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    ends: tuple[str, str] = ("", "")
    step: float = 0.001
    logarithmic: bool = False
    whole: bool = False
    codes: Mapping[int, str] = field(default_factory=dict)
    of_file: bool = False


_BRIGHT = ("black", "white")
_VIVID = ("grey", "vivid")
_EVEN = ("even", "mixed")
_FRAME = ("none", "all")
_MODES = {
    -1: "another kind",
    0: "bilevel",
    1: "grey",
    2: "grey, alpha",
    3: "palette",
    4: "palette, alpha",
    5: "RGB",
    6: "RGBA",
    7: "CMYK",
    8: "YCbCr",
    9: "Lab",
    10: "grey, 16 bits",
    11: "grey, 32 bits",
    12: "grey, floats",
}
_KINDS = {0: "grey", 1: "toned", 2: "colour"}
_CODINGS = {0: "sequential", 1: "progressive"}

SCALES = {
    "luminance": Scale("Luminance", 0, 1, ends=_BRIGHT),
    "mean_luma": Scale("Mean luma", 0, 1, ends=_BRIGHT),
    "value": Scale("Value", 0, 1, ends=_BRIGHT),
    "contrast": Scale("Contrast", 0, 0.5, ends=("flat", "hard")),
    "entropy": Scale("Entropy", 0, 8, "bits", ("one level", "all levels alike"), 0.01),
    "dark": Scale("Dark end", 0, 1, ends=_BRIGHT),
    "bright": Scale("Bright end", 0, 1, ends=_BRIGHT),
    "saturation": Scale("Saturation", 0, 1, ends=_VIVID),
    "saturation_median": Scale("Median saturation", 0, 1, ends=_VIVID),
    "saturation_deviation": Scale("Saturation deviation", 0, 0.5, ends=_EVEN),
    "brightness_median": Scale("Median brightness", 0, 1, ends=_BRIGHT),
    "brightness_deviation": Scale("Brightness deviation", 0, 0.5, ends=_EVEN),
    "hue_median": Scale("Median hue", 0, 360, "°", ("red", "red again"), 1, whole=True),
    "hue_deviation": Scale("Hue deviation", 0, 82, "°", ("one hue", "all hues alike"), 0.1),
    "colourfulness": Scale("Colourfulness", 0, 240, ends=_VIVID, step=0.1),
    "sharpness": Scale("Sharpness", 0, 1, ends=("even", "a fine chequer")),
    "width": Scale("Width", 1, 65_536, "px", ("narrow", "wide"), 1, True, whole=True),
    "height": Scale("Height", 1, 65_536, "px", ("low", "tall"), 1, True, whole=True),
    "mode": Scale("Mode", -1, 12, step=1, whole=True, codes=_MODES, of_file=True),
    "size_bytes": Scale("File size", 1, 2.0**32, "B", ("small", "large"), 1, True, whole=True),
    "lightness": Scale("Lightness", 0, 100, ends=_BRIGHT, step=0.1),
    "lightness_median": Scale("Median lightness", 0, 100, ends=_BRIGHT, step=0.1),
    "lightness_deviation": Scale("Lightness deviation", 0, 50, ends=_EVEN, step=0.1),
    "chroma": Scale("Chroma", 0, 135, ends=_VIVID, step=0.1),
    "kind": Scale("Kind", 0, 2, step=1, whole=True, codes=_KINDS),
    "tone_hue": Scale("Hue of the tone", 0, 360, "°", ("red", "red again"), 1, whole=True),
    "permutation_entropy": Scale("Permutation entropy", 0, 1, ends=("one order", "all alike")),
    "complexity": Scale("Complexity", 0, 0.5, ends=("simple", "complex")),
    "edge_density": Scale("Edges", 0, 1, ends=("none", "everywhere")),
    "border_left": Scale("Frame at the left", 0, 1, ends=_FRAME),
    "border_top": Scale("Frame at the top", 0, 1, ends=_FRAME),
    "border_right": Scale("Frame at the right", 0, 1, ends=_FRAME),
    "border_bottom": Scale("Frame at the bottom", 0, 1, ends=_FRAME),
    "resolution": Scale("Resolution", 1, 65_536, "ppi", ("coarse", "fine"), 1, True),
    "bit_depth": Scale("Bits of a level", 0, 64, "bits", step=1, whole=True, of_file=True),
    "jpeg_quality": Scale(
        "JPEG quality", 0, 100, ends=("coarse", "fine"), step=1, whole=True, of_file=True
    ),
    "progressive": Scale("JPEG's coding", 0, 1, step=1, whole=True, codes=_CODINGS, of_file=True),
}
_MANAGED = ":srgb"  # after the name of a measure: of the colours that the profile means
_PREVIEW = ":preview"  # after the name of a measure: of raw files by the preview in them
_INSIDE = "_inside"  # after the name of a measure: of the pixels inside the frame
_OF_EVERY_PIXEL = {  # like those above, of every pixel
    "exact_hue_median": replace(SCALES["hue_median"], label="Median hue of all pixels"),
    "exact_hue_deviation": replace(SCALES["hue_deviation"], label="Hue deviation of all pixels"),
}


def scale_of(name: str) -> Scale:
    """The scale of a measure, built-in or a user's own.

    >>> scale_of("contrast").ends
    ('flat', 'hard')
    >>> scale_of("my_module:blue_share").label
    'Blue share'
    """
    plain = SCALES.get(name.removesuffix(_MANAGED))
    if plain and name.endswith(_MANAGED):
        return replace(plain, label=f"{plain.label} in sRGB")
    plain = SCALES.get(name.removesuffix(_PREVIEW))
    if plain and name.endswith(_PREVIEW):
        return replace(plain, label=f"{plain.label}, of raw files by their previews")
    plain = SCALES.get(name.removesuffix(_INSIDE))
    if plain and name.endswith(_INSIDE):
        return replace(plain, label=f"{plain.label} inside the frame")
    label = name.rpartition(":")[2].replace("_", " ").strip() or name
    return SCALES.get(name) or _OF_EVERY_PIXEL.get(name) or Scale(label[:1].upper() + label[1:])
