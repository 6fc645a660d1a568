from __future__ import annotations

import io
import math

import numpy as np
import pytest
from PIL import Image, ImageStat

from photoparsl.decode import DecodedPhoto, decode
from photoparsl.errors import MeasureError
from photoparsl.measures import luminance, mean_luma, versions
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
    for level, value in ((0, 0), (51, 0.2), (255, 1)):
        grey = Image.new("L", (4, 4), level)
        assert mean_luma(DecodedPhoto(grey)) == pytest.approx(value)
        assert mean_luma(DecodedPhoto(grey.convert("RGB"))) == pytest.approx(value)


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
    for form, (image, value) in cases.items():
        assert mean_luma(decode(saved(image, form))) == pytest.approx(value, abs=0.005), form


def test_an_unknown_measure_is_refused_with_those_there_are() -> None:
    assert versions(["luminance"]) == {"luminance": 1}
    with pytest.raises(MeasureError, match="choose from luminance"):
        versions(["brightness"])
