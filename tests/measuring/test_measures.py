from __future__ import annotations

import io
import math
import zlib
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter, ImageStat

from photoparsl.errors import MeasureError, NotMeasurableError
from photoparsl.measuring import (
    MEASURES,
    MORE_MEASURES,
    DecodedPhoto,
    decode,
    measure_all,
    resolve_measures,
    versions,
)
from photoparsl.measuring.brightness_measures import luminance, mean_luma, value
from photoparsl.measuring.colours import Colours
from photoparsl.measuring.file_measures import MODES
from photoparsl.measuring.pixels import grid_pixels
from photoparsl.results import Missing
from tests.conftest import jpeg

RNG = np.random.default_rng(7)
COLOUR = Image.fromarray(RNG.integers(0, 256, (48, 64, 3), dtype=np.uint8))


def tutorials(image: Image.Image) -> float:
    """The tutorial's own program."""
    rms = ImageStat.Stat(image).rms
    if len(rms) == 1:
        return rms[0] / 256
    return math.sqrt(0.241 * rms[0] ** 2 + 0.691 * rms[1] ** 2 + 0.068 * rms[2] ** 2) / 256


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("size", [(1, 1), (64, 48), (501, 333)])
@pytest.mark.parametrize("bands", [1, 3])
def test_luminance_is_the_tutorials_to_a_billionth(size: tuple[int, int], bands: int) -> None:
    shape = size if bands == 1 else (*size, bands)
    for image in (
        Image.fromarray(RNG.integers(0, 256, shape, dtype=np.uint8)),
        Image.fromarray(np.zeros(shape, np.uint8)),
        Image.fromarray(np.full(shape, 255, np.uint8)),
    ):
        assert luminance(DecodedPhoto(image)) == pytest.approx(tutorials(image), abs=1e-9)


def test_luminance_of_a_decoded_jpeg_is_the_tutorials() -> None:
    for body in (jpeg(90), saved(COLOUR, "JPEG")):
        image = Image.open(io.BytesIO(body))
        assert luminance(decode(body)) == pytest.approx(tutorials(image), abs=1e-9)


def test_mean_luma_runs_from_black_to_white() -> None:
    for level, luma in ((0, 0), (51, 0.2), (255, 1)):
        grey = Image.new("L", (4, 4), level)
        assert mean_luma(DecodedPhoto(grey)) == pytest.approx(luma)
        assert mean_luma(DecodedPhoto(grey.convert("RGB"))) == pytest.approx(luma)


def test_a_palette_is_measured_by_its_colours() -> None:
    palette = COLOUR.quantize(256)
    expected = tutorials(palette.convert("RGB"))
    for form in ("PNG", "GIF"):
        assert luminance(decode(saved(palette, form))) == pytest.approx(expected, abs=0.01)


def test_transparency_is_seen_over_white() -> None:
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    assert mean_luma(decode(saved(clear, "PNG"))) == 1
    first_clear = Image.new("P", (4, 4), 0)
    first_clear.putpalette([0, 0, 0, 9, 9, 9])
    assert mean_luma(decode(saved(first_clear, "PNG", transparency=0))) == 1


def test_other_pixels_are_converted_and_never_stretched() -> None:
    grey = Image.new("L", (8, 8), 100)
    cases = {
        "PNG": (Image.fromarray(np.full((8, 8), 100 * 257, np.uint16)), 100 / 255),
        "TIFF": (grey.convert("CMYK"), 100 / 255),
        "BMP": (Image.new("1", (8, 8), 1), 1),
        "JPEG": (grey.convert("CMYK"), 100 / 255),
        "WEBP": (Image.new("RGBA", (8, 8), (100, 100, 100, 255)), 100 / 255),
    }
    for form, (image, luma) in cases.items():
        assert mean_luma(decode(saved(image, form))) == pytest.approx(luma, abs=0.005), form


def test_value_is_the_older_programs() -> None:
    """The mean over the pixels of the largest band, over 256, at any size."""
    for size in ((1, 1), (64, 48), (1201, 601)):
        levels = RNG.integers(0, 256, (*size[::-1], 3), dtype=np.uint8)
        expected = levels.max(axis=2).mean() / 256
        assert value(DecodedPhoto(Image.fromarray(levels))) == pytest.approx(expected, abs=1e-12)


