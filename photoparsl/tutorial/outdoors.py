"""Scenes under the open sky; each function paints one and returns its title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from photoparsl.tutorial.props import (
    BILINEAR,
    BLACK,
    WHITE,
    Colour,
    Cutout,
    Point,
    mix,
    pick,
    polygon,
    ramp,
    textures,
    tint,
)
from photoparsl.tutorial.view import View

WALLS: tuple[Colour, ...] = (
    (196, 184, 162),
    (170, 120, 96),
    (150, 142, 132),
    (214, 206, 190),
    (128, 108, 92),
    (184, 166, 120),
)


@dataclass(frozen=True)
class Season:
    """The ground's dark and light colour, and the trees: 0 bare, 1 broad-leaved, 2 conifer."""

    name: str
    dark: Colour
    light: Colour
    trees: tuple[int, ...]


SEASONS = (
    Season("spring", (78, 98, 56), (140, 154, 92), (1, 1, 0)),
    Season("summer", (86, 94, 52), (160, 154, 96), (1,)),
    Season("evening", (58, 60, 42), (124, 112, 76), (1, 2)),
    Season("autumn", (110, 86, 50), (176, 148, 96), (1, 0)),
    Season("winter", (186, 192, 200), (246, 248, 252), (0, 0, 2)),
)


def landscape(view: View) -> str:
    season = pick(view.rng, SEASONS)
    horizon = view.height * view.between(0.36, 0.6)
    haze = view.sky(horizon + 20)
    alpine = view.chance(0.35)
    stone = mix(season.dark, (70, 80, 90), 0.4 * alpine)
    view.hills(horizon, haze, stone, 0.5 if alpine else 0.36)
    view.ground(horizon, season.dark, season.light)
    name = "Mountain valley" if alpine else pick(view.rng, ("Landscape", "Hills", "Fields"))
    if view.chance(0.5):
        _river(view, horizon, haze)
        name = pick(view.rng, ("River landscape", "By the river", "Bend of the river"))
    view.trees(view.count(4, 26), horizon, season.trees, view.between(0.25, 0.85))
    if view.chance(0.3):
        view.people(view.count(1, 3), horizon, 0.1, 0.4)
    return f"{name}, {season.name}"


def _river(view: View, horizon: float, haze: Colour) -> None:
    depth = np.linspace(0, 1, 40)
    bend, start, phase = view.between(0.1, 0.35), view.between(0.25, 0.75), view.between(0, 6)
    centre = view.width * (start + bend * (np.sin(phase + 5 * depth**0.6) - np.sin(phase)) * depth)
    half = view.width * (0.01 + view.between(0.1, 0.3) * depth**1.4)
    y = horizon + 4 + depth * (view.height - horizon)
    left, right = zip(centre - half, y, strict=True), zip(centre + half, y, strict=True)
    banks = [*left, *reversed(list(right))]
    view.shape(banks, (mix(haze, (40, 56, 70), 0.55), haze), (6, 0.7), 1.5)


def sea(view: View) -> str:
    horizon = view.height * view.between(0.38, 0.62)
    haze = view.sky(horizon)
    if view.chance(0.4):
        view.hills(horizon + 3, haze, (96, 110, 116), 0.4)
    deep = pick(view.rng, ((36, 62, 82), (60, 84, 92), (44, 54, 62)))
    view.ground(horizon, deep, mix(deep, haze, 0.7), stretch=5)
    _sparkle(view, horizon)
    boats = view.count(0, 4)
    for near in np.sort(view.rng.beta(1, 1.6, boats)).tolist():
        _boat(view, view.between(0.1, 0.9) * view.width, horizon, near)
    if view.chance(0.35):
        edge = view.ridge(view.height * 0.92, view.height * 0.12, 0.2)
        view.shape(edge, ((176, 156, 124), (232, 218, 188)), (2, 0.5), 2.5)
        view.people(view.count(2, 8), horizon, 0.75, 0.98)
        return pick(view.rng, ("At the seaside", "The beach", "Summer visitors by the sea"))
    if boats:
        return pick(view.rng, ("Sailing boats", "In the bay", "Boats at sea"))
    return pick(view.rng, ("The sea", "Open sea, calm"))


def _sparkle(view: View, horizon: float) -> None:
    """The light of a low sun on the water, towards the camera."""
    size = (260, view.height - int(horizon))
    path = polygon(size, [(115, 0), (145, 0), (210, size[1]), (50, size[1])], 24)
    waves = view.receding(size, 7, 5).point(ramp(130, 200, 210))
    glint = Image.composite(waves, Image.new("L", size), path)
    left = int(view.between(0, view.width - 260))
    view.image.paste((255, 250, 236), (left, int(horizon)), glint)


