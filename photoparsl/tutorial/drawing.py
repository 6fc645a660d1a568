"""Painting tools: outlines, blurs, light on rounded bodies, colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

T = TypeVar("T")
Colour = tuple[int, int, int]  # red, green, blue, each 0 to 255
Point = tuple[float, float]  # x and y in pixels
BILINEAR, BICUBIC = Image.Resampling.BILINEAR, Image.Resampling.BICUBIC

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
SKIN: Colour = (222, 188, 164)
HAIR: tuple[Colour, ...] = ((38, 30, 26), (72, 54, 40), (120, 92, 60), (168, 162, 154))
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


def oval(x: float, y: float, rx: float, ry: float) -> list[Point]:
    """Return the outline of an ellipse about (x, y) with the radii `rx` and `ry`."""
    angles = np.linspace(0, 2 * np.pi, 40)
    return [(x + rx * float(np.cos(a)), y + ry * float(np.sin(a))) for a in angles]


def polygon(size: tuple[int, int], outline: Sequence[Point], blur: float = 0.8) -> Image.Image:
    """Return a mask (mode L) of `size`: the filled outline, its edge blurred by `blur` pixels."""
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon(list(outline), 255)
    return soften(mask, blur)


def soften(image: Image.Image, radius: float) -> Image.Image:
    """Blur by `radius` pixels.  A wide blur is computed on a reduced picture, which is fast."""
    if radius < 4:
        return image.filter(ImageFilter.GaussianBlur(radius))
    step = int(radius // 2)
    small = image.reduce(step).filter(ImageFilter.GaussianBlur(radius / step))
    return small.resize(image.size, BICUBIC)


def ramp(low: float, high: float, most: float = 255) -> list[int]:
    """Return a table for Image.point: 0 up to `low`, `most` from `high` on, linear between."""
    steps = np.clip((np.arange(256) - low) / (high - low), 0, 1)
    table: list[int] = np.rint(steps * most).astype(int).tolist()
    return table


def relief(mask: Image.Image, depth: int) -> Image.Image:
    """Shading of a rounded body lit from the upper left: above 128 lit, below 128 in shadow."""
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
    """Paint a rounded body of that mask and colour onto the image, its upper left at `corner`."""
    shade = Image.blend(relief(mask, depth), texture, 0.12)
    dark, light = mix(colour, (8, 6, 4), 0.75), mix(colour, (255, 250, 240), 0.4)
    image.paste(tint(shade, dark, light, colour), corner, mask)


def tint(
    shade: Image.Image, dark: Colour, light: Colour, middle: Colour | None = None
) -> Image.Image:
    """Map the values of one band to colours: 0 to `dark`, 128 to `middle`, 255 to `light`.

    ImageOps.colorize does the same, but builds its tables slowly.
    """
    steps = np.arange(256)
    middle = middle or mix(dark, light, 0.5)
    bands = [
        np.interp(steps, (0, 128, 255), band) for band in zip(dark, middle, light, strict=True)
    ]
    table = np.rint(np.concatenate(bands)).astype(int).tolist()
    return Image.merge("RGB", (shade, shade, shade)).point(table)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour `share` (0 to 1) of the way from `first` to `second`."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(first, second, strict=True))
    return r, g, b


def pick(rng: np.random.Generator, choices: Sequence[T]) -> T:
    """Return a random element."""
    return choices[int(rng.integers(len(choices)))]
