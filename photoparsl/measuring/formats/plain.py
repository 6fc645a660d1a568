"""BMP and PPM: Pillow alone decodes them, since their pixels are hardly compressed."""

from __future__ import annotations

import re

from photoparsl.measuring.formats.format import Format, kind_not_read

# The next fields of the header are matched too, since a text may begin with the same letters.
_BMP = re.compile(rb"BM.{4}(\0{4}|.{8}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0)", re.DOTALL)
_PNM = re.compile(rb"P[1-7]\s+(#|\d|[A-Z]+ )")

BMP = Format(
    name="BMP",
    pillow_name="BMP",
    suffixes=(".bmp",),
    begins=lambda body: _BMP.match(body) is not None,
    why_unidentified=kind_not_read("BMP"),
)
PPM = Format(
    name="PPM",
    pillow_name="PPM",
    begins=lambda body: body.startswith(b"Pf\n") or _PNM.match(body) is not None,
    mode=lambda image: "I;16" if image.mode == "I" else image.mode,
    why_unidentified=kind_not_read("PPM"),
)
