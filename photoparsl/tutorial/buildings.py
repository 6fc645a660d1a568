"""Street, house and group scenes: each public function paints one and returns the title."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from photoparsl.tutorial.canvas import Canvas
from photoparsl.tutorial.drawing import BILINEAR, BLACK, WHITE, Colour, Point, mix, pick, tint
from photoparsl.tutorial.landscapes import SEASONS
from photoparsl.tutorial.textures import Cutout, textures

WALLS: tuple[Colour, ...] = (
    (196, 184, 162),
    (170, 120, 96),
    (150, 142, 132),
    (214, 206, 190),
    (128, 108, 92),
    (184, 166, 120),
)


def street(canvas: Canvas) -> str:
    """Paint a street between two rows of houses, towards a vanishing point."""
    horizon = canvas.height * canvas.between(0.55, 0.68)
    haze = canvas.sky(horizon)
    canvas.shape(canvas.ridge(horizon + 4, canvas.height * 0.12, 0.6), ((110, 106, 100), haze))
    canvas.ground(horizon, (112, 104, 94), (168, 160, 146))
    vanish, sunny = canvas.width * canvas.between(0.3, 0.7), canvas.count(0, 1)
    for side in (0, 1):
        _street_side(canvas, horizon, (vanish, canvas.width * side), shaded=side != sunny)
    if canvas.chance(0.85):
        canvas.people(canvas.count(2, 13), horizon, 0.05, 0.7, vanish)
    names = ("Street scene", "In the old town", "Main street", "Street with passers-by")
    return pick(canvas.rng, names)


def _street_side(canvas: Canvas, horizon: float, ends: Point, shaded: bool) -> None:
    """Paint the houses along one side.  `ends` are the vanishing point's x and the edge's x."""
    vanish, edge = ends
    scale = canvas.between(0.07, 0.2)
    end = vanish + scale * (edge - vanish)
    roof = -canvas.height * canvas.between(0.0, 0.5)
    kerb = horizon + (canvas.height - horizon) * canvas.between(0.5, 0.9)
    far_roof, far_kerb = (horizon + (y - horizon) * scale for y in (roof, kerb))
    facade = _facade(canvas, (720, 400), canvas.count(4, 7))
    if shaded:
        shadow = Image.new("RGB", facade.image.size, (30, 32, 40))
        facade = Cutout(Image.blend(facade.image, shadow, 0.4), facade.mask)
    _project(canvas, facade, [(edge, roof), (end, far_roof), (end, far_kerb), (edge, kerb)])


def _facade(canvas: Canvas, size: tuple[int, int], houses: int) -> Cutout:
    """Return a row of houses seen from the front.

    The mask leaves out the sky above their roofs.
    """
    wall, mask = Image.new("RGB", size), Image.new("L", size)
    draw, cut = ImageDraw.Draw(wall), ImageDraw.Draw(mask)
    edges = np.cumsum([0.0, *(canvas.rng.dirichlet([9] * houses) * size[0])]).tolist()
    for left, right in pairwise(edges):
        top, shop = size[1] * canvas.between(0.02, 0.4), size[1] * 0.82
        tone = pick(canvas.rng, WALLS)
        draw.rectangle((left, top, right, size[1]), tone)
        cut.rectangle((left, top, right, size[1]), 255)
        draw.rectangle((left, top, right, top + 9), mix(tone, WHITE, 0.35))
        draw.rectangle((left, top + 10, right, top + 13), mix(tone, BLACK, 0.5))
        _windows(canvas, draw, (left, top + 24, right, size[1] * 0.8), tone)
        draw.rectangle((left + 8, shop, right - 8, size[1]), mix(tone, (20, 18, 16), 0.75))
        draw.rectangle((left + 8, shop, right - 8, shop + 8), mix(tone, (230, 220, 200), 0.5))
    dirt = tint(canvas.texture(textures().rough, size, (1.5, 1.5)), BLACK, (232, 226, 214))
    return Cutout(Image.blend(wall, dirt, 0.25), mask)


def _windows(
    canvas: Canvas, draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], tone: Colour
) -> None:
    """Draw rows of windows on the wall within `box` (left, top, right, bottom, in pixels)."""
    left, top, right, foot = box
    columns = max(2, round((right - left) / canvas.between(38, 60)))
    rows = max(2, round((foot - top) / canvas.between(52, 76)))
    wide, high = (right - left) / columns, (foot - top) / rows
    frame = mix(tone, WHITE, 0.3)
    for cell in range(columns * rows):
        x, y = left + wide * (cell % columns + 0.25), top + high * (cell // columns + 0.12)
        end, sill = x + wide * 0.5, y + high * 0.66
        glass = mix((30, 32, 36), (180, 190, 200), float(canvas.rng.beta(1, 4)))
        draw.rectangle((x - 3, y - 3, end + 3, sill + 3), frame)
        draw.rectangle((x, y, end, sill), glass)
        draw.line(((x + end) / 2, y, (x + end) / 2, sill), frame, 2)
        draw.line((x - 4, sill + 4, end + 4, sill + 4), mix(tone, BLACK, 0.55), 3)


def _project(canvas: Canvas, wall: Cutout, quad: Sequence[Point]) -> None:
    """Paste a wall in perspective: its corners, clockwise, fall on those of `quad`."""
    left, right = int(min(x for x, _ in quad)), int(max(x for x, _ in quad))
    wide, high = wall.mask.size
    rows, values = [], []
    for (x, y), (u, v) in zip(quad, ((0, 0), (wide, 0), (wide, high), (0, high)), strict=True):
        a = x - left
        rows += [[a, y, 1, 0, 0, 0, -u * a, -u * y], [0, 0, 0, a, y, 1, -v * a, -v * y]]
        values += [u, v]
    lens = np.linalg.solve(np.array(rows), np.array(values, np.float64)).tolist()
    image, mask = (
        flat.transform((right - left, canvas.height), Image.Transform.PERSPECTIVE, lens, BILINEAR)
        for flat in (wall.image, wall.mask)
    )
    canvas.image.paste(image, (left, 0), mask)


def house(canvas: Canvas) -> str:
    """Paint a house among trees."""
    season = pick(canvas.rng, SEASONS)
    horizon = canvas.height * canvas.between(0.6, 0.72)
    canvas.sky(horizon)
    canvas.ground(horizon, season.dark, season.light)
    canvas.trees(24, horizon - 8, season.trees, 0.15)
    wide = canvas.width * canvas.between(0.4, 0.68)
    high = canvas.height * canvas.between(0.24, 0.36)
    left, foot = canvas.between(0.08, 0.5) * (canvas.width - wide), horizon + canvas.height * 0.06
    _house_front(canvas, (int(left), int(foot - high)), (int(wide), int(high)))
    eave, top = foot - high, foot - high * canvas.between(1.3, 1.7)
    near, far = left + wide * 0.07, left + wide * 0.93
    for x in (near + 0.15 * wide, far - 0.2 * wide)[: canvas.count(0, 2)]:
        stack = [(x, top - 26), (x + 24, top - 26), (x + 24, top + 8), (x, top + 8)]
        canvas.shape(stack, ((80, 60, 52), (150, 120, 104)))
    tiles = pick(canvas.rng, ((130, 90, 74), (116, 112, 110), (150, 136, 110)))
    roof = [(left - 12, eave + 4), (near, top), (far, top), (left + wide + 12, eave + 4)]
    canvas.shape(roof, (mix(tiles, BLACK, 0.55), tiles), (3, 0.5))
    canvas.trees(canvas.count(2, 6), horizon + 14, season.trees, 0.85)
    if canvas.chance(0.6):
        canvas.people(canvas.count(1, 5), horizon - canvas.height * 0.12, 0.5, 0.62)
    names = (f"House and garden, {season.name}", f"Farmhouse, {season.name}", "The family home")
    return pick(canvas.rng, names)


def _house_front(canvas: Canvas, corner: tuple[int, int], size: tuple[int, int]) -> None:
    """Paint a front wall with windows and a door.  `corner` is its upper left."""
    wide, high = size
    tone = pick(canvas.rng, WALLS)
    front = Image.new("RGB", size, tone)
    draw = ImageDraw.Draw(front)
    _windows(canvas, draw, (8, 12, wide - 8, high - 8), tone)
    door = canvas.between(0.3, 0.6) * wide
    draw.rectangle((door - 4, high * 0.58, door + high * 0.2, high), mix(tone, WHITE, 0.3))
    draw.rectangle((door, high * 0.62, door + high * 0.2 - 4, high), (58, 42, 32))
    dirt = canvas.texture(textures().rough, size, (1.5, 1.5)).convert("RGB")
    canvas.image.paste(Image.blend(front, dirt, 0.2), corner)


def group(canvas: Canvas) -> str:
    """Paint people standing in one to three rows."""
    horizon = canvas.height * canvas.between(0.6, 0.7)
    dark = pick(canvas.rng, ((50, 60, 44), (70, 64, 58), (100, 96, 90)))
    if canvas.chance(0.5):
        wall = _facade(canvas, (canvas.width // 2, canvas.height // 2), 1).image.resize(
            canvas.size, BILINEAR
        )
        canvas.image.paste(wall, (0, -int(canvas.height * 0.22)))
    else:
        canvas.backdrop(mix(dark, BLACK, 0.4), mix(dark, (220, 214, 200), 0.4), textures().rough, 2)
        canvas.trees(14, horizon - 10, (1, 1, 2), 0.6)
    canvas.ground(horizon, mix(dark, (90, 84, 70), 0.5), (176, 166, 144))
    rows = canvas.count(1, 3)
    tall = canvas.height * canvas.between(0.46, 0.6) / (0.85 + 0.15 * rows)
    for row in range(rows):
        number = canvas.count(4, 8) + 2 * (rows > 1) + row
        foot = canvas.height * 0.93 - 0.3 * tall * (rows - 1 - row)
        for place in range(number):
            x = canvas.width / 2 + (place - (number - 1) / 2) * tall * 0.25 + canvas.between(-6, 6)
            size = tall * canvas.between(0.86, 1.04)
            canvas.paste(
                pick(canvas.rng, textures().people), (x, foot + canvas.between(-4, 4)), size
            )
    names = ("Group portrait", "The family", "Village school", "Club outing", "Workers at noon")
    return pick(canvas.rng, names)
