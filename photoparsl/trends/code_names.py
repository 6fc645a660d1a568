"""Measures whose numbers are codes, and what the codes mean."""

from __future__ import annotations

CODE_NAMES = {  # they have shares, and no median
    "mode": {
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
    },
    "kind": {0: "grey", 1: "toned", 2: "colour"},
    "kind_inside": {0: "grey", 1: "toned", 2: "colour"},
    "progressive": {0: "sequential", 1: "progressive"},
}
CODES = tuple(CODE_NAMES)