def all_of(image: Image.Image) -> dict[str, float]:
    return measure_all(DecodedPhoto(image), (*MEASURES, "colourfulness"))


def test_a_photo_without_colour_has_the_same_numbers_in_one_band_and_in_three() -> None:
    grey = COLOUR.convert("L")
    one_band, three_bands = all_of(grey), all_of(grey.convert("RGB"))
    for name in ("hue_median", "hue_deviation", "saturation", "colourfulness"):
        assert one_band[name] == pytest.approx(0, abs=1e-6), name
    assert (one_band.pop("mode"), three_bands.pop("mode")) == (1, 5)
    for name, number in one_band.items():
        assert three_bands[name] == pytest.approx(number, abs=1e-12), name


def test_pure_colours_have_their_hue_saturation_and_colourfulness() -> None:
    hues = {"red": 0, "yellow": 60, "lime": 120, "cyan": 180, "blue": 240, "magenta": 300}
    for name, hue in hues.items():
        numbers = all_of(Image.new("RGB", (50, 40), name))
        assert numbers["hue_median"] == hue
        assert numbers["hue_deviation"] == pytest.approx(0, abs=1e-6)
        assert numbers["saturation"] == numbers["brightness_median"] == 1
    red = 0.3 * math.hypot(255, 127.5)
    assert all_of(Image.new("RGB", (50, 40), "red"))["colourfulness"] == pytest.approx(red)


def test_the_median_hue_of_reds_on_both_sides_of_0_is_red() -> None:
    image = Image.new("RGB", (60, 40), (200, 0, 20))
    image.paste((200, 20, 0), (0, 0, 60, 20))
    assert min(all_of(image)["hue_median"], 360 - all_of(image)["hue_median"]) < 8


