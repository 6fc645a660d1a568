"""The frame round a photo is found by its straight edge, and photos without one have none."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from photoparsl.measuring import decode, measure_all
from photoparsl.tutorial import photograph
from tests.measuring.framed_photos import GROUNDS, SIDES, Maker, is_right

NONE = dict.fromkeys(SIDES, 0.0)


def photographs() -> list[Image.Image]:
    scenes = [photograph(np.random.default_rng(n), 1900 + 10 * n, 0.5).image for n in range(6)]
    return [scene.convert("RGB").resize((900, 700)) for scene in scenes]


def saved(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def mounted(
    margins: Sequence[int] = (90, 40, 60, 120), paper: str = "#e8dcc4", photo: str = "#303040"
) -> Image.Image:
    """A speckled photo of 400 x 300 pixels on a mount with these margins."""
    left, top, right, bottom = margins
    image = Image.new("RGB", (400 + left + right, 300 + top + bottom), paper)
    speckles = np.random.default_rng(3).integers(0, 60, (300, 400, 3), np.uint8)
    image.paste(Image.fromarray(speckles + np.uint8(20)), (left, top))
    if photo != "#303040":
        image.paste(photo, (left, top, left + 400, top + 300))
    return image


def test_most_made_frames_are_found_within_a_hundredth_of_the_side() -> None:
    maker = Maker(photographs(), 7)
    wrong = [made.kind for made in (maker.framed() for _ in range(80)) if not is_right(made)]
    assert len(wrong) <= 8, wrong  # half of the tutorial's photographs are as dark as a black frame


def test_hardly_any_photo_without_a_frame_is_said_to_have_one() -> None:
    maker = Maker(photographs(), 8)
    # The tutorial's houses have roofs and windowsills that are frames to anyone.
    pictures = [maker.unframed() for _ in range(100)]
    wrong = [made.kind for made in pictures if made.kind in GROUNDS and not is_right(made)]
    assert len(wrong) <= 3, wrong


def test_each_side_has_its_own_share() -> None:
    found = measure_all(decode(saved(mounted())), SIDES)
    expected = (90 / 550, 40 / 460, 60 / 550, 120 / 460)
    assert list(found.values()) == pytest.approx(expected, abs=0.003)


def test_a_chart_beside_the_photo_is_outside() -> None:
    image = mounted((60, 60, 60, 160))
    for patch in range(10):
        left = 70 + 38 * patch
        image.paste((25 * patch, 250 - 25 * patch, 90), (left, 400, left + 38, 480))
    found = measure_all(decode(saved(image)), SIDES)
    assert found["border_bottom"] == pytest.approx(160 / 520, abs=0.005)


@pytest.mark.parametrize("angle", [-1, -0.5, 0.7, 1])
def test_a_photo_that_is_not_straight_has_its_edges_at_their_middle(angle: float) -> None:
    turned = mounted().rotate(
        angle, Image.Resampling.BICUBIC, center=(290, 190), fillcolor="#e8dcc4"
    )
    found = measure_all(decode(saved(turned)), SIDES)
    expected = (90 / 550, 40 / 460, 60 / 550, 120 / 460)
    assert list(found.values()) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (300, 200), "white"),
        Image.new("L", (2000, 1), 7),
        Image.new("L", (1, 1), 7),
        Image.new("RGB", (47, 47), "black"),
        Image.radial_gradient("L").resize((500, 400)),
        Image.linear_gradient("L").resize((500, 400)),
    ],
)
def test_an_even_a_tiny_or_a_shaded_picture_has_no_frame(image: Image.Image) -> None:
    assert measure_all(decode(saved(image)), SIDES) == NONE


def test_what_is_inside_does_not_depend_on_the_mount() -> None:
    names = ["luminance_inside", "contrast_inside", "saturation_inside", "lightness_inside"]
    white, brown = (
        measure_all(decode(saved(mounted(paper=paper))), [*names, "luminance"])
        for paper in ("#ffffff", "#907050")
    )
    assert abs(white["luminance"] - brown["luminance"]) > 0.1
    assert [white[name] for name in names] == pytest.approx(
        [brown[name] for name in names], rel=0.02
    )
    alone = mounted((0, 0, 0, 0))
    inside = measure_all(decode(saved(alone)), ["luminance_inside", "luminance"])
    assert inside["luminance_inside"] == inside["luminance"]
    assert white["luminance_inside"] == pytest.approx(inside["luminance"], rel=0.01)


def test_a_grey_print_on_a_coloured_mount_is_grey_inside() -> None:
    image = mounted(paper="#a02010")
    image.paste(image.crop((90, 40, 490, 340)).convert("L"), (90, 40))
    image.paste("#205080", (0, 420, 550, 460))
    found = measure_all(decode(saved(image)), ["kind", "kind_inside", "tone_hue_inside"])
    assert (found["kind"], found["kind_inside"]) == (2, 0)
    assert found["tone_hue_inside"].reason == "no-value"


def test_a_band_at_one_side_is_a_frame_only_if_it_is_narrow() -> None:
    narrow, wide = (mounted((0, top, 0, 0)) for top in (50, 200))
    assert measure_all(decode(saved(narrow)), SIDES)["border_top"] == pytest.approx(
        1 / 7, abs=0.005
    )
    assert measure_all(decode(saved(wide)), SIDES) == NONE
