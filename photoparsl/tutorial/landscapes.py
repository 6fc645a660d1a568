"""Scenes of land and sea: each public function paints one and returns the photo's title."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from photoparsl.tutorial.canvas import Canvas
from photoparsl.tutorial.drawing import (
    Colour,
    mix,
    pick,
    polygon,
    ramp,
)


@dataclass(frozen=True)
class Season:
    """How ground and trees look at a time of the year."""

    name: str
    dark: Colour  # the ground's darkest colour
    light: Colour  # and its lightest
    trees: tuple[int, ...]  # kinds to choose from: 0 bare, 1 broad-leaved, 2 conifer


SEASONS = (
    Season("spring", (78, 98, 56), (140, 154, 92), (1, 1, 0)),
    Season("summer", (86, 94, 52), (160, 154, 96), (1,)),
    Season("evening", (58, 60, 42), (124, 112, 76), (1, 2)),
    Season("autumn", (110, 86, 50), (176, 148, 96), (1, 0)),
    Season("winter", (186, 192, 200), (246, 248, 252), (0, 0, 2)),
)


def landscape(canvas: Canvas) -> str:
    """Paint hills and trees, and for some a river."""
    season = pick(canvas.rng, SEASONS)
    horizon = canvas.height * canvas.between(0.36, 0.6)
    haze = canvas.sky(horizon + 20)
    alpine = canvas.chance(0.35)
    stone = mix(season.dark, (70, 80, 90), 0.4 * alpine)
    canvas.hills(horizon, haze, stone, 0.5 if alpine else 0.36)
    canvas.ground(horizon, season.dark, season.light)
    name = "Mountain valley" if alpine else pick(canvas.rng, ("Landscape", "Hills", "Fields"))
    if canvas.chance(0.5):
        _river(canvas, horizon, haze)
        name = pick(canvas.rng, ("River landscape", "By the river", "Bend of the river"))
    canvas.trees(canvas.count(4, 26), horizon, season.trees, canvas.between(0.25, 0.85))
    if canvas.chance(0.3):
        canvas.people(canvas.count(1, 3), horizon, 0.1, 0.4)
    return f"{name}, {season.name}"


def _river(canvas: Canvas, horizon: float, haze: Colour) -> None:
    """Paint a river that winds from the horizon towards the camera."""
    depth = np.linspace(0, 1, 40)
    bend, start, phase = canvas.between(0.1, 0.35), canvas.between(0.25, 0.75), canvas.between(0, 6)
    swing = np.sin(phase + 5 * depth**0.6) - np.sin(phase)
    centre = canvas.width * (start + bend * swing * depth)
    half = canvas.width * (0.01 + canvas.between(0.1, 0.3) * depth**1.4)
    y = horizon + 4 + depth * (canvas.height - horizon)
    left, right = zip(centre - half, y, strict=True), zip(centre + half, y, strict=True)
    banks = [*left, *reversed(list(right))]
    canvas.shape(banks, (mix(haze, (40, 56, 70), 0.55), haze), (6, 0.7), 1.5)


def sea(canvas: Canvas) -> str:
    """Paint water up to the horizon, and for some boats or a beach."""
    horizon = canvas.height * canvas.between(0.38, 0.62)
    haze = canvas.sky(horizon)
    if canvas.chance(0.4):
        canvas.hills(horizon + 3, haze, (96, 110, 116), 0.4)
    deep = pick(canvas.rng, ((36, 62, 82), (60, 84, 92), (44, 54, 62)))
    canvas.ground(horizon, deep, mix(deep, haze, 0.7), stretch=5)
    _sparkle(canvas, horizon)
    boats = canvas.count(0, 4)
    for near in np.sort(canvas.rng.beta(1, 1.6, boats)).tolist():
        _boat(canvas, canvas.between(0.1, 0.9) * canvas.width, horizon, near)
    if canvas.chance(0.35):
        edge = canvas.ridge(canvas.height * 0.92, canvas.height * 0.12, 0.2)
        canvas.shape(edge, ((176, 156, 124), (232, 218, 188)), (2, 0.5), 2.5)
        canvas.people(canvas.count(2, 8), horizon, 0.75, 0.98)
        return pick(canvas.rng, ("At the seaside", "The beach", "Summer visitors by the sea"))
    if boats:
        return pick(canvas.rng, ("Sailing boats", "In the bay", "Boats at sea"))
    return pick(canvas.rng, ("The sea", "Open sea, calm"))


def _sparkle(canvas: Canvas, horizon: float) -> None:
    """Paint the reflection of a low sun on the water."""
    size = (260, canvas.height - int(horizon))
    path = polygon(size, [(115, 0), (145, 0), (210, size[1]), (50, size[1])], 24)
    waves = canvas.receding(size, 7, 5).point(ramp(130, 200, 210))
    glint = Image.composite(waves, Image.new("L", size), path)
    left = int(canvas.between(0, canvas.width - 260))
    canvas.image.paste((255, 250, 236), (left, int(horizon)), glint)


def _boat(canvas: Canvas, x: float, horizon: float, near: float) -> None:
    """Paint a sailing boat and its reflection.  `near` is 0 at the horizon and 1 at the camera."""
    y = horizon + 3 + near * (canvas.height - horizon) * 0.55
    s = canvas.height * (0.025 + 0.26 * near) * canvas.between(0.7, 1.2)
    tip, foot = x + canvas.between(-0.1, 0.1) * s, y - 0.2 * s
    sail = pick(canvas.rng, ((236, 230, 214), (190, 150, 110), (120, 70, 50)))
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
        canvas.shape(reflection, colours, blur=2, cover=0.4)
        canvas.shape(outline, colours)
