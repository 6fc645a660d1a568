"""BMPs whose pixels are runs, or whose colours are given by masks: right, or a named failure."""

from __future__ import annotations

import struct

import pytest

from tests.measuring.test_palettes import REDS, mean_of
from tests.measuring.test_whole_files import outcome

WIDTH, HEIGHT = 8, 4
ROW = bytes([8, 5])  # a run of eight pixels of number 5
NEXT, END = b"\0\0", b"\0\1"
WHOLE = (ROW + NEXT) * 3 + ROW


def bmp(pixels: bytes, *, bits: int, compression: int, between: bytes, gap: bytes = b"") -> bytes:
    start = 54 + len(between) + len(gap)
    count = 256 if bits == 8 else 16 if bits == 4 else 0
    fields = (40, WIDTH, HEIGHT, 1, bits, compression, len(pixels), 0, 0, count, 0)
    header = b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start)
    return header + struct.pack("<IiiHHIIiiII", *fields) + between + gap + pixels


def in_runs(runs: bytes, *, bits: int = 8, compression: int = 0, gap: bytes = b"") -> bytes:
    palette = b"".join(bytes(colour[::-1]) + b"\0" for colour in REDS[: 2**bits])
    kind = compression or (1 if bits == 8 else 2)
    return bmp(runs, bits=bits, compression=kind, between=palette, gap=gap)


@pytest.mark.parametrize(
    "runs",
    [
        WHOLE + NEXT + END,
        WHOLE + END,
        WHOLE,
        (ROW + NEXT) * 2 + bytes([3, 5, 0, 5, 5, 5, 5, 5, 5, 0]) + NEXT + ROW + END,
        WHOLE + NEXT + END + b"more",
    ],
)
def test_a_picture_in_runs_is_measured_by_its_pixels(runs: bytes) -> None:
    assert outcome(in_runs(runs)) == pytest.approx(mean_of(bytes([5]) * 32, REDS), abs=1e-6)


def test_runs_of_half_bytes_are_measured_by_their_pixels() -> None:
    row = bytes([3, 0x12, 0, 5, 0x34, 0x56, 0x70, 0])
    pixels = bytes([1, 2, 1, 3, 4, 5, 6, 7]) * HEIGHT
    body = in_runs((row + NEXT) * 4 + END, bits=4)
    assert outcome(body) == pytest.approx(mean_of(pixels, REDS), abs=1e-6)


@pytest.mark.parametrize(
    ("runs", "reason"),
    [
        (ROW + NEXT + bytes([0, 2, 3, 1]) + bytes([5, 5]) + NEXT + ROW + END, "unsupported-image"),
        (ROW + NEXT + NEXT + ROW + NEXT + ROW + END, "unsupported-image"),
        (ROW + NEXT + bytes([4, 5]) + NEXT + ROW + NEXT + ROW + END, "unsupported-image"),
        (ROW + NEXT + ROW + END, "unsupported-image"),
        ((ROW + NEXT) * 3 + bytes([9, 5]) + END, "damaged-image"),
        ((ROW + NEXT) * 3 + bytes([0, 12]) + bytes([5]) * 12 + END, "damaged-image"),
        ((ROW + NEXT) * 3, "truncated"),
        ((ROW + NEXT) * 3 + bytes([0, 8, 5, 5]), "truncated"),
        ((ROW + NEXT) * 2 + ROW, "truncated"),
    ],
    ids=["delta", "empty row", "short row", "early end", "long", "long own", "cut", "cut own", "1"],
)
def test_runs_that_arent_all_pixels_give_no_number(runs: bytes, reason: str) -> None:
    assert outcome(in_runs(runs)) == reason


def test_runs_that_pillow_would_pad_wrongly_or_of_other_bits_give_no_number() -> None:
    assert outcome(in_runs(WHOLE, gap=b"\0")) == "unsupported-image"
    assert outcome(in_runs(WHOLE, compression=2)) == "unsupported-image"
    assert outcome(in_runs(WHOLE, bits=4, compression=1)) == "unsupported-image"


MASKS = {
    "BGRX": (0xFF0000, 0xFF00, 0xFF),
    "XBGR": (0xFF000000, 0xFF0000, 0xFF00),
    "RGBX": (0xFF, 0xFF00, 0xFF0000),
    "XRGB": (0xFF00, 0xFF0000, 0xFF000000),
    "BGXR": (0xFF000000, 0xFF00, 0xFF),
    "none": (0, 0, 0),
    "ten bits": (0x3FF00000, 0xFFC00, 0x3FF),
}


@pytest.mark.parametrize("masks", MASKS.values(), ids=MASKS)
def test_masks_give_the_right_colours_or_a_reason(masks: tuple[int, int, int]) -> None:
    colour = (200, 100, 20)
    pixel = 0
    for mask, level in zip(masks, colour, strict=True):
        pixel |= level * (mask & -mask) & mask
    body = bmp(
        struct.pack("<I", pixel) * WIDTH * HEIGHT,
        bits=32,
        compression=3,
        between=struct.pack("<3I", *masks),
    )
    right = pytest.approx(mean_of(b"\0", [colour]), abs=1e-6)
    assert outcome(body) in (right, "unsupported-image")


@pytest.mark.parametrize(
    "masks", [(0xF800, 0x7E0, 0x1F), (0x1F, 0x7E0, 0xF800), (0x7C00, 0x3E0, 0x1F)]
)
def test_masks_of_16_bits_give_the_right_colours_or_a_reason(masks: tuple[int, int, int]) -> None:
    pixel = struct.pack("<H", masks[0])  # pure red
    body = bmp(pixel * WIDTH * HEIGHT, bits=16, compression=3, between=struct.pack("<3I", *masks))
    assert outcome(body) in (pytest.approx(0.299, abs=1e-6), "unsupported-image")
