"""Synthetic photographs of other times: numbers in, one picture out, nothing on the disk.

A scene is painted in colour, as the world is; the film of its year then decides what remains.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from photoparsl.tutorial import indoors, outdoors
from photoparsl.tutorial.darkroom import make_print
from photoparsl.tutorial.props import pick
from photoparsl.tutorial.view import View

# Old lenses drew less finely than the grain of the film: a view has fewer pixels than its print.
LENS = 0.72
WIDE = ((640, 480), (720, 480), (680, 510), (740, 500), (760, 460))
TALL = ((480, 640), (480, 720), (500, 680), (520, 700))
SQUARE = ((600, 600), (580, 580))


@dataclass(frozen=True)
class Photograph:
    """A finished print: one band for neutral grey, three for a toned or a colour one."""

    title: str
    image: Image.Image


def photograph(rng: np.random.Generator, year: int, luminance: float) -> Photograph:
    """Take a photograph as that year would have, its brightness near `luminance` (0 to 1)."""
    kind = _KINDS[int(rng.choice(len(_KINDS), p=[kind.share for kind in _KINDS]))]
    wide, high = pick(rng, kind.sizes)
    view = View(rng, (round(wide * LENS), round(high * LENS)))
    title = kind.paint(view)
    return Photograph(title, make_print(rng, view.image, (wide, high), year, luminance))


@dataclass(frozen=True)
class _Kind:
    """A kind of scene: how it is painted, in which sizes, and its share of all photographs."""

    paint: Callable[[View], str]
    sizes: tuple[tuple[int, int], ...]
    share: float


_KINDS = (
    _Kind(outdoors.landscape, WIDE + SQUARE, 0.2),
    _Kind(outdoors.sea, WIDE + SQUARE, 0.11),
    _Kind(outdoors.street, WIDE + TALL, 0.17),
    _Kind(outdoors.house, WIDE, 0.1),
    _Kind(outdoors.group, WIDE, 0.14),
    _Kind(indoors.portrait, TALL + SQUARE, 0.17),
    _Kind(indoors.interior, WIDE + TALL, 0.07),
    _Kind(indoors.still_life, WIDE + TALL + SQUARE, 0.04),
)
