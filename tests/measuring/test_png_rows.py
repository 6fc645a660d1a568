"""A PNG whose packed pixels end early gives no number, though each check sum is right."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image

from tests.measuring.hostile import png, png_chunk, saved
from tests.measuring.test_whole_files import outcome, picture

WIDTH, HEIGHT = 37, 29
KINDS = {  # depth, colour type, samples of a pixel
    "grey": (8, 0, 1),
    "bilevel": (1, 0, 1),
    "4 bits": (4, 0, 1),
    "16 bits": (16, 0, 1),
    "RGB": (8, 2, 3),
    "RGB of 16 bits": (16, 2, 3),
    "palette": (8, 3, 1),
    "grey and alpha": (8, 4, 2),
    "grey and alpha of 16 bits": (16, 4, 2),
    "RGBA": (8, 6, 4),
}


def rows_of(kind: str, level: int) -> tuple[bytes, int]:
    """The rows of an image of one level, with their filters, and the length of one."""
    depth, _, samples = KINDS[kind]
    row = b"\0" + bytes([level]) * -(-WIDTH * depth * samples // 8)
    return row * HEIGHT, len(row)


def file_of(kind: str, rows: bytes) -> bytes:
    depth, colour_type, _ = KINDS[kind]
    palette = png_chunk(b"PLTE", bytes(768)) if colour_type == 3 else b""
    return png(WIDTH, HEIGHT, depth, colour_type, rows, palette)


@pytest.mark.parametrize("level", [0, 255], ids=["black", "white"])
@pytest.mark.parametrize("kind", KINDS)
def test_missing_rows_are_noticed_in_each_kind(kind: str, level: int) -> None:
    rows, row = rows_of(kind, level)
    assert isinstance(outcome(file_of(kind, rows)), float)
    for missing in (1, row // 2, row, 2 * row + 1, len(rows) // 2, len(rows) - row):
        assert outcome(file_of(kind, rows[:-missing])) == "truncated"


def test_half_the_rows_of_white_are_no_grey() -> None:
    assert outcome(png(64, 64, 8, 0, (b"\0" + b"\xff" * 64) * 32)) == "truncated"


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (9, 1), (2, 2), (5, 3), (37, 29)])
def test_missing_rows_are_noticed_where_rows_are_interlaced(size: tuple[int, int]) -> None:
    width, height = size
    rows = b""
    for left, top, across, down in (
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
        (0, 1, 1, 2),
    ):  # fmt: skip
        columns, lines = len(range(left, width, across)), len(range(top, height, down))
        rows += (b"\0" + b"\xff" * columns) * (lines if columns else 0)
    whole = _interlaced(png(width, height, 8, 0, rows))
    assert outcome(whole) == 1
    for missing in {1, 2, len(rows) // 2} - {0}:
        assert outcome(_interlaced(png(width, height, 8, 0, rows[:-missing]))) == "truncated"


def _interlaced(body: bytes) -> bytes:
    header = body[16:28] + b"\1"
    return body[:8] + png_chunk(b"IHDR", header) + body[33:]


@pytest.mark.parametrize("pieces", [1, 2, 7])
def test_black_rows_that_are_there_are_measured_in_any_number_of_chunks(pieces: int) -> None:
    """Also where bytes follow the last row, as some writers leave them."""
    rows, _ = rows_of("RGB", 0)
    packed = zlib.compress(rows + b"\0" * 5, 0)
    step = -(-len(packed) // pieces)
    chunks = [png_chunk(b"IDAT", packed[at : at + step]) for at in range(0, len(packed), step)]
    empty = file_of("RGB", b"")
    start, end = empty.index(b"IDAT") - 4, empty.index(b"IEND") - 4
    assert outcome(empty[:start] + b"".join(chunks) + empty[end:]) == 0


def test_a_photo_with_a_black_border_is_measured() -> None:
    image = Image.new("RGB", (120, 90))
    image.paste(picture(100, 70, 2), (10, 10))
    body = saved(image, "PNG")
    with Image.open(io.BytesIO(body)) as expected:
        assert outcome(body) == outcome(saved(expected, "BMP"))
