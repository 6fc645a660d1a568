"""JPEG XL is read with the extra `jxl`; its limits are checked by its header, before decoding."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars
import pytest
from PIL import Image

import photoparsl
from photoparsl.errors import NotMeasurableError
from photoparsl.fetching import Limits
from photoparsl.measuring import decode, measure_all
from photoparsl.measuring.formats.jxl_header import CONTAINER, read_header
from photoparsl.reasons import Reason
from tests.conftest import needs

_WITHOUT = (
    "import sys; sys.modules['pillow_jxl'] = None; from photoparsl.commands.main import main; "
)
NAMES = ("luminance", "saturation", "lightness", "width", "height")
SIZES = [(1, 1), (8, 8), (17, 5), (256, 256), (300, 200), (640, 480), (257, 514), (600, 1)]


def picture(mode: str = "RGB", size: tuple[int, int] = (160, 120)) -> Image.Image:
    """Soft colours with grain."""
    rng = np.random.default_rng(11)
    small = Image.fromarray(rng.integers(0, 256, (5, 6, 4), np.uint8), "RGBA")
    grain = rng.integers(0, 20, (size[1], size[0], 4))
    levels = np.asarray(small.resize(size, Image.Resampling.BICUBIC)) * 0.9 + grain
    image = Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8), "RGBA")
    if mode == "I;16":
        return Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)
    return image.convert(mode)


def jxl(image: Image.Image, **options: object) -> bytes:
    needs(find_spec("pillow_jxl"), "the extra jxl")
    import pillow_jxl  # noqa: F401, PLC0415  it registers how to write

    file = io.BytesIO()
    image.save(file, "JXL", **({"lossless": True} | options))
    return file.getvalue()


def png(image: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()


class Bits:
    """Writes numbers of bits, the lowest first."""

    def __init__(self) -> None:
        self._bits = ""

    def add(self, *numbers: tuple[int, int]) -> Bits:
        for number, count in numbers:
            self._bits += format(number, f"0{count}b")[::-1] if count else ""
        return self

    def codestream(self) -> bytes:
        padded = self._bits.ljust(-(-len(self._bits) // 8) * 8 + 4096, "0")
        return b"\xff\x0a" + int(padded[::-1], 2).to_bytes(len(padded) // 8, "little")


def huge(side: int = 1 << 30) -> Bits:
    """The header of a picture of so many pixels in a side."""
    return Bits().add((0, 1), (3, 2), (side - 1, 30), (1, 3))


def boxed(codes: bytes) -> bytes:
    """Codes in boxes, in two parts, the header's bytes apart."""
    body = CONTAINER + b"\0\0\0\x14ftypjxl \0\0\0\0jxl "
    for number, part in enumerate((codes[:3], codes[3:])):
        body += (12 + len(part)).to_bytes(4, "big") + b"jxlp" + bytes((number << 7, 0, 0, number))
        body += part
    return body


def outcome(body: bytes, limits: Limits = Limits()) -> Reason:
    with pytest.raises(NotMeasurableError) as raised:
        decode(body, limits)
    return raised.value.reason


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("container", [False, True])
def test_a_picture_has_the_values_of_its_png(mode: str, *, container: bool) -> None:
    image = picture(mode)
    found = decode(jxl(image, use_container=container))
    expected = decode(png(image))
    names = NAMES[:1] if mode == "I;16" else NAMES  # the writer gives 16 bits another profile
    assert measure_all(found, names) == measure_all(expected, names)
    assert found.mode == mode


@pytest.mark.parametrize("size", SIZES)
def test_its_size_is_known_by_its_header_alone(size: tuple[int, int]) -> None:
    assert read_header(jxl(picture(size=size))).size == size
    assert read_header(boxed(jxl(picture("L", size)))).size == size


