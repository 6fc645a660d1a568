"""Lightness, chroma and the managed measures, beside an implementation in floats."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from photoparsl.measuring import decode, measure_all
from tests.measuring.profiles import INKS, SPACES, Matrix, cmyk_profile, icc_profile

SRGB = np.array([(3.1338561, -1.6168667, -0.4906146), (-0.9787684, 1.9161415, 0.0334540),
                 (0.0719453, -0.2289914, 1.4052427)])  # fmt: skip
TO_XYZ = np.array([(0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)])
LIGHTNESS = ("lightness", "lightness_median", "lightness_deviation", "chroma")

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


def photo(seed: int, width: int = 300, height: int = 210) -> Pixels:
    """Soft colours with grain."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (7, 5, 3), np.uint8)
    image = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
    grain = rng.integers(-12, 13, (height, width, 3))
    return np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8)


def body(pixels: Pixels, **options: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", **options)
    return file.getvalue()


def in_srgb(pixels: Pixels, primaries: Matrix, gamma: float) -> Floats:
    """The pixels as whole levels of sRGB."""
    linear = (pixels / 255.0) ** (round(gamma * 256) / 256) @ np.array(primaries) @ SRGB.T
    return encoded(np.clip(linear, 0, 1))


def encoded(linear: Floats) -> Floats:
    """Linear light, 0 to 1, as whole levels of sRGB."""
    shares = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    levels: Floats = np.rint(255 * shares)
    return levels


def lab(levels: Floats) -> tuple[Floats, Floats]:
    """L* and chroma of levels of sRGB."""
    shares = levels / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    xyz = linear @ TO_XYZ.T / TO_XYZ.sum(axis=1)
    roots = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = (roots[..., axis] for axis in range(3))
    return 116 * y - 16, np.hypot(500 * (x - y), 200 * (y - z))


def luminance(levels: Floats) -> float:
    red, green, blue = (levels**2).reshape(-1, 3).mean(axis=0)
    return float(np.sqrt(0.241 * red + 0.691 * green + 0.068 * blue) / 256)


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("seed", range(5))
def test_managed_values_are_those_of_the_profiles_own_formula(space: str, seed: int) -> None:
    pixels = photo(seed)
    profile = icc_profile(*SPACES[space])
    names = ("luminance", "luminance:srgb", "contrast:srgb", *LIGHTNESS)
    values = measure_all(decode(body(pixels, icc_profile=profile)), names)
    levels = in_srgb(pixels, *SPACES[space])
    assert values["luminance:srgb"] == pytest.approx(luminance(levels), abs=1e-3)
    assert abs(values["luminance:srgb"] - values["luminance"]) > 2e-3
    light, colour = lab(levels)
    assert values["lightness"] == pytest.approx(light.mean(), abs=0.1)
    assert values["lightness_median"] == pytest.approx(np.median(light), abs=0.1)
    assert values["lightness_deviation"] == pytest.approx(light.std(), abs=0.1)
    assert values["chroma"] == pytest.approx(colour.mean(), abs=0.3)


def test_a_grey_photo_is_managed_by_its_own_profile() -> None:
    pixels = photo(3)[..., 0].copy()
    values = measure_all(
        decode(body(pixels, icc_profile=icc_profile((), 1.0))), ["luminance:srgb", "lightness"]
    )
    linear = pixels / 255.0  # the profile's power is 1
    levels = np.rint(
        255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    )
    assert values["luminance:srgb"] == pytest.approx(np.sqrt((levels**2).mean()) / 256, abs=1e-3)
    light, _ = lab(np.repeat(levels[..., None], 3, axis=2))
    assert values["lightness"] == pytest.approx(light.mean(), abs=0.1)


def of_inks(pixels: Pixels) -> Floats:
    """The pixels of CMYK as whole levels of sRGB, by `cmyk_profile`."""
    lab_values = pixels / 255.0 @ np.array(INKS) + (100, 0, 0)
    middle = (lab_values[..., 0] + 16) / 116
    roots = np.stack(
        (middle + lab_values[..., 1] / 500, middle, middle - lab_values[..., 2] / 200), -1
    )
    light = np.where(roots > 6 / 29, roots**3, 3 * (6 / 29) ** 2 * (roots - 4 / 29))
    return encoded(np.clip(light * (0.9642, 1.0, 0.8249) @ SRGB.T, 0, 1))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("form", ["JPEG", "TIFF", "JPEG without Adobe's marker, turned"])
def test_inks_are_managed_by_their_own_profile(form: str, seed: int) -> None:
    inks = np.concatenate((photo(seed), photo(seed + 9)[..., :1]), axis=2) // 2
    image, file, profile = Image.fromarray(inks, "CMYK"), io.BytesIO(), cmyk_profile()
    exif = Image.Exif()
    exif[274] = 6 if "turned" in form else 1
    image.save(file, form.split(maxsplit=1)[0], icc_profile=profile, exif=exif, quality=100)
    data = file.getvalue()
    if "without" in form:
        at = data.index(b"\xff\xeeAdobe".replace(b"Adobe", b"\0\x0eAdobe"))
        data = data[:at] + data[at + 16 :]
        inks = 255 - inks
    names = ("luminance", "luminance:srgb", "contrast:srgb", *LIGHTNESS, "lightness_inside")
    found = measure_all(decode(data), names)
    levels = of_inks(inks)
    light, colour = lab(levels)
    assert found["luminance:srgb"] == pytest.approx(luminance(levels), abs=1e-3)
    assert abs(found["luminance:srgb"] - found["luminance"]) > 0.02
    assert found["lightness"] == pytest.approx(light.mean(), abs=0.1)
    assert found["lightness_inside"] == pytest.approx(light.mean(), abs=0.1)
    assert found["lightness_deviation"] == pytest.approx(light.std(), abs=0.1)
    assert found["chroma"] == pytest.approx(colour.mean(), abs=0.3)


def test_without_a_profile_the_managed_value_is_the_plain_one() -> None:
    names = ["luminance", "mean_luma", "contrast", "entropy", "dark", "bright"]
    values = measure_all(decode(body(photo(4))), [*names, *(f"{name}:srgb" for name in names)])
    assert [values[f"{name}:srgb"] for name in names] == [values[name] for name in names]
    light, colour = lab(photo(4).astype(float))
    values = measure_all(decode(body(photo(4))), LIGHTNESS)
    assert values["lightness"] == pytest.approx(light.mean(), abs=1e-3)
    assert values["chroma"] == pytest.approx(colour.mean(), abs=0.05)


@pytest.mark.parametrize(
    ("profile", "detail"),
    [
        (b"no profile at all", "damaged"),
        (icc_profile(*SPACES["adobe"])[:300], "profile"),
        (icc_profile((), 2.2), "the profile is for GRAY, the pixels are RGB"),
    ],
)
def test_what_cannot_be_managed_has_no_managed_value_but_its_plain_one(
    profile: bytes, detail: str
) -> None:
    values = measure_all(
        decode(body(photo(5), icc_profile=profile)), ["luminance", "luminance:srgb", "lightness"]
    )
    assert isinstance(values["luminance"], float)
    for name in ("luminance:srgb", "lightness"):
        assert values[name].reason == "no-value"
        assert detail in values[name].detail


def test_a_camera_that_says_its_colours_are_not_srgb_has_no_managed_value() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA001] = 65535
    file = io.BytesIO()
    Image.fromarray(photo(6)).save(file, "JPEG", exif=exif)
    values = measure_all(decode(file.getvalue()), ["luminance:srgb"])
    assert "aren't sRGB" in values["luminance:srgb"].detail


def test_white_and_black_are_the_ends_of_lightness() -> None:
    for level, expected in ((255, 100.0), (0, 0.0)):
        pixels = np.full((5, 4, 3), level, np.uint8)
        values = measure_all(decode(body(pixels)), LIGHTNESS)
        assert list(values.values()) == [expected, expected, 0, 0]
