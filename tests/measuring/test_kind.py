"""Grey, toned and colour photos are told apart, as scans have them: noisy, faded, compressed."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from photoparsl.measuring import decode, measure_all
from photoparsl.measuring.kind_measures import PhotoKind
from photoparsl.trends import CODE_NAMES
from photoparsl.tutorial import photograph
from tests.measuring.profiles import SPACES, icc_profile

Levels = npt.NDArray[np.float64]

TONES = {  # the darkest and the lightest colour of a print
    "sepia": ((40, 26, 13), (235, 220, 190)),
    "albumen": ((60, 40, 30), (240, 225, 195)),
    "cyanotype": ((10, 30, 70), (225, 235, 240)),
    "gold": ((45, 35, 40), (235, 225, 205)),
    "carbon": ((60, 20, 15), (240, 225, 215)),
    "split": ((20, 24, 45), (240, 230, 205)),
}


def colours(seed: int) -> Levels:
    scene = photograph(np.random.default_rng(seed), 2005, 0.5).image
    return np.asarray(scene.convert("RGB"), np.float64)


def grey(levels: Levels) -> Levels:
    luma = levels @ np.array([0.299, 0.587, 0.114])
    bands: Levels = np.repeat(luma[..., None], 3, axis=2)
    return bands


def toned(levels: Levels, name: str) -> Levels:
    dark, light = (np.array(colour, float) for colour in TONES[name])
    printed: Levels = dark + (light - dark) * grey(levels) / 255
    return printed


def scanned(levels: Levels, seed: int, **options: object) -> bytes:
    """As a scanner saves them: with noise in each band, as a JPEG."""
    rng = np.random.default_rng(seed)
    noisy = levels + rng.normal(0, seed % 4, levels.shape)
    file = io.BytesIO()
    image = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
    image.save(file, "JPEG", quality=(50, 75, 92)[seed % 3], subsampling=seed % 3, **options)
    return file.getvalue()


def kind(body: bytes) -> str:
    number = int(measure_all(decode(body), ["kind"])["kind"])
    return PhotoKind(number).name.lower()


def test_the_names_of_kinds_are_those_of_the_trends() -> None:
    names = {code.value: code.name.lower() for code in PhotoKind}
    assert CODE_NAMES["kind"] == CODE_NAMES["kind_inside"] == names


@pytest.mark.parametrize("seed", range(1, 13))
def test_a_photo_is_grey_toned_or_in_colour(seed: int) -> None:
    levels = colours(seed)
    name = list(TONES)[seed % len(TONES)]
    faded = (
        toned(levels, name) + np.array([4, 0, -8]) * np.linspace(0, 1, len(levels))[:, None, None]
    )
    assert kind(scanned(levels, seed)) == "colour"
    assert kind(scanned(grey(levels), seed)) == "grey"
    assert kind(scanned(toned(levels, name), seed)) == "toned"
    assert kind(scanned(np.clip(faded, 0, 255), seed)) == "toned"


def test_a_photo_of_one_band_is_grey() -> None:
    file = io.BytesIO()
    Image.fromarray(colours(1).astype(np.uint8)).convert("L").save(file, "PNG")
    assert kind(file.getvalue()) == "grey"


def test_a_small_part_in_colour_makes_a_photo_one_in_colour() -> None:
    levels = grey(colours(2))
    height, width = levels.shape[:2]
    levels[: height // 5, : width // 4] = (200, 40, 40)  # 5 %
    assert kind(scanned(levels, 3)) == "colour"


@pytest.mark.parametrize("seed", range(3))
def test_a_small_noisy_scan_of_a_grey_photo_is_grey(seed: int) -> None:
    scene = Image.fromarray(grey(colours(seed)).astype(np.uint8)).resize((320, 240))
    levels = np.asarray(scene, np.float64) * 0.6  # dark
    noisy = levels + np.random.default_rng(seed).normal(0, 12, levels.shape)
    file = io.BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=92)
    assert kind(file.getvalue()) == "grey"


def test_a_photo_of_one_strong_colour_is_in_colour() -> None:
    light = grey(colours(7)).mean(axis=2, keepdims=True) / 255
    water = np.array((0, 60, 140)) + light * np.array((20, 90, 115))
    assert kind(scanned(water, 7)) == "colour"


@pytest.mark.parametrize(
    ("name", "least", "most"), [("sepia", 55, 95), ("cyanotype", 230, 290), ("carbon", 20, 70)]
)
def test_the_tone_has_its_hue(name: str, least: int, most: int) -> None:
    values = measure_all(decode(scanned(toned(colours(4), name), 4)), ["tone_hue"])
    assert least < values["tone_hue"] < most


@pytest.mark.parametrize("make", [colours, lambda seed: grey(colours(seed))])
def test_a_photo_that_is_not_toned_has_no_hue_of_its_tone(make: Callable[[int], Levels]) -> None:
    value = measure_all(decode(scanned(make(5), 5)), ["tone_hue"])["tone_hue"]
    assert value.reason == "no-value"


def test_the_tone_is_that_of_the_embedded_profile() -> None:
    body = scanned(toned(colours(6), "sepia"), 6, icc_profile=icc_profile(*SPACES["prophoto"]))
    assert kind(body) in {"toned", "colour"}
    broken = scanned(colours(6), 6, icc_profile=b"damaged")
    assert measure_all(decode(broken), ["kind"])["kind"].reason == "no-value"
