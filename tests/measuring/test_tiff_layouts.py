"""Of each layout of a TIFF, the number is right, or there is a reason why there is none."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring import decode
from photoparsl.measuring.brightness_measures import mean_luma
from photoparsl.measuring.file_measures import mode
from photoparsl.measuring.formats.tiff_page import JPEG_TABLES, first_page
from tests.measuring.hostile import RIGHT, Pixels, colour, grey, saved, scene
from tests.measuring.tiffs import LENGTH, WIDTH, Value, bands, levels, luma, tags, tiff

GREY, RGB, PALETTE, CMYK, YCBCR, LAB = 1, 2, 3, 5, 6, 8
ALPHA = np.full((LENGTH, WIDTH), 0.5)


def outcome(body: bytes) -> float | str:
    try:
        return mean_luma(decode(body))
    except NotMeasurableError as error:
        assert error.detail
        return error.reason


def indices() -> bytes:
    return levels("u1", luma())


def colour_map(scale: int) -> tuple[int, ...]:
    return tuple(level * scale for level in range(256)) * 3


def packed(bits: int) -> bytes:
    """The scene in grey, in this many bits a pixel."""
    whole = np.rint(luma() * (2**bits - 1)).astype(np.uint16)
    bits_of_levels = whole[..., np.newaxis] >> np.arange(bits - 1, -1, -1) & 1
    return np.packbits(bits_of_levels.astype(np.uint8).reshape(LENGTH, -1), axis=1).tobytes()


def separate(kind: str, *planes: Pixels) -> tuple[bytes, dict[int, tuple[int, ...]]]:
    """Planes after each other, and the tags that say where each of them is."""
    parts = [levels(kind, plane) for plane in planes]
    size = len(parts[0])
    places = {273: tuple(8 + size * n for n in range(len(parts))), 279: (size,) * len(parts)}
    return b"".join(parts), places


def planar(photometric: int, kind: str, *planes: Pixels, **more: Value) -> bytes:
    codes, places = separate(kind, *planes)
    bits = (np.dtype(kind).itemsize * 8,) * len(planes)
    return tiff((tags(photometric, bits, _284=2, **more) | places, codes))


def plain(photometric: int, kind: str, *samples: Pixels, big: bool = False, **more: Value) -> bytes:
    """A TIFF of interleaved samples, in the order of bytes of `kind`."""
    bits = (np.dtype(kind).itemsize * 8,) * len(samples)
    page = (tags(photometric, bits, **more), levels(kind, *samples))
    return tiff(page, order=kind[0] if kind[0] in "<>" else "<", big=big)


def reversed_bits() -> bytes:
    turned = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
    return tiff((tags(GREY, (4,), _266=2), packed(4).translate(turned)))


def smaller_second() -> bytes:
    return tiff((tags(GREY, (8,)), indices()), (tags(GREY, (8,), _254=1, **SMALL), indices()))


SMALL: dict[str, Value] = {"_256": 24, "_257": 16, "_278": 16}


def ycbcr(**more: Value) -> bytes:
    """The scene in JPEG's YCbCr, without compression; with tags that may say it is another."""
    picture = Image.fromarray(np.rint(scene() * 255).astype(np.uint8)).convert("YCbCr")
    return tiff((tags(YCBCR, (8, 8, 8), _530=(1, 1), **more), picture.tobytes()))


_BT709 = (2125, 10000, 7154, 10000, 721, 10000)
_BT601 = (299, 1000, 587, 1000, 114, 1000)
_STUDIO = (16, 1, 235, 1, 128, 1, 240, 1, 128, 1, 240, 1)
_FULL = (0, 1, 255, 1, 128, 1, 255, 1, 128, 1, 255, 1)


