"""What a file tells of the scan."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from photoparsl.measuring import decode, measure_all
from tests.measuring.profiles import SPACES, icc_profile

PIXELS = Image.fromarray(np.random.default_rng(3).integers(0, 256, (40, 50, 3), np.uint8))


def values(name: str, kind: str = "JPEG", image: Image.Image = PIXELS, **options: object) -> object:
    file = io.BytesIO()
    image.save(file, kind, **options)
    found = measure_all(decode(file.getvalue()), [name])[name]
    return getattr(found, "detail", found)


def exif(make: str, model: str, software: str) -> Image.Exif:
    tags = Image.Exif()
    tags[0x010F], tags[0x0110], tags[0x0131] = make, model, software
    return tags


@pytest.mark.parametrize(
    ("make", "model", "expected"),
    [
        ("Nikon", "LS-9000 ED", "Nikon LS-9000 ED"),
        ("EPSON", "EPSON Perfection V850\0\0", "EPSON Perfection V850"),
        ("", "FlexTight X5", "FlexTight X5"),
        ("", "", "the file names no camera or scanner"),
        ("Evil\x1b[31m", "x\u202ey", "Evil�[31m x�y"),
    ],
)
def test_the_device_is_make_and_model(make: str, model: str, expected: str) -> None:
    for kind in ("JPEG", "TIFF", "PNG"):
        found = str(values("device", kind, exif=exif(make, model, "")))
        assert found == expected or "\x1b" in make
        assert "\x1b" not in found and "\u202e" not in found


@pytest.mark.parametrize("quality", [1, 10, 35, 50, 75, 92, 95, 100])
def test_the_quality_is_the_one_that_the_file_was_saved_with(quality: int) -> None:
    assert values("jpeg_quality", quality=quality) == quality
    assert values("jpeg_quality", "PNG") == "the file isn't a JPEG"


def test_tables_tell_programs_and_qualities_apart() -> None:
    found = [values("jpeg_tables", quality=quality) for quality in (75, 75, 80)]
    assert found[0] == found[1] != found[2]
    assert len(str(found[0])) == 8


@pytest.mark.parametrize(("option", "expected"), [(0, "4:4:4"), (1, "4:2:2"), (2, "4:2:0")])
def test_the_sampling_of_colour_is_named(option: int, expected: str) -> None:
    assert values("subsampling", subsampling=option) == expected
    assert values("subsampling", image=PIXELS.convert("L")) == "grey"


def test_coding_resolution_and_depth() -> None:
    assert values("progressive", progressive=True) == 1
    assert values("progressive") == 0
    assert values("resolution", dpi=(600, 600)) == 600
    assert values("resolution", "TIFF", dpi=(300, 300)) == 300
    assert values("resolution") == "the file gives no resolution"
    deep = Image.fromarray(np.zeros((4, 5), np.uint16) + 77)
    assert [values("bit_depth", kind, deep) for kind in ("PNG", "TIFF")] == [16, 16]
    assert values("bit_depth", "TIFF", PIXELS.convert("1")) == 1
    assert [values("bit_depth", kind) for kind in ("JPEG", "PNG", "TIFF", "WEBP")] == [8] * 4


def test_the_profile_has_its_name() -> None:
    profile = icc_profile(*SPACES["adobe"], name="Adobe-like (1998)")
    assert values("profile", icc_profile=profile) == "Adobe-like (1998)"
    assert values("profile") == "no profile is embedded"


def test_a_scan_is_told_by_all_of_these() -> None:
    profile = icc_profile(*SPACES["wide"], name="Wide")
    first = str(values("scan", exif=exif("Nikon", "D1", "SilverFast 8"), icc_profile=profile))
    assert first.startswith("D1; SilverFast 8; JPEG; ")
    assert first.endswith("; Wide")
    assert str(values("scan", "PNG")) == "PNG; no profile"