def test_the_saturation_of_every_pair_of_a_largest_and_a_smallest_level_is_rounded_down() -> None:
    most, least = np.tril_indices(256)
    image = Image.fromarray(np.stack([most, least, least], axis=1).astype(np.uint8)[None])
    expected = np.bincount(255 * (most - least) // np.maximum(most, 1))
    assert Colours(image).saturation.tolist() == expected.tolist()


def test_a_photo_of_many_strips_has_the_numbers_of_one() -> None:
    """Four copies of a photo have what it has; a row may be longer than a strip, too."""
    names = ("value", "saturation", "saturation_median", "saturation_deviation", "colourfulness",
             "brightness_median", "brightness_deviation", "exact_hue_median",
             "exact_hue_deviation")  # fmt: skip
    levels = RNG.integers(0, 256, (401, 307, 3), dtype=np.uint8) // np.array([1, 2, 3], np.uint8)
    once = measure_all(DecodedPhoto(Image.fromarray(levels)), names)
    for shape in ((2, 4), (8, 1)):
        many = Image.fromarray(np.tile(levels, (*shape, 1)))
        assert many.width * many.height > 500_000
        assert measure_all(DecodedPhoto(many), names) == once
    row = levels.reshape(1, -1, 3)
    long = measure_all(DecodedPhoto(Image.fromarray(np.tile(row, (1, 5, 1)))), names)
    assert long == once


@given(st.integers(1, 5000), st.integers(1, 60), st.integers(1, 48))
@settings(deadline=None, max_examples=80)
def test_a_grid_is_where_whole_numbers_say_at_every_size(
    length: int, across: int, number: int
) -> None:
    columns = np.arange(length, dtype=np.int32)
    image = Image.fromarray(np.tile(columns, (across, 1)))
    expected = [(2 * i + 1) * length // (2 * number) for i in range(number)]
    assert np.asarray(grid_pixels(image, (number, across)))[0].tolist() == expected
    turned = grid_pixels(image.transpose(Image.Transpose.TRANSPOSE), (across, number))
    assert np.asarray(turned)[:, 0].tolist() == expected


def test_a_row_longer_than_floats_count_is_refused() -> None:
    with pytest.raises(NotMeasurableError, match="in a row"):
        DecodedPhoto(Image.new("L", (2**24 + 3, 1)))


def test_a_fine_chequer_is_as_sharp_as_can_be_and_a_plain_area_not_at_all() -> None:
    chequer = Image.fromarray((np.indices((16, 16)).sum(axis=0) % 2 * 255).astype(np.uint8))
    assert all_of(chequer)["sharpness"] == pytest.approx(1)
    assert all_of(chequer)["contrast"] == pytest.approx(0.5)
    assert all_of(chequer)["entropy"] == pytest.approx(1)
    assert all_of(Image.new("L", (16, 16), 90))["sharpness"] == 0
    blurred = COLOUR.filter(ImageFilter.GaussianBlur(2))
    assert all_of(blurred)["sharpness"] < all_of(COLOUR)["sharpness"] / 3


def test_percentiles_are_levels_that_5_and_95_percent_do_not_exceed() -> None:
    ramp = Image.fromarray(np.repeat(np.arange(100, dtype=np.uint8), 7)[None, :])
    assert all_of(ramp)["dark"] == pytest.approx(4 / 255)
    assert all_of(ramp)["bright"] == pytest.approx(94 / 255)


def test_facts_of_the_file_are_measures_too() -> None:
    body = saved(COLOUR.convert("CMYK"), "JPEG")
    numbers = measure_all(decode(body), ("width", "height", "mode", "size_bytes"))
    expected = {"width": 64, "height": 48, "mode": MODES.index("CMYK"), "size_bytes": len(body)}
    assert numbers == expected
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = measure_all(decode(saved(COLOUR, "JPEG", exif=exif)), ("width", "height"))
    assert turned == {"width": 48, "height": 64}


def test_a_stamp_holds_the_photos_colours_upright() -> None:
    image = Image.new("RGB", (80, 60), "black")
    image.paste("red", (0, 0, 20, 15))
    image.paste("lime", (60, 0, 80, 15))
    image.paste("blue", (0, 45, 20, 60))
    colours = np.frombuffer(b64decode(DecodedPhoto(image).stamp), "<u2").reshape(4, 4)
    assert [colours[0, 0], colours[0, 3], colours[3, 0]] == [0xF800, 0x07E0, 0x001F]
    assert colours[1:3, 1:3].max() == 0
    assert len(b64decode(DecodedPhoto(Image.new("L", (1, 1))).stamp)) == 32


BOUNDS = {
    "entropy": 8, "saturation_deviation": 0.5, "brightness_deviation": 0.5, "hue_median": 359,
    "hue_deviation": 81.1, "colourfulness": 240, "contrast": 0.5, "width": 40, "height": 40,
    "mode": 5, "size_bytes": 1e6,
}  # fmt: skip
images = st.builds(
    lambda seed, width, height, bands, low, high: Image.fromarray(
        np.random.default_rng(seed)
        .integers(min(low, high), max(low, high) + 1, (height, width, 3)[: 2 + (bands == 3)])
        .astype(np.uint8)
    ),
    st.integers(0, 2**32),
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from((1, 3)),
    st.integers(0, 255),
    st.integers(0, 255),
)


@given(images)
@settings(deadline=None, max_examples=60)
def test_every_value_lies_within_its_range(image: Image.Image) -> None:
    for name, number in all_of(image).items():
        assert 0 <= number <= BOUNDS.get(name, 1) + 1e-6, name


@given(images)
@settings(deadline=None, max_examples=30)
def test_another_lossless_file_of_the_same_pixels_has_the_same_values(image: Image.Image) -> None:
    bodies = [saved(image, "PNG"), saved(image, "TIFF"), saved(image, "BMP"), saved(image, "PPM")]
    names = tuple(name for name in (*MEASURES, "colourfulness") if name != "size_bytes")
    first, *others = (measure_all(decode(body), names) for body in bodies)
    assert all(other == first for other in others)


OWN = """
def blueness(photo):
    return photo.image.getpixel((0, 0))[2] / 255

def broken(photo):
    raise KeyError("no such thing")

def nothing(photo):
    return float("nan")

def versioned(photo):
    return 1
versioned.version = 7

def unknown(photo):
    return None

def sky(photo):
    from photoparsl import NoValueError
    raise NoValueError("no sky is seen")

def label(photo):
    return "grey\\u202e"

def long(photo):
    return "x" * 201

def whole(photo):
    return 2**63 - 1

def wider(photo):
    return 2**63
"""


def test_a_measure_of_ones_own_is_a_function_of_the_photo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own_measures.py").write_text(OWN)
    monkeypatch.syspath_prepend(str(tmp_path))
    names = ("luminance", "own_measures:blueness", "own_measures:versioned")
    numbers = measure_all(DecodedPhoto(Image.new("RGB", (2, 2), (0, 0, 51))), names)
    assert numbers["own_measures:blueness"] == pytest.approx(0.2)
    assert versions(names)["own_measures:versioned"] == 7
    assert versions(names)["own_measures:blueness"] == zlib.crc32(OWN.encode())
    for name in ("own_measures:broken", "own_measures:nothing"):
        assert measure_all(DecodedPhoto(COLOUR), [name])[name].reason == "measure-error"
    for name in ("own_measures:none", "no_such_module:f"):
        with pytest.raises(MeasureError, match="can't be imported"):
            versions([name])


def test_a_measure_gives_a_number_a_whole_number_a_short_text_or_no_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "given_measures.py").write_text(OWN)
    monkeypatch.syspath_prepend(str(tmp_path))
    names = ("unknown", "sky", "label", "long", "whole", "wider", "broken")
    given = measure_all(DecodedPhoto(COLOUR), [f"given_measures:{name}" for name in names])
    assert list(given.values()) == [
        Missing("no-value", "given_measures:unknown gave none"),
        Missing("no-value", "no sky is seen"),
        "grey\ufffd",
        Missing(
            "measure-error", "given_measures:long gave a text of 201 characters, more than 200"
        ),
        2**63 - 1,
        Missing(
            "measure-error", "given_measures:wider gave a whole number beyond -2^63 to 2^63 - 1"
        ),
        Missing("measure-error", "given_measures:broken raised KeyError: 'no such thing'"),
    ]


def test_a_numpy_value_of_a_measure_is_kept_as_pythons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = ("True", "np.True_", "np.False_", "np.array(True)", "np.array(3)", "np.uint8(3)")
    source = "".join(f"def m{n}(photo):\n    return {v}\n" for n, v in enumerate(values))
    (tmp_path / "numpy_measures.py").write_text(f"import numpy as np\n{source}")
    monkeypatch.syspath_prepend(str(tmp_path))
    names = [f"numpy_measures:m{number}" for number in range(len(values))]
    given = list(measure_all(DecodedPhoto(COLOUR), names).values())
    assert given == [1, 1, 0, 1, 3, 3]
    assert {type(number) for number in given} == {int}


CHANGING = """
from PIL import ImageDraw

def smaller(photo):
    photo.image.thumbnail((10, 10))
    return photo.image.width

def drawn(photo):
    ImageDraw.Draw(photo.image).rectangle((0, 0, 90, 90), fill="red")
    photo.image.paste((0, 0, 255), (0, 0, 50, 50))
    return photo.image.getpixel((0, 0))[2]
"""


def test_a_measure_of_ones_own_that_changes_the_image_changes_no_other_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "changing_measures.py").write_text(CHANGING)
    monkeypatch.syspath_prepend(str(tmp_path))
    own = ("changing_measures:smaller", "changing_measures:drawn")
    first, last = (DecodedPhoto(COLOUR) for _ in range(2))
    values = measure_all(first, (*own, *MEASURES))
    assert values == measure_all(last, (*MEASURES, *own))
    assert (values[own[0]], values[own[1]], values["width"]) == (10, 255, COLOUR.width)
    assert first.stamp == DecodedPhoto(COLOUR).stamp


def test_a_function_that_changes_the_image_changes_no_other_measure() -> None:
    def shrunk(photo: DecodedPhoto) -> float:
        photo.image.thumbnail((10, 10))
        return photo.image.width

    photo = DecodedPhoto(COLOUR.copy())
    values = measure_all(photo, resolve_measures([shrunk, "width"]))
    assert values == {"shrunk": 10, "width": COLOUR.width}


def test_measures_are_chosen_by_name_each_once() -> None:
    assert resolve_measures(["luminance", " value", "luminance"]) == ("luminance", "value")
    assert resolve_measures(["all"]) == tuple(MEASURES)
    assert resolve_measures(["all", "colourfulness"]) == (*MEASURES, "colourfulness")
    for text in ("", "brightness", "luminance,no"):
        with pytest.raises(MeasureError, match="choose from luminance"):
            resolve_measures(text.split(","))


def test_every_measure_is_documented_with_its_range() -> None:
    text = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")
    for name, measure in (MEASURES | MORE_MEASURES).items():
        assert f"`{name}`" in text, name
        assert measure.function.__doc__