MEASURED: dict[str, Callable[[], bytes]] = {
    "grey of 4 bits": lambda: tiff((tags(GREY, (4,)), packed(4))),
    "grey of 8 bits": lambda: tiff((tags(GREY, (8,)), packed(8))),
    "grey of 12 bits": lambda: tiff((tags(GREY, (12,)), packed(12))),
    "grey of 16 bits": lambda: plain(GREY, "<u2", luma()),
    "grey of 16 bits, big-endian": lambda: plain(GREY, ">u2", luma()),
    "RGB": lambda: plain(RGB, "u1", *bands()),
    "RGB, big-endian": lambda: plain(RGB, ">u1", *bands()),
    "RGB of 16 bits": lambda: plain(RGB, "<u2", *bands()),
    "RGB of 16 bits, big-endian": lambda: plain(RGB, ">u2", *bands()),
    "RGB of 16 bits, BigTIFF": lambda: plain(RGB, "<u2", *bands(), big=True),
    "colour map of 16 bits": lambda: tiff((tags(PALETTE, (8,), _320=colour_map(257)), indices())),
    "colour map of 8 bits": lambda: tiff((tags(PALETTE, (8,), _320=colour_map(1)), indices())),
    "colour map, shifted": lambda: tiff((tags(PALETTE, (8,), _320=colour_map(256)), indices())),
    "RGB, planes of 8 bits": lambda: planar(RGB, "u1", *bands()),
    "RGB and a spare sample": lambda: plain(RGB, "u1", *bands(), ALPHA, _338=0),
    "YCbCr": ycbcr,
    "YCbCr that says that it is JPEG's": lambda: ycbcr(_529=_BT601, _532=_FULL),
    "JPEG of YCbCr in one strip": lambda: tiff(
        (tags(YCBCR, (8, 8, 8), _259=7, _530=(2, 2)), saved(colour(), "JPEG", quality=95))
    ),
    "reversed bits": reversed_bits,
    "deflate": lambda: tiff((tags(GREY, (8,), _259=8), zlib.compress(indices()))),
    "differences": lambda: compressed(8, zlib.compress(differences()), _317=2),
    "floats, big-endian, compressed": lambda: tiff(
        (tags(GREY, (32,), _259=8, _339=3), zlib.compress(levels(">f4", luma()))), order=">"
    ),
    "JPEG": lambda: saved(colour(), "TIFF", compression="jpeg", quality=95),
    "JPEG, grey, strips": lambda: saved(
        grey(), "TIFF", compression="jpeg", quality=95, tiffinfo={278: 16}
    ),
    "a smaller copy second": smaller_second,
}


def sensor_second() -> bytes:
    return tiff((tags(GREY, (8,)), indices()), (tags(32803, (8,)), indices()))


def marked_as_small() -> bytes:
    return tiff((tags(GREY, (8,), _254=1), indices()), (tags(GREY, (8,)), indices()))


def small_first(**more: Value) -> bytes:
    return tiff((tags(GREY, (8,), **SMALL, **more), indices()), (tags(GREY, (8,)), indices()))


def small_with_larger_inside() -> bytes:
    """The second page hangs on the first by tag 330, and not after it."""
    body = bytearray(small_first(_330=0))
    (first,) = struct.unpack_from("<I", body, 4)
    (count,) = struct.unpack_from("<H", body, first)
    link, inside = first + 2 + 12 * count, body.index(struct.pack("<HHI", 330, 4, 1), first) + 8
    body[inside : inside + 4], body[link : link + 4] = body[link : link + 4], b"\0" * 4
    return bytes(body)


def without_white() -> bytes:
    return tiff(({t: v for t, v in tags(GREY, (8,)).items() if t != 262}, indices()))


def compressed(number: int, codes: bytes, **more: Value) -> bytes:
    return tiff((tags(GREY, (8,), _259=number, **more), codes))


def differences() -> bytes:
    rows = np.frombuffer(indices(), np.uint8).reshape(LENGTH, WIDTH)
    return np.diff(rows, axis=1, prepend=np.zeros((LENGTH, 1), np.uint8)).tobytes()


DEFLATED = zlib.compress(indices())
_PACKED = b"".join(b"\x5f" + indices()[at : at + 96] for at in range(0, 96 * 64, 96))


def wrong_sum() -> bytes:
    return compressed(8, zlib.compress(indices())[:-4] + b"\1\2\3\4")


