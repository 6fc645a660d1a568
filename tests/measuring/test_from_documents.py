"""The measures once more, from what docs/measures.md says and nothing else: both must agree."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from photoparsl.measuring import MEASURES, MORE_MEASURES, decode, measure_all

Array = npt.NDArray[Any]
Pixel = tuple[int, int, int]


def by_bands(of_band: list[float]) -> float:
    if len(of_band) == 1:
        return of_band[0]
    return 0.299 * of_band[0] + 0.587 * of_band[1] + 0.114 * of_band[2]


def upper_median(values: Array) -> float:
    return float(np.sort(values, axis=None)[values.size // 2])


def crossings(length: int, most: int) -> list[int]:
    number = min(length, most)
    return [(2 * i + 1) * length // (2 * number) for i in range(number)]


def entropy_of(band: Array) -> float:
    shares = np.unique(band, return_counts=True)[1] / band.size
    return float(-(shares * np.log2(shares)).sum())


def not_exceeded(band: Array, share: float) -> float:
    return next(level for level in range(256) if (band <= level).mean() >= share - 1e-12)


def hue_weights(pixels: list[Pixel]) -> dict[int, int]:
    weights: dict[int, int] = {}
    for r, g, b in pixels:
        chroma = max(r, g, b) - min(r, g, b)
        if chroma >= 4:
            if r == max(r, g, b):
                hue = 60 * (g - b) / chroma
            elif g == max(r, g, b):
                hue = 120 + 60 * (b - r) / chroma
            else:
                hue = 240 + 60 * (r - g) / chroma
            degree = math.floor(hue + 0.5 + 1e-9) % 360
            weights[degree] = weights.get(degree, 0) + chroma
    return weights


def hue_median(weights: dict[int, int]) -> float:
    def distance(degree: int) -> int:
        return sum(
            w * min(abs(degree - h), 360 - abs(degree - h)) for h, w in sorted(weights.items())
        )

    return min(range(360), key=distance) if weights else 0


def hue_deviation(weights: dict[int, int]) -> float:
    if len(weights) < 2:
        return 0
    x = math.fsum(w * math.cos(math.radians(h)) for h, w in weights.items())
    y = math.fsum(w * math.sin(math.radians(h)) for h, w in weights.items())
    length = math.hypot(x, y) / sum(weights.values())
    return math.degrees(math.sqrt(max(0, 2 * (1 - length))))


def luma(pixels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    if pixels.ndim == 2:
        return pixels
    r, g, b = (pixels[..., band] for band in range(3))
    levels: npt.NDArray[np.int64] = (19595 * r + 38470 * g + 7471 * b + 32768) // 65536
    return levels


def sharpness(pixels: npt.NDArray[np.int64]) -> float:
    levels = luma(pixels)
    height, width = levels.shape
    lines = [levels[y].tolist() for y in crossings(height, 8)]
    lines += [levels[:, x].tolist() for x in crossings(width, 8)]
    squares = [
        (line[i] - 2 * line[i + 1] + line[i + 2]) ** 2
        for line in lines
        for i in range(len(line) - 2)
    ]
    return math.sqrt(sum(squares) / len(squares)) / 510 if squares else 0


def edge_density(levels: npt.NDArray[np.int64]) -> float:
    rows = levels.tolist()
    squares = [(x, y) for y in range(len(rows) - 1) for x in range(len(rows[0]) - 1)]
    edges = [
        max(abs(rows[y][x] - rows[y][x + 1]), abs(rows[y][x] - rows[y + 1][x])) > 24
        for x, y in squares
    ]
    return sum(edges) / len(edges) if edges else math.nan


class Pixels:
    """A photo's levels, and what several formulas need of them."""

    def __init__(self, levels: npt.NDArray[np.int64]) -> None:
        self.levels = levels
        self.height, self.width = levels.shape[:2]
        self.coloured = levels.ndim == 3
        self.bands = (
            [levels[..., band] * 1.0 for band in range(3)] if self.coloured else [levels * 1.0]
        )
        self.most, self.least = np.max(self.bands, axis=0), np.min(self.bands, axis=0)

    @cached_property
    def saturation(self) -> Array:
        chroma = self.most - self.least
        shares: Array = np.floor(255 * chroma / np.maximum(self.most, 1) + 1e-9) / 255
        return shares

    @cached_property
    def grid_hues(self) -> dict[int, int]:
        rows = [self.rows[y] for y in crossings(self.height, 48)] if self.coloured else []
        return hue_weights([row[x] for row in rows for x in crossings(self.width, 48)])

    @cached_property
    def all_hues(self) -> dict[int, int]:
        return hue_weights([pixel for row in self.rows for pixel in row] if self.coloured else [])

    @cached_property
    def rows(self) -> list[list[Pixel]]:
        return [[(r, g, b) for r, g, b in row] for row in self.levels.tolist()]


