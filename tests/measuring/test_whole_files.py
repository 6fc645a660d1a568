"""A file that was cut, or whose end was lost, gives no number; a whole one always does."""

from __future__ import annotations

import io
import random
import re

import numpy as np
import pytest
from PIL import Image

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring import decode
from photoparsl.measuring.brightness_measures import mean_luma
from photoparsl.measuring.formats.jpeg_structure import read_structure
from tests.measuring.hostile import saved

FORMS: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 85},
    "JPEG progressive": {"quality": 85, "progressive": True},
    "JPEG optimised": {"quality": 85, "optimize": True},
    "JPEG restarting": {"quality": 85, "restart_marker_rows": 1},
    "PNG": {},
    "GIF": {},
    "WEBP": {"quality": 85},
    "WEBP lossless": {"lossless": True},
    "AVIF": {"quality": 85, "speed": 9},
    "JPEG2000": {},
    "TIFF tiff_lzw": {},
    "TIFF tiff_adobe_deflate": {},
    "TIFF packbits": {},
    "TIFF jpeg": {},
}
WITHOUT_CHECKS = ("BMP", "PPM", "TIFF")  # of which each byte is a level, and any may be right


def picture(width: int, height: int, seed: int, *, noise: float = 20.0) -> Image.Image:
    y, x = np.mgrid[0:height, 0:width]
    waves = [
        120 + 80 * np.sin(x / 17 + y / 31),
        110 + 90 * np.cos(y / 13),
        100 + 60 * np.sin(x / 9),
    ]
    levels = np.stack(waves, axis=2)
    levels += np.random.default_rng(seed).normal(0, noise, levels.shape)
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8))


def written(form: str) -> bytes:
    name, _, compression = form.partition(" ")
    options = dict(FORMS.get(form, {}))
    if name == "TIFF" and compression:
        options["compression"] = compression
    image = picture(180, 120, 7)
    return saved(image.quantize(256) if name == "GIF" else image, name, **options)


def outcome(body: bytes) -> float | str:
    try:
        return mean_luma(decode(body))
    except NotMeasurableError as error:
        return error.reason


@pytest.mark.parametrize("form", [*FORMS, *WITHOUT_CHECKS])
def test_half_a_file_is_truncated(form: str) -> None:
    body = written(form)
    assert isinstance(outcome(body), float)
    for share in (0.3, 0.6, 0.9):
        assert outcome(body[: int(len(body) * share)]) == "truncated"


@pytest.mark.parametrize("value", [0, 0xFF])
@pytest.mark.parametrize("form", FORMS)
def test_a_file_whose_last_bytes_have_one_value_gives_no_number(form: str, value: int) -> None:
    body = written(form)
    for share in (0.3, 0.6, 0.9):
        kept = int(len(body) * share)
        found = outcome(body[:kept] + bytes([value]) * (len(body) - kept))
        if form.startswith(("JPEG", "WEBP", "AVIF")):
            assert found in ("truncated", "damaged-image")
        else:
            assert isinstance(found, str)


@pytest.mark.parametrize("form", [form for form in FORMS if form.split()[0] == "JPEG"])
def test_zeros_for_a_jpegs_last_bytes_are_noticed_before_an_end_marker_too(form: str) -> None:
    body = written(form)
    for share in (0.3, 0.6, 0.9):
        kept = int(len(body) * share)
        assert isinstance(outcome(body[:kept] + b"\0" * (len(body) - kept - 2) + b"\xff\xd9"), str)


@pytest.mark.parametrize("form", [form for form in FORMS if form.split()[0] == "JPEG"])
def test_zeros_in_a_jpegs_quantisation_tables_are_noticed(form: str) -> None:
    body = written(form)
    at = body.index(b"\xff\xdb") + 5
    for start in range(at, at + 56, 8):
        assert outcome(body[:start] + b"\0" * 8 + body[start + 8 :]) == "damaged-image"