UNSUPPORTED: dict[str, Callable[[], bytes]] = {
    "RGB, planes of 16 bits": lambda: planar(RGB, "u2", *bands()),
    "CMYK, planes of 16 bits": lambda: planar(CMYK, "u2", *bands(), ALPHA),
    "Lab, planes": lambda: planar(LAB, "u1", *bands()),
    "grey and alpha, planes": lambda: planar(GREY, "u1", luma(), ALPHA, _338=2),
    "RGB times alpha, 16 bits": lambda: plain(RGB, "<u2", *bands(), ALPHA, _338=1),
    "RGB and something": lambda: plain(RGB, "u1", *bands(), ALPHA),
    "four inks that aren't CMYK": lambda: plain(CMYK, "u1", *bands(), ALPHA, _332=2),
    "white isn't said": without_white,
    "YCbCr, subsampled": lambda: plain(6, "u1", *bands()),
    "YCbCr of BT.709": lambda: ycbcr(_529=_BT709),
    "YCbCr between 16 and 235": lambda: ycbcr(_532=_STUDIO),
    "YCbCr, a fraction of nothing": lambda: ycbcr(_529=(1, 0, 1, 0, 1, 0)),
    "JPEG of another YCbCr": lambda: tiff(
        (
            tags(YCBCR, (8, 8, 8), _259=7, _530=(2, 2), _529=_BT709),
            saved(colour(), "JPEG", quality=95),
        )
    ),
    "PackBits of differences": lambda: compressed(32773, _PACKED, _317=2),
    "differences without compression": lambda: plain(GREY, "u1", luma(), _317=2),
    "differences of single bits": lambda: tiff(
        (tags(GREY, (1,), _259=8, _317=2), zlib.compress(packed(8)[: 12 * 64]))
    ),
    "differences of floats, of whole numbers": lambda: compressed(8, DEFLATED, _317=3),
    "a predictor of no known number": lambda: compressed(8, DEFLATED, _317=34893),
    "JPEG of differences": lambda: saved(grey(), "TIFF", compression="jpeg", tiffinfo={317: 2}),
    "JPEG of the old kind": lambda: compressed(6, b"\xff\xd8\xff"),
    "WebP within": lambda: compressed(50001, b"RIFF"),
    "BigTIFF, big-endian": lambda: plain(GREY, ">u1", luma(), big=True),
    "signed, 8 bits": lambda: plain(GREY, "<i1", luma(), _339=2),
    "DNG": lambda: plain(GREY, "u1", luma(), _50706=(1, 4, 0, 0)),
    "CR2": lambda: tiff((tags(GREY, (8,)), b"CR\2\0" + indices())),
    "a sensor's levels second": sensor_second,
    "first page marked as a smaller copy": marked_as_small,
    "first page small, the second of the same shape": small_first,
    "a larger page within the first": small_with_larger_inside,
}
DAMAGED: dict[str, Callable[[], bytes]] = {
    "strip missing": lambda: tiff((tags(GREY, (8,), _278=32), indices())),
    "strip without bytes": lambda: plain(GREY, "u1", luma(), _273=0),
    "deflate, wrong check sum": wrong_sum,
    "PackBits, too much": lambda: compressed(32773, b"\x81\x50" * 99),
}
TRUNCATED: dict[str, Callable[[], bytes]] = {
    "strip beyond the end": lambda: plain(GREY, "u1", luma(), _273=8000),
    "directory beyond the end": lambda: b"II*\0\xff\xff\0\0" + indices(),
}


@pytest.mark.parametrize("name", MEASURED)
def test_a_layout_gives_the_scenes_luma(name: str) -> None:
    assert outcome(MEASURED[name]()) == pytest.approx(RIGHT, abs=0.004)


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_a_layout_that_is_not_read_rightly_is_refused(name: str) -> None:
    assert outcome(UNSUPPORTED[name]()) == "unsupported-image"


@pytest.mark.parametrize("name", DAMAGED)
def test_a_strip_that_is_not_whole_is_damage(name: str) -> None:
    assert outcome(DAMAGED[name]()) == "damaged-image"


@pytest.mark.parametrize("name", TRUNCATED)
def test_what_goes_beyond_the_end_was_cut_off(name: str) -> None:
    assert outcome(TRUNCATED[name]()) == "truncated"


def test_levels_below_zero_have_no_black() -> None:
    assert outcome(plain(GREY, "<i2", luma() - 0.5, _339=2)) == "unknown-range"


@pytest.mark.parametrize("order", "<>")
def test_sixteen_bits_of_a_colour_are_rounded_and_not_cut_off(order: str) -> None:
    samples = np.arange(96 * 64 * 3) * 37 % 65536
    body = tiff((tags(RGB, (16,) * 3), samples.astype(order + "u2").tobytes()), order=order)
    expected = np.rint(samples / 257).astype(np.uint8)
    assert np.array_equal(np.asarray(decode(body).image).ravel(), expected)


