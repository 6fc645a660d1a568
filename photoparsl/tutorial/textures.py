"""Noise textures, trees and people that the scenes are composed of, made once a process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from photoparsl.tutorial.drawing import (
    BICUBIC,
    BILINEAR,
    CLOTHES,
    HAIR,
    SKIN,
    Colour,
    Point,
    oval,
    pick,
    polygon,
    ramp,
    relief,
    set_lit,
    soften,
    tint,
)

TEXTURE_SIDE = 1024  # pixels, larger than any photo, so that crops differ

# A person's outlines, in pixels of a cut-out 120 wide and 320 high.
LEGS = ((40, 140), (80, 140), (76, 312), (64, 312), (60, 190), (54, 312), (43, 312))
TRUNK = ((36, 64), (50, 54), (70, 54), (84, 64), (80, 160), (40, 160))
ARM = ((36, 64), (44, 70), (38, 120), (42, 168), (33, 170), (26, 120))


@dataclass(frozen=True, eq=False)
class Cutout:
    """A picture to paste onto a canvas."""

    image: Image.Image  # RGB
    mask: Image.Image  # L, of the same size: 255 where the picture is opaque


@dataclass(frozen=True)
class Textures:
    """Noise fields (mode L), and cut-outs that would take too long to paint for each photo."""

    clouds: Image.Image
    rough: Image.Image
    turf: Image.Image
    grain: Image.Image
    trees: tuple[Cutout, ...]
    people: tuple[Cutout, ...]


@lru_cache(maxsize=1)
def textures() -> Textures:
    """Return the textures that all scenes share.  They are the same in every process."""
    rng = np.random.default_rng(1826)  # the year of the first photograph
    clouds, rough = _octaves(rng, 3, 0.5), _octaves(rng, 24, 0.8)
    turf = _octaves(rng, 90, 0.9)
    noise = np.clip(rng.normal(128, 34, (TEXTURE_SIDE, TEXTURE_SIDE)), 0, 255).astype(np.uint8)
    trees = tuple(_tree(rng, turf, number) for number in range(12))
    people = tuple(_person(rng, rough) for _ in range(24))
    return Textures(clouds, rough, turf, Image.fromarray(noise), trees, people)


@lru_cache(maxsize=600)
def scaled(cutout: Cutout, height: int) -> Cutout:
    """Return the cut-out scaled to `height` pixels.  Cached: crowds need the same sizes often."""
    size = (max(2, round(cutout.mask.width * height / cutout.mask.height)), height)
    image = cutout.image.resize(size, BILINEAR, reducing_gap=1.2)
    return Cutout(image, cutout.mask.resize(size, BILINEAR, reducing_gap=1.2))


def _octaves(rng: np.random.Generator, cells: int, falloff: float) -> Image.Image:
    """Fractal noise: the coarsest layer has `cells` a side, each next one twice as many.

    Each next layer weighs `falloff` times as much as the one before it.
    """
    total = np.zeros((TEXTURE_SIDE, TEXTURE_SIDE), np.float32)
    weight = 1.0
    while cells < TEXTURE_SIDE:
        coarse = Image.fromarray(rng.random((cells, cells), np.float32))
        total += weight * np.asarray(coarse.resize(total.shape, BICUBIC))
        cells, weight = cells * 2, weight * falloff
    low, high = np.percentile(total, (1, 99))
    return Image.fromarray(np.clip((total - low) / (high - low) * 255, 0, 255).astype(np.uint8))


def _tree(rng: np.random.Generator, turf: Image.Image, number: int) -> Cutout:
    """Return a tree of 240 x 320 pixels.  `number` modulo 3: 0 bare, 1 broad-leaved, 2 conifer."""
    mask = Image.new("L", (240, 320))
    draw = ImageDraw.Draw(mask)
    draw.polygon([(115, 150), (125, 150), (129, 318), (110, 318)], 255)
    if number % 3 == 0:
        _branch(rng, draw, (120, 220), -np.pi / 2, 75)
        return Cutout(tint(relief(mask, 2), (20, 17, 12), (138, 128, 114)), mask)
    for _ in range(110):
        y = rng.uniform(30, 270 if number % 3 == 2 else 232)
        reach = 8 + 0.32 * y if number % 3 == 2 else 105 * np.sqrt(1 - ((y - 135) / 110) ** 2)
        x, r = 120 + rng.uniform(-1, 1) * reach * 0.8, rng.uniform(10, 24)
        draw.ellipse((x - r, y - r * 0.7, x + r, y + r * 0.7), 255)
    x, y = (int(v) for v in rng.integers(0, TEXTURE_SIDE - 320, 2))
    leaves = turf.crop((x, y, x + 240, y + 320))
    ragged = ImageChops.add(soften(mask, 6), leaves, 1, -128).point(ramp(128, 170))
    shade = Image.blend(relief(soften(mask, 4), 14), leaves.point(ramp(40, 255)), 0.5)
    return Cutout(tint(shade, (12, 18, 10), (201, 208, 162), (70, 86, 47)), ragged)


def _branch(
    rng: np.random.Generator, draw: ImageDraw.ImageDraw, start: Point, angle: float, length: float
) -> None:
    """Draw a branch and, recursively, its twigs.  `angle` is in radians, `length` in pixels."""
    end = (start[0] + length * np.cos(angle), start[1] + length * np.sin(angle))
    draw.line((*start, *end), 255, max(1, round(length / 9)))
    if length > 9:
        for turn in (-0.45, 0.05, 0.5):
            bend = angle + turn + rng.normal(0, 0.15)
            _branch(rng, draw, end, bend, length * rng.uniform(0.6, 0.78))


def _person(rng: np.random.Generator, rough: Image.Image) -> Cutout:
    """Return a standing person of 120 x 320 pixels in random clothes."""
    image, whole = Image.new("RGB", (120, 320)), Image.new("L", (120, 320))
    skirt, cloth = rng.random() < 0.45, pick(rng, CLOTHES)
    lower = cloth if skirt else pick(rng, CLOTHES[:5])
    flare, hem = rng.uniform(24, 40), rng.uniform(250, 310)
    gown: list[Point] = [(42, 130), (78, 130), (60 + flare, hem), (60 - flare, hem)]
    parts: list[tuple[Sequence[Point], Colour]] = [
        (LEGS, (40, 36, 34) if skirt else lower),
        (gown if skirt else LEGS, lower),
        (TRUNK, cloth),
        (ARM, cloth),
        ([(120 - x, y) for x, y in ARM], cloth),
        ([(54, 40), (66, 40), (68, 62), (60, 84), (52, 62)], (214, 205, 190)),
        (oval(60, 30, 14, 19), SKIN),
        (oval(60, 19, 16, 12), pick(rng, HAIR)),
        (oval(54, 31, 3.4, 1.8), (70, 48, 40)),
        (oval(66, 31, 3.4, 1.8), (70, 48, 40)),
        (oval(60, 41, 4, 1.2), (130, 80, 70)),
    ]
    if rng.random() < 0.4:
        hat = pick(rng, CLOTHES)
        parts += [(oval(60, 17, 27, 5), hat), (oval(60, 10, 15, 10), hat)]
    for outline, colour in parts:
        mask = polygon(whole.size, outline)
        set_lit(image, (0, 0), mask, colour, 6, rough.crop((0, 0, 120, 320)))
        whole.paste(255, mask=mask)
    return Cutout(image, whole)