def test_one_that_was_made_of_a_jpeg_is_that_jpeg(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 6
    picture().save(tmp_path / "1.jpg", quality=85, exif=exif)
    with Image.open(tmp_path / "1.jpg") as image:
        body = jxl(image, lossless=False, lossless_jpeg=True)
    expected = decode((tmp_path / "1.jpg").read_bytes())
    assert measure_all(decode(body), NAMES) == measure_all(expected, NAMES)


def test_its_date_and_its_camera_are_read_and_it_is_turned_once(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[271], exif[274] = "Maker", 6
    exif.get_ifd(0x8769)[0x9003] = "1987:05:06 10:00:00"
    folder = tmp_path / "p 'ö'"
    folder.mkdir()
    for number, packed in enumerate((False, True)):
        body = jxl(picture(), use_container=True, exif=exif.tobytes(), compress_metadata=packed)
        (folder / f"{number}.JXL").write_bytes(body)
    run = photoparsl.run(folder, config="threads", measures="width,device", run_dir=tmp_path / "r")
    table = polars.DataFrame(run.table())
    assert list(table["year"]) == [1987, 1987]
    assert list(table["device"]) == ["Maker", "Maker"]
    assert set(table["width"]) == {160}  # its codes' orientation counts, not that of the EXIF


def test_more_pixels_or_memory_than_allowed_are_refused_before_it_is_decoded() -> None:
    needs(find_spec("pillow_jxl"), "the extra jxl")
    body = huge().add((1, 1)).codestream()
    assert outcome(body) == outcome(boxed(body)) == Reason.TOO_MANY_PIXELS
    body = jxl(picture())
    assert outcome(body, Limits(most_pixels=10_000)) == Reason.TOO_MANY_PIXELS
    assert outcome(body, Limits(most_memory_bytes=200_000)) == Reason.TOO_MANY_PIXELS


def test_what_the_decoder_would_get_wrong_is_refused() -> None:
    needs(find_spec("pillow_jxl"), "the extra jxl")
    start = ((1, 1), (3, 5), (1, 3), (0, 1))  # 32 x 32 pixels, and not all as in most files
    eight, none, plain = ((0, 1), (0, 2)), ((0, 2),), ((1, 1), (1, 1))
    moving = ((1, 1), (0, 3), (0, 1), (0, 1), (1, 1), (0, 2), (0, 2), (0, 2), (0, 1))
    black = ((1, 2), (0, 1), (2, 2), (2, 4), *eight, (0, 2), (0, 2))
    floats = ((1, 1), (0, 2), (7, 4))
    many = ((3, 2), (4095, 12))
    for parts in (
        (*moving, *eight, (1, 1), *none, *plain),
        ((0, 1), *eight, (1, 1), *black, *plain),
        ((0, 1), *floats, (1, 1), *none, *plain),
        ((0, 1), *eight, (1, 1), *many),
    ):
        body = Bits().add(*start, *parts).codestream()
        assert outcome(body) == Reason.UNSUPPORTED_IMAGE
        assert outcome(boxed(body)) == Reason.UNSUPPORTED_IMAGE


@pytest.mark.parametrize("container", [False, True])
def test_a_cut_or_damaged_one_fails(*, container: bool) -> None:
    body = jxl(picture(), use_container=container)
    dice = random.Random(5)
    for cut in (14, 20, 40, len(body) // 2, len(body) - 1):
        assert outcome(body[:cut]) in (Reason.TRUNCATED, Reason.DAMAGED_IMAGE)
    for _ in range(25):
        at = dice.randrange(len(body) // 4, len(body) - 40)
        assert outcome(body[:at] + dice.randbytes(30) + body[at + 30 :])


def test_random_headers_end_with_a_reason_or_a_size() -> None:
    dice = random.Random(9)
    for number in range(400):
        body = b"\xff\x0a" + dice.randbytes(dice.randrange(60))
        try:
            width, height = read_header(boxed(body) if number % 2 else body).size
        except NotMeasurableError as error:
            assert error.reason in (Reason.TRUNCATED, Reason.UNSUPPORTED_IMAGE)
        else:
            assert 0 < width <= 2**31
            assert 0 < height <= 2**31


def test_without_the_extra_it_is_counted_and_what_to_install_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "p 'ö'"
    folder.mkdir()
    (folder / "1.jxl").write_bytes(huge().add((1, 1)).codestream())
    Image.new("L", (9, 9)).save(folder / "2.jpg")
    call = f"main(['manifest', {str(folder)!r}])"
    subprocess.run([sys.executable, "-c", _WITHOUT + call], check=False, cwd=tmp_path)
    left_out = (tmp_path / "manifest.left-out.csv").read_text(encoding="utf-8")
    assert "pip install pillow-jxl-plugin" in left_out
    code = (
        "from photoparsl.measuring.decoding import decode; from pathlib import Path; "
        "decode(next(Path().rglob('*.jxl')).read_bytes())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", _WITHOUT + code],
        check=False, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert "pip install pillow-jxl-plugin" in ended.stderr