@pytest.mark.parametrize("missing", [40, 200, 2000])
def test_a_progressive_jpeg_that_was_cut_in_its_last_scan_is_truncated(missing: int) -> None:
    body = written("JPEG progressive")
    last = read_structure(body).scans[-1]
    assert last.end - last.start > missing
    assert outcome(body[: last.end - missing].rstrip(b"\xff") + b"\xff\xd9") == "truncated"


@pytest.mark.parametrize("form", [form for form in FORMS if form.split()[0] == "JPEG"])
def test_a_few_bytes_that_a_writer_left_at_the_end_of_a_jpegs_codes_are_no_damage(
    form: str,
) -> None:
    body = written(form)
    expected = outcome(body)
    for spare in (b"\x5a", b"\x12\x34\x56\x78", b"\0" * 20):
        assert outcome(body[:-2] + spare + b"\xff\xd9") == expected


def test_bytes_that_are_needed_for_no_pixel_are_noticed_at_the_end_of_a_jpegs_codes() -> None:
    """Where codes were lost within, what follows them is taken for other pixels."""
    spare = bytes(range(1, 25))
    for form in ("JPEG", "JPEG optimised", "JPEG progressive"):
        assert outcome(written(form)[:-2] + spare + b"\xff\xd9") == "damaged-image"


def test_bytes_of_anything_within_a_png_are_noticed_by_its_check_sums() -> None:
    body = bytearray(written("PNG"))
    for at in range(60, len(body) - 20, 501):
        body[at] ^= 0x10
        assert outcome(bytes(body)) == "damaged-image"
        body[at] ^= 0x10


def test_a_hole_in_lossy_codes_is_noticed() -> None:
    for form in ("WEBP", "AVIF", "JPEG"):
        body = written(form)
        middle = len(body) // 2
        assert outcome(body[:middle] + b"\0" * 300 + body[middle + 300 :]) == "damaged-image"


@pytest.mark.parametrize("method", range(5))
@pytest.mark.parametrize("quality", [50, 100])
def test_an_even_page_is_measured_as_a_lossy_webp(quality: int, method: int) -> None:
    """Its codes are hundreds of zeros, in their middle and at their end."""
    page = Image.new("RGB", (900, 1200), "white")
    page.paste((200, 190, 180), (0, 0, 900, 300))
    expected = mean_luma(decode(saved(page, "PNG")))
    found = outcome(saved(page, "WEBP", quality=quality, method=method))
    assert found == pytest.approx(expected, abs=0.01)


def test_a_page_with_specks_is_measured_as_an_avif() -> None:
    """Its codes have about 70 bytes of ones in a row."""
    specks = np.random.default_rng(5).random((1500, 2000)) < 0.002
    page = Image.fromarray(np.where(specks, 0, 255).astype(np.uint8)).convert("RGB")
    expected = mean_luma(decode(saved(page, "PNG")))
    assert outcome(saved(page, "AVIF", speed=8)) == pytest.approx(expected, abs=0.01)


def noted(picture: Image.Image) -> bytes:
    """An AVIF with what cameras write about a photo, which is full of zeros."""
    exif = Image.Exif()
    exif[0x010F] = "a camera's maker"
    exif.get_ifd(0x8769)[0x927C] = b"\0" * 4000
    return saved(picture, "AVIF", quality=85, speed=9, exif=exif)


def test_zeros_in_what_a_camera_notes_are_no_hole_in_an_avif() -> None:
    expected = outcome(written("AVIF"))
    assert isinstance(expected, float)
    assert outcome(noted(picture(180, 120, 7))) == expected


def test_holes_and_ends_of_an_avifs_codes_are_noticed_beside_a_cameras_notes() -> None:
    plain, body = written("AVIF"), noted(picture(180, 120, 7))
    codes = plain[plain.index(b"mdat") + 4 :]
    start = body.index(codes)
    middle, end = start + len(codes) // 2, start + len(codes)
    hole = body[:middle] + b"\0" * 300 + body[middle + 300 :]
    assert outcome(hole) == "damaged-image"
    assert outcome(body[:middle] + b"\0" * (end - middle) + body[end:]) == "truncated"
    assert outcome(body[:middle]) == "truncated"


