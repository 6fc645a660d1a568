"""Synthetic photographs: random numbers, a year and a brightness in, one picture out.

A scene is painted in colour, and then printed as a film of its year would show it.
Nothing is written to the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from photoparsl.tutorial import buildings, indoors, landscapes
from photoparsl.tutorial.canvas import Canvas
from photoparsl.tutorial.drawing import pick
from photoparsl.tutorial.printing import make_print

# A scene is painted with fewer pixels than its print: old lenses were less sharp than the film.
LENS_SHARPNESS = 0.72
WIDE = ((640, 480), (720, 480), (680, 510), (740, 500), (760, 460))
TALL = ((480, 640), (480, 720), (500, 680), (520, 700))
SQUARE = ((600, 600), (580, 580))


@dataclass(frozen=True)
class Photograph:
    """A finished print."""

    title: str
    image: Image.Image  # mode L for a neutral grey print, RGB for a toned or a colour one


def photograph(rng: np.random.Generator, year: int, luminance: float) -> Photograph:
    """Return a photograph in the style of `year`, of a brightness near `luminance` (0 to 1)."""
    kind = _KINDS[int(rng.choice(len(_KINDS), p=[kind.share for kind in _KINDS]))]
    wide, high = pick(rng, kind.sizes)
    canvas = Canvas(rng, (round(wide * LENS_SHARPNESS), round(high * LENS_SHARPNESS)))
    title = kind.paint(canvas)
    return Photograph(title, make_print(rng, canvas.image, (wide, high), year, luminance))


@dataclass(frozen=True)
class _Kind:
    """A kind of scene."""

    paint: Callable[[Canvas], str]  # paints it and returns its title
    sizes: tuple[tuple[int, int], ...]  # of the print: width and height in pixels
    share: float  # of all photographs, 0 to 1


_KINDS = (
    _Kind(landscapes.landscape, WIDE + SQUARE, 0.2),
    _Kind(landscapes.sea, WIDE + SQUARE, 0.11),
    _Kind(buildings.street, WIDE + TALL, 0.17),
    _Kind(buildings.house, WIDE, 0.1),
    _Kind(buildings.group, WIDE, 0.14),
    _Kind(indoors.portrait, TALL + SQUARE, 0.17),
    _Kind(indoors.interior, WIDE + TALL, 0.07),
    _Kind(indoors.still_life, WIDE + TALL + SQUARE, 0.04),
)
