"""What scenes are made of: textures, trees, people, and how light falls on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

T = TypeVar("T")
Colour = tuple[int, int, int]
Point = tuple[float, float]
BILINEAR, BICUBIC = Image.Resampling.BILINEAR, Image.Resampling.BICUBIC
TEXTURE_SIDE = 1024  # pixels; larger than any photo, so that every crop is another one

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
SKIN: Colour = (222, 188, 164)
HAIR: tuple[Colour, ...] = ((38, 30, 26), (72, 54, 40), (120, 92, 60), (168, 162, 154))
# A person's outlines, in pixels of a cut-out 120 wide and 320 high.
LEGS = ((40, 140), (80, 140), (76, 312), (64, 312), (60, 190), (54, 312), (43, 312))
TRUNK = ((36, 64), (50, 54), (70, 54), (84, 64), (80, 160), (40, 160))
ARM = ((36, 64), (44, 70), (38, 120), (42, 168), (33, 170), (26, 120))
CLOTHES: tuple[Colour, ...] = (
    (34, 34, 38),
    (58, 52, 48),
    (44, 54, 78),
    (96, 84, 70),
    (110, 112, 116),
    (226, 220, 208),
    (150, 48, 44),
    (186, 150, 84),
    (92, 120, 150),
    (70, 92, 66),
)


@dataclass(frozen=True, eq=False)
class Cutout:
    """A thing that can be set into any view: its picture and its outline (0 to 255)."""

    image: Image.Image
    mask: Image.Image


@dataclass(frozen=True)
class Textures:
    """Noise fields of one band, and things that are costly to paint afresh for each photo."""

    clouds: Image.Image
    rough: Image.Image
    turf: Image.Image
    grain: Image.Image
    trees: tuple[Cutout, ...]
    people: tuple[Cutout, ...]


@lru_cache(maxsize=1)
def textures() -> Textures:
    rng = np.random.default_rng(1826)  # the year of the first photograph
    clouds, rough = _octaves(rng, 3, 0.5), _octaves(rng, 24, 0.8)
    turf = _octaves(rng, 90, 0.9)
    noise = np.clip(rng.normal(128, 34, (TEXTURE_SIDE, TEXTURE_SIDE)), 0, 255).astype(np.uint8)
    trees = tuple(_tree(rng, turf, number) for number in range(12))
    people = tuple(_person(rng, rough) for _ in range(24))
    return Textures(clouds, rough, turf, Image.fromarray(noise), trees, people)


@lru_cache(maxsize=600)
def scaled(thing: Cutout, height: int) -> Cutout:
    """The cut-out, `height` pixels high; kept, since scaling is the costliest part of a crowd."""
    size = (max(2, round(thing.mask.width * height / thing.mask.height)), height)
    image = thing.image.resize(size, BILINEAR, reducing_gap=1.2)
    return Cutout(image, thing.mask.resize(size, BILINEAR, reducing_gap=1.2))


def _octaves(rng: np.random.Generator, cells: int, falloff: float) -> Image.Image:
    """Noise of many sizes: the coarsest has `cells` a side, each finer one `falloff` the weight."""
    total = np.zeros((TEXTURE_SIDE, TEXTURE_SIDE), np.float32)
    weight = 1.0
    while cells < TEXTURE_SIDE:
        coarse = Image.fromarray(rng.random((cells, cells), np.float32))
        total += weight * np.asarray(coarse.resize(total.shape, BICUBIC))
        cells, weight = cells * 2, weight * falloff
    low, high = np.percentile(total, (1, 99))
    return Image.fromarray(np.clip((total - low) / (high - low) * 255, 0, 255).astype(np.uint8))


def _tree(rng: np.random.Generator, turf: Image.Image, number: int) -> Cutout:
    """A tree of 240 x 320 pixels: broad-leaved, conifer or bare by its number."""
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
    end = (start[0] + length * np.cos(angle), start[1] + length * np.sin(angle))
    draw.line((*start, *end), 255, max(1, round(length / 9)))
    if length > 9:
        for turn in (-0.45, 0.05, 0.5):
            bend = angle + turn + rng.normal(0, 0.15)
            _branch(rng, draw, end, bend, length * rng.uniform(0.6, 0.78))


def _person(rng: np.random.Generator, rough: Image.Image) -> Cutout:
    """A standing person of 120 x 320 pixels, dressed at random."""
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


def oval(x: float, y: float, rx: float, ry: float) -> list[Point]:
    angles = np.linspace(0, 2 * np.pi, 40)
    return [(x + rx * float(np.cos(a)), y + ry * float(np.sin(a))) for a in angles]


def polygon(size: tuple[int, int], outline: Sequence[Point], blur: float = 0.8) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon(list(outline), 255)
    return soften(mask, blur)


def soften(image: Image.Image, radius: float) -> Image.Image:
    """Blur; a wide blur is made on a reduced picture, where it costs little."""
    if radius < 4:
        return image.filter(ImageFilter.GaussianBlur(radius))
    step = int(radius // 2)
    small = image.reduce(step).filter(ImageFilter.GaussianBlur(radius / step))
    return small.resize(image.size, BICUBIC)


def ramp(low: float, high: float, most: float = 255) -> list[int]:
    """A table for Image.point: nothing below `low`, `most` above `high`, even between."""
    steps = np.clip((np.arange(256) - low) / (high - low), 0, 1)
    table: list[int] = np.rint(steps * most).astype(int).tolist()
    return table


def relief(mask: Image.Image, depth: int) -> Image.Image:
    """How a rounded body of that outline is lit from the upper left (128 is neither)."""
    body = soften(mask, depth)
    lit, dark = ImageChops.offset(body, -depth, -depth // 2), ImageChops.offset(body, depth)
    return ImageChops.subtract(lit, dark, 2.2, 128)


def set_lit(
    image: Image.Image,
    corner: tuple[int, int],
    mask: Image.Image,
    colour: Colour,
    depth: int,
    texture: Image.Image,
) -> None:
    """Set a rounded body of that outline and colour into the picture, from `corner` on."""
    shade = Image.blend(relief(mask, depth), texture, 0.12)
    dark, light = mix(colour, (8, 6, 4), 0.75), mix(colour, (255, 250, 240), 0.4)
    image.paste(tint(shade, dark, light, colour), corner, mask)


def tint(
    shade: Image.Image, dark: Colour, light: Colour, middle: Colour | None = None
) -> Image.Image:
    """One band made into three, its values laid evenly from `dark` by `middle` to `light`.

    As ImageOps.colorize, which takes longer to make its tables than to use them.
    """
    steps = np.arange(256)
    middle = middle or mix(dark, light, 0.5)
    bands = [
        np.interp(steps, (0, 128, 255), band) for band in zip(dark, middle, light, strict=True)
    ]
    table = np.rint(np.concatenate(bands)).astype(int).tolist()
    return Image.merge("RGB", (shade, shade, shade)).point(table)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return r, g, b


def pick(rng: np.random.Generator, choices: Sequence[T]) -> T:
    return choices[int(rng.integers(len(choices)))]
