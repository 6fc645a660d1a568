"""PPM, PGM and PBM: refuse levels above that of white, which Pillow would make white."""

from __future__ import annotations

import re

import numpy as np
from PIL import ImageFile

from photoparsl.measuring.formats.format import Format, damaged, kind_not_read

# The next fields of the header are matched too, since a text may begin with the same letters.
_BEGINNING = re.compile(rb"P[1-7]\s+(#|\d|[A-Z]+ )")


def _load(image: ImageFile.ImageFile, body: bytes) -> None:
    for tile in image.tile:
        if tile.codec_name == "ppm" and isinstance(tile.args, tuple):
            white = int(tile.args[1])
            kind = np.dtype("u1" if white < 256 else ">u2")
            samples = image.width * image.height * len(image.getbands())
            available = (len(body) - tile.offset) // kind.itemsize
            levels = np.frombuffer(body, kind, max(0, min(samples, available)), tile.offset)
            if levels.max(initial=0) > white:
                raise damaged(f"a level of {levels.max()}, where white is {white}")
    image.load()


PPM = Format(
    name="PPM",
    pillow_name="PPM",
    begins=lambda body: body.startswith(b"Pf\n") or _BEGINNING.match(body) is not None,
    load=_load,
    mode=lambda image: "I;16" if image.mode == "I" else image.mode,
    why_unidentified=kind_not_read("PPM"),
)
