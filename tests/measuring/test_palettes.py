"""A pixel whose number has no colour gives no number; a short palette that suffices does."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from PIL import Image

from photoparsl.measuring import decode
from tests.measuring.hostile import png, png_chunk, saved
from tests.measuring.test_whole_files import outcome, picture
from tests.measuring.tiffs import tags, tiff

Colours = Sequence[tuple[int, int, int]]
REDS = [(200, level, level) for level in range(256)]
GREYS = [(level,) * 3 for level in range(256)]
SIZE = 16  # pixels each way


def as_png(indices: bytes, colours: Colours) -> bytes:
    rows = b"".join(b"\0" + indices[at : at + SIZE] for at in range(0, len(indices), SIZE))
    palette = b"".join(map(bytes, colours))
    return png(SIZE, SIZE, 8, 3, rows, png_chunk(b"PLTE", palette) if palette else b"")


def as_gif(indices: bytes, colours: Colours) -> bytes:
    """A GIF whose palette is cut after Pillow has written it whole."""
    image = Image.frombytes("P", (SIZE, SIZE), indices)
    image.putpalette([level for colour in REDS for level in colour])
    body = saved(image, "GIF", optimize=False)
    bits = len(colours).bit_length() - 1 if colours else 0
    flags = (body[10] & 0x70) | (0x80 | bits - 1 if colours else 0)
    palette = b"".join(map(bytes, colours))
    return body[:10] + bytes([flags]) + body[11:13] + palette + body[13 + 768 :]


def as_bmp(indices: bytes, colours: Colours, bits: int = 8, *, announced: int = -1) -> bytes:
    palette = b"".join(bytes(colour[::-1]) + b"\0" for colour in colours)
    start = 14 + 40 + len(palette)
    count = len(colours) if announced < 0 else announced
    header = struct.pack("<IiiHHIIiiII", 40, SIZE, SIZE, 1, bits, 0, 0, 0, 0, count, 0)
    pixels = indices
    if bits == 4:
        pixels = bytes(a << 4 | b for a, b in zip(indices[::2], indices[1::2], strict=True))
    return (
        b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + header + palette + pixels
    )


def as_tiff(indices: bytes, colours: Colours) -> bytes:
    planes = np.array(colours, np.int64).reshape(-1, 3).T.ravel() * 257
    known = tags(3, (8,), _256=SIZE, _257=SIZE, _278=SIZE)
    if colours:
        known[320] = tuple(planes.tolist())
    return tiff((known, indices))


WRITERS = [as_png, as_gif, as_bmp, as_tiff]
Writer = Callable[[bytes, Colours], bytes]


def mean_of(indices: bytes, colours: Colours) -> float:
    weights = (0.299, 0.587, 0.114)
    lumas = [sum(w * c for w, c in zip(weights, colours[i], strict=True)) for i in indices]
    return sum(lumas) / len(lumas) / 255


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("colours", [REDS[:16], GREYS[:16]], ids=["reds", "greys"])
def test_indices_beyond_a_short_palette_are_damage(write: Writer, colours: Colours) -> None:
    within = bytes(range(16)) * SIZE
    assert outcome(write(within, colours)) == pytest.approx(mean_of(within, colours), abs=1e-6)
    for index in (16, 17, 255):
        assert outcome(write(within[:-1] + bytes([index]), colours)) == "damaged-image"


@pytest.mark.parametrize("write", [as_png, as_gif, as_tiff])
def test_indices_without_any_palette_are_damage(write: Writer) -> None:
    assert outcome(write(bytes(range(16)) * SIZE, [])) == "damaged-image"


def test_a_palette_after_the_pixels_of_a_png_is_none() -> None:
    body = as_png(bytes(SIZE * SIZE), [])
    end = body.index(b"IEND") - 4
    palette = png_chunk(b"PLTE", b"\xff" * 3)
    assert outcome(body[:end] + palette + body[end:]) == "damaged-image"


def test_a_palette_of_a_bmp_that_goes_on_into_its_pixels_is_cut_there() -> None:
    indices = bytes([200]) * SIZE * SIZE
    assert outcome(as_bmp(indices, REDS[:10], announced=256)) == "damaged-image"


def test_a_transparent_pixel_needs_no_colour_in_a_gif() -> None:
    body = as_gif(bytes([255]) * SIZE * SIZE, REDS[:4])
    control = b"!\xf9\x04\x01\0\0\xff\0"
    start = 13 + 3 * 4
    if body[start : start + 2] == control[:2]:
        body = body[:start] + body[start + 8 :]
    assert outcome(body) == "damaged-image"
    assert outcome(body[:start] + control + body[start:]) == 1


def test_the_area_around_a_gifs_frame_needs_no_colour() -> None:
    body = bytearray(as_gif(bytes(SIZE * SIZE), REDS[:4]))
    body[6:10] = struct.pack("<HH", 2 * SIZE, SIZE)
    body[11] = 200  # the number of the background
    assert outcome(bytes(body)) == pytest.approx(0.5 + mean_of(b"\0", REDS) / 2, abs=1e-6)


@pytest.mark.parametrize("bits", [4, 8])
@pytest.mark.parametrize("count", [1, 2, 3, 16])
def test_a_bmps_palette_of_greys_is_right_whatever_bits_a_pixel_has(bits: int, count: int) -> None:
    colours = [(0,) * 3, (255,) * 3] if count == 2 else GREYS[:count]
    indices = bytes(at % count for at in range(SIZE * SIZE))
    assert outcome(as_bmp(indices, colours, bits)) == pytest.approx(mean_of(indices, colours))
    beyond = bytes([min(count, 15)]) * SIZE * SIZE
    if count < 16:
        assert outcome(as_bmp(beyond, colours, bits)) == "damaged-image"


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 16, 17, 200, 256])
def test_whole_palettes_of_any_number_of_colours_are_measured(form: str, count: int) -> None:
    image = picture(60, 40, 3).quantize(count)
    expected = outcome(saved(image.convert("RGB"), "PNG"))
    assert outcome(saved(image, form)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        (b"P5 4 1 100\n" + bytes([0, 10, 30, 100]), [0, 26, 76, 255]),  # 25.5 and 76.5
        (b"P5 3 1 1000\n" + struct.pack(">HHH", 100, 500, 1000), [26, 128, 255]),  # 25.5, 127.5
        (b"P6 1 1 100\n" + bytes([10, 30, 100]), [26, 76, 255]),
    ],
)
def test_levels_of_another_white_are_rounded_and_halves_to_even(
    body: bytes, levels: list[int]
) -> None:
    assert list(decode(body).image.tobytes()) == levels


def test_levels_above_white_are_damage_in_text_and_in_bytes() -> None:
    assert outcome(b"P5 4 1 100\n" + bytes([0, 50, 100, 20])) == pytest.approx(0.425, abs=0.003)
    assert outcome(b"P5 4 1 100\n" + bytes([0, 150, 100, 20])) == "damaged-image"
    assert outcome(b"P6 1 1 100\n" + bytes([0, 150, 100])) == "damaged-image"
    assert outcome(b"P5 2 1 1000\n" + struct.pack(">HH", 5, 1001)) == "damaged-image"
    assert outcome(b"P2 4 1 100\n0 150 100 20\n") == "damaged-image"