@pytest.mark.parametrize("fill", [b"\0", b"\xff", b"\x7f"])
def test_an_end_that_is_lost_within_the_tables_of_jpegs_is_noticed(fill: bytes) -> None:
    body = saved(grey().convert("RGB"), "TIFF", compression="jpeg")
    tables = bytes(first_page(body).numbers(JPEG_TABLES))
    start = body.index(tables)
    for kept in range(2, len(tables), 7):
        lost = len(body) - start - kept
        assert isinstance(outcome(body[: start + kept] + fill * lost), str)


@pytest.mark.parametrize("compression", ["packbits", "tiff_adobe_deflate", "tiff_lzw", "group4"])
def test_codes_whose_bits_are_in_reverse_order_are_no_damage(compression: str) -> None:
    dithered = grey().convert("1")
    body = saved(dithered, "TIFF", compression=compression, tiffinfo={266: 1})
    ((start, size),) = first_page(body).parts
    turned = bytes(int(f"{byte:08b}"[::-1], 2) for byte in body[start : start + size])
    order = body.index(struct.pack("<HHIH", 266, 3, 1, 1)) + 8
    body = body[:start] + turned + body[start + size :]
    body = body[:order] + b"\2" + body[order + 1 :]
    assert np.array_equal(np.asarray(decode(body).image), np.asarray(dithered.convert("L")))


@pytest.mark.parametrize("compression", ["tiff_ccitt", "group3", "group4"])
@pytest.mark.parametrize("rows", [8, LENGTH])
def test_holes_and_ends_of_fax_codes_are_noticed(compression: str, rows: int) -> None:
    dithered = grey().convert("1")
    body = saved(dithered, "TIFF", compression=compression, tiffinfo={278: rows})
    assert outcome(body) == pytest.approx(RIGHT, abs=0.02)
    start, size = first_page(body).parts[-1]
    for fill in (b"\0", b"\xff"):
        hole = (
            body[: start + size // 2] + fill * (size // 4) + body[start + size // 2 + size // 4 :]
        )
        end = body[: start + size // 2] + fill * (size - size // 2) + body[start + size :]
        assert outcome(hole) == "damaged-image"
        assert outcome(end) == "damaged-image"


@pytest.mark.parametrize(
    ("make", "number"),
    [
        (lambda: plain(GREY, "<u2", luma()), 10),
        (lambda: plain(GREY, "<i2", luma(), _339=2), 10),
        (lambda: plain(RGB, "<u2", *bands()), 5),
        (lambda: saved(colour().convert("YCbCr"), "TIFF", compression="jpeg"), 8),
        (lambda: saved(grey().convert("1"), "TIFF"), 0),
        (lambda: saved(Image.fromarray(np.zeros((9, 9), np.int32)), "TIFF"), 11),
    ],
)
def test_the_mode_is_that_of_the_file(make: Callable[[], bytes], number: int) -> None:
    assert mode(decode(make())) == number


def test_a_strip_with_fewer_bytes_than_its_pixels_need_is_damaged() -> None:
    """What follows it in the file isn't the photo."""
    codes = levels("u1", luma())
    assert outcome(tiff((tags(GREY, (8,)) | {279: (len(codes),)}, codes))) == pytest.approx(
        RIGHT, abs=0.001
    )
    assert outcome(tiff((tags(GREY, (8,)) | {279: (len(codes) - 50,)}, codes))) == "damaged-image"


def test_a_plain_strip_beyond_the_pictures_is_damage_that_is_named() -> None:
    codes = levels("u1", luma())
    body = tiff((tags(GREY, (8,)) | {273: (0,), 279: (len(codes),)}, codes))
    (directory,) = struct.unpack_from("<I", body, 4)
    starts = len(body)
    more = bytearray(body) + struct.pack("<4I", 8, 8, len(codes), len(codes))
    for entry in range(directory + 2, len(body) - 11, 12):
        tag = struct.unpack_from("<H", body, entry)[0]
        if tag in (273, 279):
            at = starts if tag == 273 else starts + 8
            struct.pack_into("<HHII", more, entry, tag, 4, 2, at)
    with pytest.raises(NotMeasurableError, match="2 strips or tiles, where 1 are the whole"):
        decode(bytes(more))


def test_a_strip_that_lies_over_the_directory_is_damaged() -> None:
    codes = levels("u1", luma())
    body = bytearray(tiff((tags(GREY, (8,)) | {279: (len(codes),)}, codes)))
    (directory,) = struct.unpack_from("<I", body, 4)
    del body[directory - 50 : directory]
    struct.pack_into("<I", body, 4, directory - 50)
    assert outcome(bytes(body)) == "damaged-image"