def _boat(view: View, x: float, horizon: float, near: float) -> None:
    """A sailing boat and its reflection; `near` is 0 at the horizon."""
    y = horizon + 3 + near * (view.height - horizon) * 0.55
    s = view.height * (0.025 + 0.26 * near) * view.between(0.7, 1.2)
    tip, foot = x + view.between(-0.1, 0.1) * s, y - 0.2 * s
    sail = pick(view.rng, ((236, 230, 214), (190, 150, 110), (120, 70, 50)))
    dusk = mix(sail, (60, 60, 70), 0.45)
    main = [(tip, y - 1.9 * s), (x + 0.55 * s, y - 0.9 * s), (x + 0.95 * s, foot), (x, foot)]
    jib = [(tip, y - 1.8 * s), (x - 0.05 * s, foot), (x - 0.75 * s, foot)]
    hull = [(x - s, foot), (x + s, foot), (x + 0.75 * s, y), (x - 0.7 * s, y)]
    for outline, colours in (
        (main, (dusk, sail)),
        (jib, (dusk, mix(sail, dusk, 0.3))),
        (hull, ((26, 22, 20), (80, 66, 54))),
    ):
        reflection = [(a, y + 0.55 * (y - b)) for a, b in outline]
        view.shape(reflection, colours, blur=2, cover=0.4)
        view.shape(outline, colours)


def street(view: View) -> str:
    horizon = view.height * view.between(0.55, 0.68)
    haze = view.sky(horizon)
    view.shape(view.ridge(horizon + 4, view.height * 0.12, 0.6), ((110, 106, 100), haze))
    view.ground(horizon, (112, 104, 94), (168, 160, 146))
    vanish, sunny = view.width * view.between(0.3, 0.7), view.count(0, 1)
    for side in (0, 1):
        _street_side(view, horizon, (vanish, view.width * side), shaded=side != sunny)
    if view.chance(0.85):
        view.people(view.count(2, 13), horizon, 0.05, 0.7, vanish)
    names = ("Street scene", "In the old town", "Main street", "Street with passers-by")
    return pick(view.rng, names)


def _street_side(view: View, horizon: float, ends: Point, shaded: bool) -> None:
    """The houses along one side, from the vanishing point to the edge of the picture."""
    vanish, edge = ends
    scale = view.between(0.07, 0.2)
    end = vanish + scale * (edge - vanish)
    roof = -view.height * view.between(0.0, 0.5)
    kerb = horizon + (view.height - horizon) * view.between(0.5, 0.9)
    far_roof, far_kerb = (horizon + (y - horizon) * scale for y in (roof, kerb))
    facade = _facade(view, (720, 400), view.count(4, 7))
    if shaded:
        shadow = Image.new("RGB", facade.image.size, (30, 32, 40))
        facade = Cutout(Image.blend(facade.image, shadow, 0.4), facade.mask)
    _project(view, facade, [(edge, roof), (end, far_roof), (end, far_kerb), (edge, kerb)])


def _facade(view: View, size: tuple[int, int], houses: int) -> Cutout:
    """A row of houses seen from the front, its outline leaving out the sky over the lower ones."""
    wall, mask = Image.new("RGB", size), Image.new("L", size)
    draw, cut = ImageDraw.Draw(wall), ImageDraw.Draw(mask)
    edges = np.cumsum([0.0, *(view.rng.dirichlet([9] * houses) * size[0])]).tolist()
    for left, right in pairwise(edges):
        top, shop = size[1] * view.between(0.02, 0.4), size[1] * 0.82
        tone = pick(view.rng, WALLS)
        draw.rectangle((left, top, right, size[1]), tone)
        cut.rectangle((left, top, right, size[1]), 255)
        draw.rectangle((left, top, right, top + 9), mix(tone, WHITE, 0.35))
        draw.rectangle((left, top + 10, right, top + 13), mix(tone, BLACK, 0.5))
        _windows(view, draw, (left, top + 24, right, size[1] * 0.8), tone)
        draw.rectangle((left + 8, shop, right - 8, size[1]), mix(tone, (20, 18, 16), 0.75))
        draw.rectangle((left + 8, shop, right - 8, shop + 8), mix(tone, (230, 220, 200), 0.5))
    dirt = tint(view.texture(textures().rough, size, (1.5, 1.5)), BLACK, (232, 226, 214))
    return Cutout(Image.blend(wall, dirt, 0.25), mask)