def luminance(p: Pixels) -> float:
    squares = [(band**2).mean() for band in p.bands]
    if not p.coloured:
        return math.sqrt(squares[0]) / 256
    red, green, blue = squares
    return math.sqrt(0.241 * red + 0.691 * green + 0.068 * blue) / 256


def colourfulness(p: Pixels) -> float:
    if not p.coloured:
        return 0
    r, g, b = p.bands
    rg, yb = r - g, (r + g) / 2 - b
    return math.hypot(rg.std(), yb.std()) + 0.3 * math.hypot(rg.mean(), yb.mean())


FORMULAS: dict[str, Callable[[Pixels], float]] = {
    "luminance": luminance,
    "mean_luma": lambda p: by_bands([band.mean() for band in p.bands]) / 255,
    "value": lambda p: (p.most / 256).mean(),
    "contrast": lambda p: by_bands([band.std() for band in p.bands]) / 255,
    "entropy": lambda p: by_bands([entropy_of(band) for band in p.bands]),
    "dark": lambda p: by_bands([not_exceeded(band, 0.05) for band in p.bands]) / 255,
    "bright": lambda p: by_bands([not_exceeded(band, 0.95) for band in p.bands]) / 255,
    "saturation": lambda p: p.saturation.mean(),
    "saturation_median": lambda p: upper_median(p.saturation),
    "saturation_deviation": lambda p: p.saturation.std(),
    "brightness_median": lambda p: upper_median(p.most / 255),
    "brightness_deviation": lambda p: (p.most / 255).std(),
    "colourfulness": colourfulness,
    "hue_median": lambda p: hue_median(p.grid_hues),
    "hue_deviation": lambda p: hue_deviation(p.grid_hues),
    "exact_hue_median": lambda p: hue_median(p.all_hues),
    "exact_hue_deviation": lambda p: hue_deviation(p.all_hues),
    "sharpness": lambda p: sharpness(p.levels),
    "width": lambda p: p.width,
    "height": lambda p: p.height,
    "edge_density": lambda p: edge_density(luma(p.levels)),
    "mode": lambda p: 5 if p.coloured else 1,
}


def photos() -> Iterator[tuple[str, npt.NDArray[np.uint8]]]:
    rng = np.random.default_rng(1860)
    for width, height in ((1, 1), (2, 3), (7, 200), (48, 48), (96, 50), (131, 97), (640, 33)):
        yield f"noise {width} x {height}", rng.integers(0, 256, (height, width, 3), np.uint8)
        yield f"grey {width} x {height}", rng.integers(0, 256, (height, width), np.uint8)
    down, across = np.mgrid[0:150, 0:210]
    waves = [128 + 100 * np.sin(across / 31 + band) * np.cos(down / 17 - band) for band in range(3)]
    yield "waves", np.stack(waves, axis=2).astype(np.uint8)
    yield "sepia", np.stack([down + 60, down + 45, down + 20], axis=2).astype(np.uint8)
    yield "nearly grey", (120 + rng.integers(0, 6, (90, 70, 3))).astype(np.uint8)
    yield "one colour", np.full((64, 64, 3), (200, 100, 37), np.uint8)
    yield "two hues", np.array([[(200, 0, 20), (200, 20, 0)]] * 2, np.uint8)
    yield "opposite hues", np.array([[(255, 0, 0), (0, 255, 255)]], np.uint8)
    yield "black", np.zeros((9, 9, 3), np.uint8)
    yield "white", np.full((9, 9, 3), 255, np.uint8)


PHOTOS = dict(photos())


@pytest.mark.parametrize("name", PHOTOS)
def test_an_implementation_from_the_documents_alone_gives_the_same_numbers(name: str) -> None:
    pixels = PHOTOS[name]
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    body = file.getvalue()
    levels = Pixels(pixels.astype(np.int64))
    expected = {measure: formula(levels) for measure, formula in FORMULAS.items()}
    expected["size_bytes"] = len(body)
    values = measure_all(decode(body), (*MEASURES, *MORE_MEASURES))
    assert set(MEASURES) <= set(expected) <= set(values)
    for measure, number in expected.items():
        if math.isnan(number):
            assert values[measure].reason == "no-value"
            continue
        assert values[measure] == pytest.approx(number, abs=1e-6), measure
        assert values.get(f"{measure}:srgb", values[measure]) == values[measure]
