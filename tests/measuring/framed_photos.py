"""Make photos with frames of known width, and photos without a frame that look as if they had one.

Frames: mounts with a paper's texture, a scanner's bed, film rebates with sprocket holes, black
frames, two frames one in the other, colour charts and rulers; turned by up to 1 degree, with uneven
margins, some of them none.  Without: studio grounds, skies, horizons, snow, nights, vignettes,
white walls, and photographs as they are.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from photoparsl.measuring import decode, measure_all

Levels: TypeAlias = npt.NDArray[np.float64]
Colour: TypeAlias = tuple[float, float, float]

SIDES = ("border_left", "border_top", "border_right", "border_bottom")  # the measures
TOLERANCE = 0.01  # of a side, for a share of frame
PAPERS: tuple[Colour, ...] = (
    (244, 240, 230), (228, 216, 190), (200, 190, 170), (250, 250, 250), (150, 130, 105),
    (120, 120, 118), (60, 52, 48), (25, 24, 26), (120, 60, 50), (70, 90, 110), (180, 190, 170),
)  # fmt: skip
BEDS: tuple[Colour, ...] = (
    (252, 252, 252),
    (255, 255, 255),
    (238, 240, 238),
    (4, 4, 5),
    (18, 17, 19),
)


@dataclass(frozen=True)
class Framed:
    """A made photo.

    kind: what was made
    body: the JPEG's bytes
    borders: the share of frame at the left, top, right and bottom, 0 to 1
    """

    kind: str
    body: bytes
    borders: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


def is_right(made: Framed) -> bool:
    """Whether the share of frame at each side is nearly the true one; none if there is none."""
    found = measure_all(decode(made.body), SIDES)
    pairs = zip((found[name] for name in SIDES), made.borders, strict=True)
    most = TOLERANCE if any(made.borders) else 0
    return all(abs(share - true) <= most for share, true in pairs)


class Maker:
    """Makes photos from photographs.

    photographs: of at least 500 pixels a side, in RGB
    seed: of the random numbers
    """

    def __init__(self, photographs: Sequence[Image.Image], seed: int) -> None:
        self._photographs = photographs
        self._chance = random.Random(seed)
        self._noise = np.random.default_rng(seed)

    def framed(self) -> Framed:
        """Return a photo with a frame."""
        kind = self._chance.choice((*FRAMES, "mount"))
        layers = FRAMES[kind]
        size = self._size()
        margins = [self._margins(layer) for layer in layers]
        if kind == "bed" or (kind == "mount" and self._chance.random() < 0.3):
            for side in self._chance.sample(range(4), self._chance.choice((1, 1, 2, 2, 3))):
                margins[0][side] = 0.0
        widths = np.array([size[0], size[1]] * 2)
        angle = self._chance.uniform(-1, 1) if self._chance.random() < 0.7 else 0.0
        canvas = self.photograph(size)
        total = np.zeros(4)
        boxes = []
        for margin in margins:
            total = total + np.array(margin) * widths
            boxes.append(total.copy())
        picture = self.photograph(size)
        ground: Image.Image | None = None
        for number, layer in enumerate(layers):
            paper = self._surface(layer, size)
            if ground is None:
                ground = paper
                if layer == "chart":
                    self._chart(ground, boxes[number])
                if layer == "rebate":
                    self._holes(ground, boxes[number])
            else:
                _paste(ground, paper, boxes[number - 1], angle)
        assert ground is not None
        canvas = ground
        if self._chance.random() < 0.3:
            _shadow(canvas, boxes[-1], angle, self._chance.uniform(0.2, 0.6))
        _paste(canvas, picture, boxes[-1], angle)
        left, top, right, bottom = (boxes[-1] / widths).tolist()
        return Framed(kind, self._saved(canvas), (left, top, right, bottom))

    def unframed(self) -> Framed:
        """Return a photo without a frame."""
        kind = self._chance.choice((*GROUNDS, "photograph", "photograph"))
        make = GROUNDS.get(kind)
        size = self._size()
        image = make(self, size) if make else self.photograph(size)
        return Framed(kind, self._saved(image))

    def photograph(self, size: tuple[int, int]) -> Image.Image:
        """Return a random part of a photograph: in colour, grey, or toned."""
        source = self._chance.choice(self._photographs)
        most = min(source.width / size[0], source.height / size[1])
        scale = self._chance.uniform(min(0.6, most), most)
        width, height = (max(8, round(side * scale)) for side in size)
        left = self._chance.randint(0, source.width - width)
        top = self._chance.randint(0, source.height - height)
        image = source.resize(size, box=(left, top, left + width, top + height))
        if self._chance.random() < 0.4:
            image = image.convert("L").convert("RGB")
            if self._chance.random() < 0.5:
                levels = np.asarray(image, np.float64) / 255
                low, high = np.array((40, 26, 13)), np.array((235, 220, 190))
                image = _image(low + (high - low) * levels)
        return (
            image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            if self._chance.random() < 0.5
            else image
        )

    def even(self, size: tuple[int, int], colour: Colour, slope: float, grain: float) -> Levels:
        """Return an even ground, lit from one side, with noise and a coarse texture."""
        width, height = size
        direction = self._chance.uniform(0, 2 * math.pi)
        across = np.linspace(-0.5, 0.5, width)[None, :] * math.cos(direction)
        down = np.linspace(-0.5, 0.5, height)[:, None] * math.sin(direction)
        coarse = self._noise.normal(0, 1, (max(2, height // 12), max(2, width // 12)))
        texture = np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC))
        fine = self._noise.normal(0, grain, (height, width))
        light = (across + down) * slope + texture * grain * 0.5 + fine
        return np.array(colour, np.float64) + light[..., None]

    def _size(self) -> tuple[int, int]:
        long = self._chance.randint(400, 1100)
        short = round(long * self._chance.uniform(0.6, 1))
        return (long, short) if self._chance.random() < 0.5 else (short, long)

    def _margins(self, layer: str) -> list[float]:
        if layer in ("thin", "white"):
            width = self._chance.uniform(0.012, 0.06)
            return [width * self._chance.uniform(0.85, 1.15) for _ in SIDES]
        if layer == "chart":
            margins = [self._chance.uniform(0.03, 0.12) for _ in SIDES]
            margins[self._chance.randrange(4)] = self._chance.uniform(0.17, 0.3)
            return margins
        if layer == "rebate":
            across = self._chance.random() < 0.7
            wide, narrow = self._chance.uniform(0.08, 0.17), self._chance.uniform(0.015, 0.06)
            return [narrow, wide, narrow, wide] if across else [wide, narrow, wide, narrow]
        return [self._chance.uniform(0.015, 0.22) for _ in SIDES]

    def _surface(self, layer: str, size: tuple[int, int]) -> Image.Image:
        colours: tuple[Colour, ...] = PAPERS
        slope, grain = self._chance.uniform(0, 14), self._chance.uniform(0.5, 5)
        if layer in ("thin", "rebate"):
            colours, slope, grain = ((6, 6, 6), (16, 14, 13), (28, 26, 24)), 4.0, 1.5
        elif layer == "white":
            colours, slope, grain = ((250, 248, 240), (232, 222, 200)), 5.0, 1.5
        elif layer == "bed":
            colours, slope, grain = BEDS, 5.0, 1.0
        return _image(self.even(size, self._chance.choice(colours), slope, grain))

    def _chart(self, ground: Image.Image, box: Levels) -> None:
        """Draw a colour chart or a ruler beside the photo, on the widest margin."""
        sides = [ground.width, ground.height] * 2
        side = int(np.argmax(box / np.array(sides)))
        inner = [box[0], box[1], ground.width - box[2], ground.height - box[3]]
        gap = max(6.0, 0.2 * box[side])
        depth = (gap, box[side] - gap)
        along = (inner[1], inner[3]) if side in (0, 2) else (inner[0], inner[2])
        start = along[0] + (along[1] - along[0]) * self._chance.uniform(-0.02, 0.2)
        stop = along[1] - (along[1] - along[0]) * self._chance.uniform(-0.02, 0.3)
        if side in (2, 3):
            depth = (sides[side] - depth[1], sides[side] - depth[0])
        draw = ImageDraw.Draw(ground)
        count = self._chance.choice((6, 9, 12, 40))
        for patch in range(count):
            low = start + (stop - start) * patch / count
            high = start + (stop - start) * (patch + 1) / count
            colour = tuple(self._chance.randrange(256) for _ in range(3))
            if count == 40:
                colour = (10, 10, 10) if patch % 2 else (245, 245, 245)
            corners = (
                (low, depth[0], high, depth[1])
                if side in (1, 3)
                else (depth[0], low, depth[1], high)
            )
            draw.rectangle(corners, fill=colour)

    def _holes(self, ground: Image.Image, box: Levels) -> None:
        """Draw a film's sprocket holes and numbers along its two wide sides."""
        draw = ImageDraw.Draw(ground)
        across = box[1] > box[0]
        long, short = ground.size if across else ground.size[::-1]
        depth = float(box[1] if across else box[0])
        light = self._chance.choice((250, 255, 60, 235))
        pitch = short * self._chance.uniform(0.07, 0.12)
        place = self._chance.uniform(0, pitch)
        while place < long:
            for start in (0.3 * depth, short - 0.7 * depth):
                stop = start + 0.4 * depth
                corners = (place, start, place + pitch / 2, stop)
                draw.rounded_rectangle(
                    corners if across else (start, place, stop, place + pitch / 2),
                    radius=pitch / 10,
                    fill=(light,) * 3,
                )
            place += pitch
        draw.text(
            (0.3 * long, 0.8 * depth - 8) if across else (0.1 * depth, 0.4 * long),
            "KODAK 12A",
            fill=(200, 150, 40),
        )

    def _saved(self, image: Image.Image) -> bytes:
        file = io.BytesIO()
        if self._chance.random() < 0.3:
            image = image.convert("L")
        image.save(file, "JPEG", quality=self._chance.choice((60, 75, 85, 92, 96)))
        return file.getvalue()

    def studio(self, size: tuple[int, int]) -> Image.Image:
        """A subject of no straight outline on an even ground, which it may touch at the bottom."""
        colour = self._chance.choice(
            ((250,) * 3, (235, 232, 225), (128, 126, 120), (20, 20, 22), (200, 170, 120))
        )
        ground = _image(
            self.even(size, colour, self._chance.uniform(0, 60), self._chance.uniform(0.3, 3))
        )
        width, height = size
        mask = Image.new("L", size)
        draw = ImageDraw.Draw(mask)
        middle, head = (
            self._chance.uniform(0.3, 0.7) * width,
            self._chance.uniform(0.06, 0.16) * height,
        )
        top = self._chance.uniform(0.05, 0.3) * height
        if self._chance.random() < 0.6:  # a person, cut by the bottom
            draw.ellipse((middle - head * 0.8, top, middle + head * 0.8, top + 2 * head), fill=255)
            points = [(middle - head * 2, top + 3 * head), (middle - head, top + 1.8 * head),
                      (middle + head, top + 1.8 * head), (middle + head * 2, top + 3 * head),
                      (middle + head * 2.4, height), (middle - head * 2.4, height)]  # fmt: skip
            draw.polygon(points, fill=255)
        else:  # a vase, a fruit
            for _ in range(self._chance.randint(1, 4)):
                x, y = (
                    self._chance.uniform(0.25, 0.75) * width,
                    self._chance.uniform(0.35, 0.75) * height,
                )
                a, b = (self._chance.uniform(0.06, 0.24) * side for side in size)
                draw.ellipse((x - a, y - b, x + a, y + b), fill=255)
        ground.paste(self.photograph(size), (0, 0), mask.filter(ImageFilter.GaussianBlur(1)))
        return ground

    def sky(self, size: tuple[int, int]) -> Image.Image:
        """A sky above an outline of hills or roofs, or a straight horizon."""
        width, height = size
        colour = self._chance.choice(
            ((140, 180, 230), (235, 236, 240), (90, 130, 200), (200, 190, 180), (255, 255, 255))
        )
        image = _image(
            self.even(size, colour, self._chance.uniform(0, 70), self._chance.uniform(0.2, 2))
        )
        horizon = self._chance.uniform(0.25, 0.8) * height
        mask = Image.new("L", size)
        draw = ImageDraw.Draw(mask)
        if self._chance.random() < 0.35:  # the sea
            tilt = self._chance.uniform(-0.02, 0.02) * width
            outline = [(0.0, horizon - tilt), (float(width), horizon + tilt)]
        else:
            rough = self._chance.uniform(0.01, 0.2) * height
            steps = self._chance.randint(4, 40)
            outline = [
                (width * n / steps, horizon + self._chance.uniform(-rough, rough))
                for n in range(steps + 1)
            ]
        draw.polygon([(0, height), *outline, (width, height)], fill=255)
        image.paste(self.photograph(size), (0, 0), mask)
        return image

    def snow(self, size: tuple[int, int]) -> Image.Image:
        """A photograph so light that its lights are white."""
        levels = np.asarray(self.photograph(size), np.float64)
        strength = self._chance.uniform(0.1, 0.6)
        return _image(270 - (255 - levels) * strength)

    def night(self, size: tuple[int, int]) -> Image.Image:
        """A photograph so dark that its darks are black."""
        levels = np.asarray(self.photograph(size), np.float64)
        return _image(levels * self._chance.uniform(0.2, 1.2) - self._chance.uniform(20, 150))

    def vignette(self, size: tuple[int, int]) -> Image.Image:
        """A photograph that becomes dark or white towards its corners or edges."""
        levels = np.asarray(self.photograph(size), np.float64)
        x = np.linspace(-1, 1, size[0])[None, :]
        y = np.linspace(-1, 1, size[1])[:, None]
        power = self._chance.choice((2, 2, 4, 6))
        away = (np.abs(x) ** power + np.abs(y) ** power) ** (2 / power)
        start, end = self._chance.uniform(0.2, 0.7), self._chance.uniform(0.8, 1.6)
        share = np.clip((away - start) / (end - start), 0, 1)[..., None]
        return _image(levels * (1 - share) + self._chance.choice((0.0, 250.0, 10.0)) * share)

    def wall(self, size: tuple[int, int]) -> Image.Image:
        """A white wall with things before it, beside a door or above a skirting board."""
        colour = self._chance.choice(((240, 238, 232), (225, 220, 210), (250, 250, 250)))
        levels = self.even(size, colour, self._chance.uniform(5, 40), self._chance.uniform(0.5, 3))
        image = _image(levels)
        width, height = size
        draw = ImageDraw.Draw(image)
        other = self.photograph(size)
        if self._chance.random() < 0.5:
            floor = round(height * self._chance.uniform(0.65, 0.9))
            image.paste(other.crop((0, floor, width, height)), (0, floor))
        if self._chance.random() < 0.5:
            door = round(width * self._chance.uniform(0.15, 0.5))
            image.paste(
                other.crop((0, 0, door, height)),
                (width - door if self._chance.random() < 0.5 else 0, 0),
            )
        for _ in range(self._chance.randint(1, 4)):
            x, y = (
                round(self._chance.uniform(0, 0.8) * width),
                round(self._chance.uniform(0.2, 0.8) * height),
            )
            part = other.crop((x, y, min(width, x + width // 4), min(height, y + height // 3)))
            angle = self._chance.uniform(-20, 20)
            mask = Image.new("L", part.size, 255).rotate(angle, expand=True)
            image.paste(part.rotate(angle, expand=True), (x, y), mask)
        draw.line((0, height // 5, width, height // 5 + 3), fill=(200, 198, 190))
        return image


FRAMES: dict[str, tuple[str, ...]] = {
    "mount": ("mount",),
    "bed": ("bed",),
    "black": ("thin",),
    "rebate": ("rebate",),
    "chart": ("chart",),
    "mount and black": ("mount", "thin"),
    "mount and white": ("mount", "white"),
    "bed and mount": ("bed", "mount"),
}
GROUNDS: dict[str, Callable[[Maker, tuple[int, int]], Image.Image]] = {
    "studio": Maker.studio,
    "sky": Maker.sky,
    "snow": Maker.snow,
    "night": Maker.night,
    "vignette": Maker.vignette,
    "wall": Maker.wall,
}


def _image(levels: Levels) -> Image.Image:
    return Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))


def _mask(size: tuple[int, int], box: Levels, angle: float) -> Image.Image:
    """The inside of a rectangle that is turned round its middle; a side without frame has none."""
    width, height = size
    far = 0.1 * max(size)
    left, top, right, bottom = (-far if margin == 0 else margin for margin in box)
    mask = Image.new("L", (width * 2, height * 2))
    corners = [
        (left, top),
        (width - right, top),
        (width - right, height - bottom),
        (left, height - bottom),
    ]
    middle_x = (box[0] + width - box[2]) / 2
    middle_y = (box[1] + height - box[3]) / 2
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned = [
        (2 * (middle_x + (x - middle_x) * cosine - (y - middle_y) * sine),
         2 * (middle_y + (x - middle_x) * sine + (y - middle_y) * cosine))
        for x, y in corners
    ]  # fmt: skip
    ImageDraw.Draw(mask).polygon(turned, fill=255)
    return mask.resize(size, Image.Resampling.BOX)


def _paste(ground: Image.Image, image: Image.Image, box: Levels, angle: float) -> None:
    ground.paste(image, (0, 0), _mask(ground.size, box, angle))


def _shadow(ground: Image.Image, box: Levels, angle: float, strength: float) -> None:
    mask = _mask(ground.size, box, angle).filter(ImageFilter.GaussianBlur(2))
    ground.paste(
        (0, 0, 0),
        (2, 2),
        mask.point(lambda level: int(level * strength)).crop(
            (0, 0, ground.width - 2, ground.height - 2)
        ),
    )
