"""Shows what the measures see: for each, a photo that has little of it and one that has much.

`python docs/examples.py MEASURE …` makes the pictures of these measures in `docs/pictures`, of the
tutorial's synthetic scenes, and all of `docs/examples.md`, which has the values of the pictures and
the measures' docstrings.  Without a measure it makes all pictures.
"""

from __future__ import annotations

import inspect
import io
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import ImageOps

from photoparsl.measuring import decode, find_measure, measure_all
from photoparsl.measuring.scales import SCALES
from photoparsl.tutorial import photograph

DOCS = Path(__file__).parent
SCENES = 300
SIZE = (256, 176)
OF_THE_FILE = (  # nothing to see
    "width", "height", "mode", "size_bytes", "resolution", "bit_depth", "jpeg_quality",
    "progressive", "kind", "tone_hue", "border_left", "border_top", "border_right",
    "border_bottom",
)  # fmt: skip
NAMES = [name for name in SCALES if name not in OF_THE_FILE]
HEAD = """\
# The measures in pictures

Of each measure a photo that has little of it, and one that has much; the values are those of the
pictures as they stand here, made like the tutorial's by `docs/examples.py`. How *by bands* is
meant, and what a photo without colour gives, is in [measures.md](measures.md).
"""


def make_pictures(names: Iterable[str]) -> None:
    """Choose from many scenes, and write the pictures of these measures."""
    pictures = [_picture(seed) for seed in range(SCENES)]
    values = [values_of(picture) for picture in pictures]
    for name in names:
        order = sorted(range(SCENES), key=lambda i: values[i][name])
        coloured = [i for i in order if values[i]["saturation_median"] > 0.1]
        ends = coloured if name.startswith("hue") else order
        for end, chosen in zip(("low", "high"), (ends[3], ends[-4]), strict=True):  # no freaks
            path_of(name, end).write_bytes(pictures[chosen])


def page() -> str:
    """The page, by the pictures that are there."""
    return HEAD + "".join(map(_section, NAMES))


def path_of(name: str, end: str) -> Path:
    """Where the picture of little (`low`) or much (`high`) of a measure is."""
    return DOCS / "pictures" / f"{name}-{end}.webp"


def values_of(picture: bytes) -> dict[str, float]:
    """What is measured in a picture."""
    return measure_all(decode(picture), NAMES)


def _picture(seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    image = photograph(rng, int(rng.integers(1860, 2002)), rng.uniform(0.2, 0.8)).image
    buffer = io.BytesIO()
    ImageOps.fit(image, SIZE).save(buffer, "WEBP", quality=70, method=6)
    return buffer.getvalue()


def _section(name: str) -> str:
    low, high = (values_of(path_of(name, end).read_bytes())[name] for end in ("low", "high"))
    return f"""
## {name}

{inspect.getdoc(find_measure(name).function)}

| {low:.3g} | {high:.3g} |
| --- | --- |
| ![little {name}](pictures/{name}-low.webp) | ![much {name}](pictures/{name}-high.webp) |
"""


if __name__ == "__main__":
    (DOCS / "pictures").mkdir(exist_ok=True)
    make_pictures(sys.argv[1:] or NAMES)
    (DOCS / "examples.md").write_text(page(), encoding="utf-8")