def _windows(
    view: View, draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], tone: Colour
) -> None:
    """Rows of windows on the wall within `box` (left, top, right, foot)."""
    left, top, right, foot = box
    columns = max(2, round((right - left) / view.between(38, 60)))
    rows = max(2, round((foot - top) / view.between(52, 76)))
    wide, high = (right - left) / columns, (foot - top) / rows
    frame = mix(tone, WHITE, 0.3)
    for cell in range(columns * rows):
        x, y = left + wide * (cell % columns + 0.25), top + high * (cell // columns + 0.12)
        end, sill = x + wide * 0.5, y + high * 0.66
        glass = mix((30, 32, 36), (180, 190, 200), float(view.rng.beta(1, 4)))
        draw.rectangle((x - 3, y - 3, end + 3, sill + 3), frame)
        draw.rectangle((x, y, end, sill), glass)
        draw.line(((x + end) / 2, y, (x + end) / 2, sill), frame, 2)
        draw.line((x - 4, sill + 4, end + 4, sill + 4), mix(tone, BLACK, 0.55), 3)


def _project(view: View, wall: Cutout, quad: Sequence[Point]) -> None:
    """Set a wall into the view so that its corners, clockwise, fall on those of `quad`."""
    left, right = int(min(x for x, _ in quad)), int(max(x for x, _ in quad))
    wide, high = wall.mask.size
    rows, values = [], []
    for (x, y), (u, v) in zip(quad, ((0, 0), (wide, 0), (wide, high), (0, high)), strict=True):
        a = x - left
        rows += [[a, y, 1, 0, 0, 0, -u * a, -u * y], [0, 0, 0, a, y, 1, -v * a, -v * y]]
        values += [u, v]
    lens = np.linalg.solve(np.array(rows), np.array(values, np.float64)).tolist()
    image, mask = (
        flat.transform((right - left, view.height), Image.Transform.PERSPECTIVE, lens, BILINEAR)
        for flat in (wall.image, wall.mask)
    )
    view.image.paste(image, (left, 0), mask)


def house(view: View) -> str:
    season = pick(view.rng, SEASONS)
    horizon = view.height * view.between(0.6, 0.72)
    view.sky(horizon)
    view.ground(horizon, season.dark, season.light)
    view.trees(24, horizon - 8, season.trees, 0.15)
    wide = view.width * view.between(0.4, 0.68)
    high = view.height * view.between(0.24, 0.36)
    left, foot = view.between(0.08, 0.5) * (view.width - wide), horizon + view.height * 0.06
    _house_front(view, (int(left), int(foot - high)), (int(wide), int(high)))
    eave, top = foot - high, foot - high * view.between(1.3, 1.7)
    near, far = left + wide * 0.07, left + wide * 0.93
    for x in (near + 0.15 * wide, far - 0.2 * wide)[: view.count(0, 2)]:
        stack = [(x, top - 26), (x + 24, top - 26), (x + 24, top + 8), (x, top + 8)]
        view.shape(stack, ((80, 60, 52), (150, 120, 104)))
    tiles = pick(view.rng, ((130, 90, 74), (116, 112, 110), (150, 136, 110)))
    roof = [(left - 12, eave + 4), (near, top), (far, top), (left + wide + 12, eave + 4)]
    view.shape(roof, (mix(tiles, BLACK, 0.55), tiles), (3, 0.5))
    view.trees(view.count(2, 6), horizon + 14, season.trees, 0.85)
    if view.chance(0.6):
        view.people(view.count(1, 5), horizon - view.height * 0.12, 0.5, 0.62)
    names = (f"House and garden, {season.name}", f"Farmhouse, {season.name}", "The family home")
    return pick(view.rng, names)


def _house_front(view: View, corner: tuple[int, int], size: tuple[int, int]) -> None:
    wide, high = size
    tone = pick(view.rng, WALLS)
    front = Image.new("RGB", size, tone)
    draw = ImageDraw.Draw(front)
    _windows(view, draw, (8, 12, wide - 8, high - 8), tone)
    door = view.between(0.3, 0.6) * wide
    draw.rectangle((door - 4, high * 0.58, door + high * 0.2, high), mix(tone, WHITE, 0.3))
    draw.rectangle((door, high * 0.62, door + high * 0.2 - 4, high), (58, 42, 32))
    dirt = view.texture(textures().rough, size, (1.5, 1.5)).convert("RGB")
    view.image.paste(Image.blend(front, dirt, 0.2), corner)


def group(view: View) -> str:
    horizon = view.height * view.between(0.6, 0.7)
    dark = pick(view.rng, ((50, 60, 44), (70, 64, 58), (100, 96, 90)))
    if view.chance(0.5):
        wall = _facade(view, (view.width // 2, view.height // 2), 1).image.resize(
            view.size, BILINEAR
        )
        view.image.paste(wall, (0, -int(view.height * 0.22)))
    else:
        view.backdrop(mix(dark, BLACK, 0.4), mix(dark, (220, 214, 200), 0.4), textures().rough, 2)
        view.trees(14, horizon - 10, (1, 1, 2), 0.6)
    view.ground(horizon, mix(dark, (90, 84, 70), 0.5), (176, 166, 144))
    rows = view.count(1, 3)
    tall = view.height * view.between(0.46, 0.6) / (0.85 + 0.15 * rows)
    for row in range(rows):
        number = view.count(4, 8) + 2 * (rows > 1) + row
        foot = view.height * 0.93 - 0.3 * tall * (rows - 1 - row)
        for place in range(number):
            x = view.width / 2 + (place - (number - 1) / 2) * tall * 0.25 + view.between(-6, 6)
            size = tall * view.between(0.86, 1.04)
            view.place(pick(view.rng, textures().people), (x, foot + view.between(-4, 4)), size)
    names = ("Group portrait", "The family", "Village school", "Club outing", "Workers at noon")
    return pick(view.rng, names)