@pytest.mark.parametrize(
    "options",
    [
        {"restart_marker_rows": 2},
        {"restart_marker_rows": 1, "progressive": True},
        {"restart_marker_blocks": 5, "subsampling": 0},
    ],
)
def test_codes_that_are_lost_added_or_replaced_between_restart_markers_are_noticed(
    options: dict[str, object],
) -> None:
    chance = random.Random(7)
    body = saved(picture(330, 250, 3, noise=12.0), "JPEG", quality=80, **options)
    sound = outcome(body)
    scan = read_structure(body).scans[0]
    intervals = [scan.start, *scan.restarts(body)]
    found = []
    for _ in range(20):
        interval = chance.randrange(len(intervals) - 1)
        start, end = intervals[interval] + 2, intervals[interval + 1]
        at = start + (end - start) // 3
        count = (end - start) // 2
        other = bytes(chance.randrange(1, 255) for _ in range(count))
        found.append(outcome(body[:at] + body[at + count :]))
        found.append(outcome(body[:at] + other + body[at:]))
        found.append(outcome(body[:at] + other + body[at + count :]))
    assert isinstance(sound, float)
    assert (
        sum(reason == "damaged-image" for reason in found) >= 45
    )  # the others' codes end where the marker stands by chance


def test_padding_before_a_jpegs_restart_markers_is_no_damage() -> None:
    body = written("JPEG restarting")
    for padding in (b"\xff", b"\xff" * 9, b"\0\0", b"\0" * 20):
        padded = re.sub(rb"(?=\xff[\xd0-\xd7])", padding, body)
        assert len(padded) > len(body)
        assert outcome(padded) == outcome(body)


@pytest.mark.parametrize("seed", range(150))
def test_a_healthy_jpeg_is_measured_however_it_was_written(seed: int) -> None:
    """With any settings, and with whatever cameras and servers leave behind its end."""
    chance = random.Random(seed)
    width, height = chance.randint(1, 200), chance.randint(1, 200)
    noise = chance.choice([0.0, 5.0, 40.0])
    image = picture(width, height, seed, noise=noise)
    if chance.random() < 0.3:
        even = chance.choice([0, 128, 255])
        image.paste((even,) * 3, (0, height // 3, width, height))
    options: dict[str, object] = {
        "quality": chance.choice([5, 50, 85, 100]),
        "subsampling": chance.choice([0, 1, 2]),
        "progressive": chance.random() < 0.5,
        "optimize": chance.random() < 0.5,
    }
    if chance.random() < 0.4:
        restart = chance.choice(["restart_marker_blocks", "restart_marker_rows"])
        options[restart] = chance.randint(1, 9)
    if options["progressive"] or options["optimize"]:
        options["bufsize"] = 0
    body = saved(image.convert(chance.choice(["RGB", "RGB", "L", "CMYK"])), "JPEG", **options)
    tail = chance.choice([b"", b"\0" * 700, b"\xff", chance.randbytes(900), body])
    photo = decode(body + tail)
    with Image.open(io.BytesIO(body)) as expected:
        assert photo.image.size == (width, height)
        assert photo.image.tobytes() == expected.convert(photo.image.mode).tobytes()


@pytest.mark.parametrize("seed", range(8))
def test_a_lossless_webp_whose_last_50_bytes_are_zeros_gives_no_number(seed: int) -> None:
    body = saved(picture(90 + seed, 70, seed), "WEBP", lossless=True)
    end = body.index(b"VP8L") + 8 + int.from_bytes(body[16:20], "little")
    for lost in (40, 50, 100):
        assert isinstance(outcome(body[: end - lost] + b"\0" * lost + body[end:]), str)


@pytest.mark.parametrize("method", range(7))
def test_an_even_page_is_measured_as_a_lossless_webp(method: int) -> None:
    page = Image.new("RGB", (900, 1200), "white")
    page.paste(picture(30, 20, 1), (0, 0))
    expected = outcome(saved(page, "PNG"))
    assert outcome(saved(page, "WEBP", lossless=True, method=method)) == expected
