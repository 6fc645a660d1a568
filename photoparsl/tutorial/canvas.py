"""The canvas that a scene is painted on, and what many scenes share: sky, hills, people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageOps

from photoparsl.tutorial.drawing import (
    BILINEAR,
    CLOTHES,
    Colour,
    Point,
    mix,
    pick,
    polygon,
    ramp,
    set_lit,
    tint,
)
from photoparsl.tutorial.textures import TEXTURE_SIDE, Cutout, scaled, textures

HAZES: tuple[Colour, ...] = ((226, 226, 220), (236, 214, 180), (210, 220, 230), (236, 224, 204))
ZENITHS: tuple[Colour, ...] = ((120, 156, 204), (150, 176, 206), (170, 184, 198), (96, 130, 176))
MIST: Colour = (160, 166, 166)


class Canvas:
    """A picture that is painted from the background to the foreground.  Lengths are pixels."""

    def __init__(self, rng: np.random.Generator, size: tuple[int, int]) -> None:
        self.rng = rng
        self.size = self.width, self.height = size
        self.image = Image.new("RGB", size)

    def between(self, low: float, high: float) -> float:
        """Return a random number from low to high."""
        return float(self.rng.uniform(low, high))

    def chance(self, share: float) -> bool:
        """Return True with the probability `share`."""
        return bool(self.rng.random() < share)

    def count(self, least: int, most: int) -> int:
        """Return a random whole number from least to most, both included."""
        return int(self.rng.integers(least, most + 1))

    def texture(self, kind: Image.Image, size: tuple[int, int], zoom: Point) -> Image.Image:
        """Return a random crop of a noise field, enlarged by the factors `zoom` (across, down)."""
        wide, high = (min(s / z, TEXTURE_SIDE) for s, z in zip(size, zoom, strict=True))
        x, y = (self.count(0, int(TEXTURE_SIDE - side)) for side in (wide, high))
        box = (x, y, x + wide, y + high)
        piece = kind.crop(box) if (wide, high) == size else kind.resize(size, BILINEAR, box)
        return ImageOps.mirror(piece) if self.chance(0.5) else piece

    def receding(self, size: tuple[int, int], nearness: float, stretch: float) -> Image.Image:
        """Turf, sand or waves on level ground, in perspective.

        At the near edge they are `nearness` times as large as at the far one.  `stretch` widens
        them.
        """
        tilt = (nearness - 1) / size[1]
        across, depth = TEXTURE_SIDE / size[0] / stretch, self.between(0.7, 1) * TEXTURE_SIDE
        centre = TEXTURE_SIDE / 2
        lens = (across, centre * tilt, centre - across * size[0] / 2, 0, 0, depth, 0, tilt)
        return textures().turf.transform(size, Image.Transform.PERSPECTIVE, lens, BILINEAR)

    def backdrop(self, dark: Colour, light: Colour, kind: Image.Image, zoom: float) -> None:
        """Fill the canvas with a noise field between two colours."""
        field = self.texture(kind, self.size, (zoom, zoom))
        self.image = tint(field, dark, light)

    def shape(
        self,
        outline: Sequence[Point],
        colours: tuple[Colour, Colour],
        zoom: Point = (1, 1),
        blur: float = 0.7,
        cover: float = 1,
    ) -> None:
        """Fill an outline with a rough texture between two colours.  `cover` is its opacity."""
        margin = 3 * blur
        left, top = (max(0, int(min(values) - margin)) for values in zip(*outline, strict=True))
        right, foot = (
            min(side, int(max(values) + margin) + 1)
            for side, values in zip(self.size, zip(*outline, strict=True), strict=True)
        )
        if right - left < 2 or foot - top < 2:
            return
        size = (right - left, foot - top)
        mask = polygon(size, [(x - left, y - top) for x, y in outline], blur)
        if cover < 1:
            mask = mask.point(ramp(0, 255, 255 * cover))
        shade = self.texture(textures().rough, size, zoom)
        self.image.paste(tint(shade, *colours), (left, top), mask)

    def body(
        self, outline: Sequence[Point], colour: Colour, depth: float, blur: float = 1.2
    ) -> None:
        """Paint a rounded body of that outline.  Its edges are shaded over `depth` pixels."""
        margin = int(2 * depth + 3 * blur) + 2
        left, top = (int(min(values)) - margin for values in zip(*outline, strict=True))
        wide = int(max(x for x, _ in outline)) - left + margin
        high = int(max(y for _, y in outline)) - top + margin
        mask = polygon((wide, high), [(x - left, y - top) for x, y in outline], blur)
        grain = self.texture(textures().rough, (wide, high), (1, 1))
        set_lit(self.image, (left, top), mask, colour, max(2, round(depth)), grain)

    def sky(self, horizon: float) -> Colour:
        """Paint the sky down to the horizon, and return the colour of the haze there."""
        size = (self.width, max(8, int(horizon) + 4))
        haze, zenith = pick(self.rng, HAZES), pick(self.rng, ZENITHS)
        air = tint(Image.linear_gradient("L").resize(size, BILINEAR), zenith, haze)
        clouds = self.texture(textures().clouds, size, (self.between(1, 2), self.between(0.5, 1)))
        cover = self.between(60, 190)
        shade = clouds.point(ramp(cover, 290, 255))
        white = tint(shade, (252, 248, 242), mix(zenith, haze, 0.45))
        air.paste(white, mask=clouds.point(ramp(cover, cover + self.between(50, 120), 235)))
        self.image.paste(air, (0, 0))
        return haze

    def ridge(self, base: float, rise: float, rough: float) -> list[Point]:
        """Return the outline of a hill whose foot is at `base`, at most `rise` pixels high.

        `rough` (0 to 1) weighs each finer layer of bumps against the coarser one before it.
        """
        x = np.linspace(0, self.width, 160)
        y, weight = np.zeros(160), 1.0
        for knots in (4, 8, 17, 36, 75, 150):
            y += weight * np.interp(x, np.linspace(0, self.width, knots), self.rng.random(knots))
            weight *= rough
        y = (y - y.min()) / np.ptp(y)
        line = list(zip(x.tolist(), (base - rise * y).tolist(), strict=True))
        return [(0, base + rise), *line, (self.width, base + rise)]

    def hills(self, horizon: float, haze: Colour, earth: Colour, rough: float) -> None:
        """Paint two to four ranges of hills, the far ones hazier."""
        ranges = self.count(2, 4)
        for number in range(ranges):
            near = (number + 1) / (ranges + 0.5)
            rise = self.height * self.between(0.1, 0.26) * (1.25 - near)
            outline = self.ridge(horizon + self.height * 0.03 * number, rise, rough)
            tone = mix(haze, earth, near)
            self.shape(outline, (mix(tone, (0, 0, 0), 0.3 * near), mix(tone, haze, 0.3)))

    def ground(self, top: float, dark: Colour, light: Colour, stretch: float = 1) -> None:
        """Paint level ground from `top` down, its far edge hidden by haze."""
        size = (self.width, self.height - int(top))
        fog = Image.linear_gradient("L").resize(size, BILINEAR).point(ramp(-30, 30))
        plain = tint(self.receding(size, 7, stretch), dark, light)
        self.image.paste(plain, (0, int(top)), fog)

    def paste(self, cutout: Cutout, foot: Point, height: float, mist: float = 0) -> None:
        """Paste a cut-out with its foot at that point, and its shadow.

        `mist` (0 to 1) pales it.
        """
        near = scaled(cutout, max(2, 3 * round(height / 3)))
        image, mask = near.image, near.mask
        if self.chance(0.5):
            image, mask = ImageOps.mirror(image), ImageOps.mirror(mask)
        if mist:
            image = Image.blend(image, Image.new("RGB", image.size, MIST), mist)
        wide, high = image.size
        x, y = round(foot[0] - wide / 2), round(foot[1] - high)
        shadow = mask.resize((wide, max(2, high // 8)), BILINEAR).point(ramp(0, 255, 130))
        self.image.paste((20, 18, 16), (x + wide // 7, y + high - shadow.height // 2), shadow)
        self.image.paste(image, (x, y), mask)

    def trees(self, count: int, horizon: float, kinds: Sequence[int], biggest: float) -> None:
        """Paint trees on the ground, the far ones first.  `biggest` is a share of the height."""
        for near in np.sort(self.rng.beta(1, 2.2, count)).tolist():
            foot = horizon + 3 + near * (self.height - horizon) * 0.9
            height = self.height * (0.08 + biggest * near) * self.between(0.8, 1.2)
            tree = textures().trees[3 * self.count(0, 3) + pick(self.rng, kinds)]
            self.paste(tree, (self.between(0, self.width), foot), height, 0.45 * (1 - near) ** 2)

    def people(
        self, count: int, horizon: float, far: float, near: float, towards: float | None = None
    ) -> None:
        """Paint standing people, their heads at the horizon: the camera is at eye level.

        `far` and `near` are depths from 0 (horizon) to 1 (camera). People far away stand near
        the vanishing point's x `towards`, if there is one.
        """
        for depth in np.sort(self.rng.uniform(far, near, count)).tolist():
            foot = horizon + depth * (self.height - horizon)
            tall = (foot - horizon) * self.between(0.95, 1.1)
            x = self.between(0.08, 0.92) * self.width
            if towards is not None:
                x = towards + (x - towards) * min(1, 0.1 + 1.2 * depth)
            self.paste(pick(self.rng, textures().people), (x, foot), tall, 0.3 * (1 - depth))

    def clothes(self) -> Colour:
        """Return a random colour of clothes."""
        return pick(self.rng, CLOTHES)
