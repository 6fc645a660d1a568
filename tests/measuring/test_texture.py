"""Texture, beside an implementation that sorts each square, and values known beforehand."""

from __future__ import annotations

import io
import math
from collections import Counter

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from photoparsl.measuring import decode, measure_all

NAMES = ("permutation_entropy", "complexity", "edge_density")
N = 24


def body(levels: npt.NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(levels).save(file, "PNG")
    return file.getvalue()


def entropy(shares: list[float]) -> float:
    return -sum(share * math.log2(share) for share in shares if share)


def expected(levels: npt.NDArray[np.uint8]) -> tuple[float, float]:
    rows = levels.tolist()
    orders = Counter(
        tuple(sorted(range(4), key=[*rows[y][x : x + 2], *rows[y + 1][x : x + 2]].__getitem__))
        for y in range(len(rows) - 1)
        for x in range(len(rows[0]) - 1)
    )
    total = orders.total()
    shares = [count / total for count in orders.values()]
    shares += [0.0] * (N - len(shares))
    mixed = entropy([(share + 1 / N) / 2 for share in shares])
    alone = entropy([(1 + 1 / N) / 2] + [1 / N / 2] * (N - 1)) - math.log2(N) / 2
    normed = entropy(shares) / math.log2(N)
    return normed, (mixed - entropy(shares) / 2 - math.log2(N) / 2) / alone * normed


@pytest.mark.parametrize("name", ["noise", "few levels", "waves", "steep", "even"])
def test_orders_of_squares_are_those_of_a_sort(name: str) -> None:
    rng = np.random.default_rng(5)
    down, across = np.mgrid[0:61, 0:83]
    levels = {
        "noise": rng.integers(0, 256, (61, 83)),
        "few levels": rng.integers(0, 3, (61, 83)),
        "waves": 128 + 100 * np.sin(across / 9) * np.cos(down / 7),
        "steep": 2 * across + down // 3,
        "even": np.full((61, 83), 9),
    }[name].astype(np.uint8)
    values = measure_all(decode(body(levels)), NAMES)
    assert (values["permutation_entropy"], values["complexity"]) == pytest.approx(
        expected(levels), abs=1e-9
    )


def test_noise_has_every_order_and_a_chequer_is_all_edges() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (400, 400)).astype(np.uint8)
    values = measure_all(decode(body(noise)), NAMES)
    assert values["permutation_entropy"] == pytest.approx(1, abs=1e-3)
    assert values["complexity"] == pytest.approx(0, abs=2e-3)
    chequer = (255 * (np.indices((9, 11)).sum(axis=0) % 2)).astype(np.uint8)
    assert measure_all(decode(body(chequer)), NAMES)["edge_density"] == 1


def test_strips_of_a_large_photo_count_as_one_photo() -> None:
    levels = np.random.default_rng(2).integers(0, 40, (1500, 700)).astype(np.uint8)
    whole = measure_all(decode(body(levels)), NAMES)  # of three strips
    right, below = (abs(np.diff(levels.astype(int), axis=axis)) > 24 for axis in (1, 0))
    edges = right[:-1] | below[:, :-1]
    assert whole["edge_density"] == edges.mean()
    part = measure_all(decode(body(levels[:700])), NAMES)
    assert whole["permutation_entropy"] == pytest.approx(part["permutation_entropy"], abs=1e-3)


def test_a_photo_of_one_row_has_no_texture() -> None:
    values = measure_all(decode(body(np.zeros((1, 9), np.uint8))), NAMES)
    assert {value.reason for value in values.values()} == {"no-value"}
