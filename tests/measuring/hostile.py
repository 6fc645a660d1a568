"""Files that arrive instead of a nice JPEG, each with what must come of it, in one table.

An outcome is the mean luma of the pixels as they are seen, or the reason of a failure.
"""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

Pixels = npt.NDArray[np.float64]


@cache
def scene() -> Pixels:
    """A colour scene of 96 x 64 pixels: smooth, with all levels about, from 0 to 1."""
    y, x = np.mgrid[0:64, 0:96] / (63, 95)[0]
    bands = (0.25 + 0.5 * y, 0.3 + 0.3 * np.sin(4 * x) ** 2, 0.2 + 0.4 * (1 - y) * x / 2)
    return np.stack(bands, axis=2).clip(0, 1)


def colour() -> Image.Image:
    """The scene in RGB."""
    return Image.fromarray(np.rint(scene() * 255).astype(np.uint8))


def grey() -> Image.Image:
    """The scene in grey."""
    return colour().convert("L")


def _luma(image: Image.Image) -> float:
    bands = np.asarray(image.convert("RGB")).reshape(-1, 3).mean(axis=0)
    return float(bands @ (0.299, 0.587, 0.114)) / 255


RIGHT = _luma(colour())
HALF_OVER_WHITE = RIGHT / 2 + 0.5


@dataclass(frozen=True)
class Case:
    """A hostile file: its name, its maker, and a value (within `within`) or a reason."""

    name: str
    body: Callable[[], bytes]
    expected: float | str
    within: float = 0.004


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """The image as a file."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def _jpeg(image: Image.Image | None = None, **options: object) -> bytes:
    return saved(image or colour(), "JPEG", quality=95, **options)


def _half_clear(mode: str) -> Image.Image:
    image = (grey() if mode == "LA" else colour()).convert(mode)
    image.putalpha(128)
    return image


def _cmyk(*, adobe: bool) -> bytes:
    """A CMYK JPEG, with Adobe's marker and inversion, or with neither."""
    image = colour().convert("CMYK")
    if adobe:
        return _jpeg(image)
    body = _jpeg(Image.eval(image, lambda level: 255 - level))
    start = body.index(b"\xff\xee")
    (length,) = struct.unpack(">H", body[start + 2 : start + 4])
    return body[:start] + body[start + 2 + length :]


def _sixteen() -> Image.Image:
    return Image.fromarray((np.asarray(grey()).astype(np.uint16)) * 257)


def _lab() -> bytes:
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    converted = ImageCms.profileToProfile(colour(), srgb, lab, outputMode="LAB")
    assert converted is not None
    return saved(converted, "TIFF")


def _floats(scale: float) -> bytes:
    return saved(Image.fromarray((np.asarray(grey()) * (scale / 255)).astype(np.float32)), "TIFF")


def _integers(scale: int) -> bytes:
    return saved(Image.fromarray(np.asarray(grey()).astype(np.int32) * scale), "TIFF")


def _not_numbers() -> bytes:
    levels = (np.asarray(grey()) / 255).astype(np.float32)
    levels[3, 4] = np.nan
    return saved(Image.fromarray(levels), "TIFF")


def _white_is_zero() -> bytes:
    return _tagged(Image.fromarray(65535 - np.asarray(_sixteen())), 262, 0)


def _transparent(image: Image.Image, level: int | tuple[int, ...]) -> bytes:
    return saved(image, "PNG", transparency=level)


def _all_transparent(image: Image.Image, level: int | tuple[int, ...]) -> Callable[[], bytes]:
    return lambda: _transparent(image, level)


def _animated(form: str) -> bytes:
    black = Image.new("RGB", colour().size)
    options = {"lossless": True} if form == "WEBP" else {}
    return saved(colour(), form, save_all=True, append_images=[black], **options)


def _turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return _jpeg(exif=exif)


def _promising(width: int, height: int) -> bytes:
    """A JPEG whose header claims more than there is."""
    body = bytearray(_jpeg(Image.new("L", (64, 64))))
    frame = body.index(b"\xff\xc0")
    body[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(body)


def _precise() -> bytes:
    body = bytearray(_jpeg())
    body[body.index(b"\xff\xc0") + 4] = 12
    return bytes(body)


def _lossless_kind() -> bytes:
    return _jpeg().replace(b"\xff\xc0", b"\xff\xc3", 1)


def _png_bomb(width: int, height: int) -> bytes:
    return png(width, height, 8, 2, b"\0" * 1_000_000)


def png(width: int, height: int, depth: int, kind: int, rows: bytes, more: bytes = b"") -> bytes:
    """A PNG by its own numbers; `more` are chunks."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))
    pixels = png_chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + header + more + pixels + png_chunk(b"IEND", b"")


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG, with its check sum."""
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def _flipped(form: str, start: int) -> bytes:
    body = bytearray(saved(colour(), form))
    for at in range(start, start + 40):
        body[at] ^= 0x55
    return bytes(body)


def _transparent_level(depth: int, kind: int, row: bytes, transparent: bytes) -> bytes:
    """A PNG of 8 x 8 pixels of one level, which is transparent."""
    return png(8, 8, depth, kind, (b"\0" + row) * 8, png_chunk(b"tRNS", transparent))


def _tagged(image: Image.Image, tag: int, new: int) -> bytes:
    """A TIFF with another number in one of its tags."""
    body = bytearray(saved(image, "TIFF"))
    at = body.index(struct.pack("<HHI", tag, 3, 1))
    body[at + 8 : at + 10] = struct.pack("<H", new)
    return bytes(body)


def _premultiplied() -> bytes:
    half = Image.merge("LA", [grey().point(lambda level: level / 2), Image.new("L", (96, 64), 128)])
    return _tagged(half, 338, 1)


def _ended(body: bytes, share: float) -> bytes:
    """A share of a JPEG, and the marker that is at a JPEG's end."""
    scan = body.index(b"\xff\xda")
    return body[: scan + int((len(body) - scan) * share)].rstrip(b"\xff") + b"\xff\xd9"


def _tall() -> bytes:
    """A JPEG whose header claims ten times its rows."""
    body = bytearray(_jpeg())
    frame = body.index(b"\xff\xc0")
    body[frame + 5 : frame + 7] = struct.pack(">H", 640)
    return bytes(body)


def _scans() -> bytes:
    body = _jpeg(progressive=True)
    first = body.index(b"\xff\xda")
    second = body.index(b"\xff\xda", first + 2)
    return body[:second] + body[second:-2] * 300 + body[-2:]


def _twelve_bits() -> bytes:
    body = bytearray(saved(colour(), "JPEG2000"))
    header = body.index(b"\xff\x4f\xff\x51")
    for component in range(3):
        body[header + 42 + 3 * component] = 12 - 1
    return bytes(body)


def _tables_only() -> bytes:
    body = _jpeg()
    tables = body[body.index(b"\xff\xdb") : body.index(b"\xff\xc0")]
    return b"\xff\xd8" + tables + b"\xff\xd9"


def _bad_header() -> bytes:
    body = bytearray(saved(colour(), "PNG"))
    body[18] ^= 1
    return bytes(body)


def _deep_grey_alpha() -> bytes:
    grey_and_alpha = np.stack([np.asarray(_sixteen()), np.full((64, 96), 32768)], axis=2)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in grey_and_alpha)
    return png(96, 64, 16, 4, rows)


def _small_frame() -> bytes:
    """A GIF of 100 x 100 pixels whose one frame, in black, covers a quarter of them."""
    body = bytearray(saved(Image.new("P", (50, 50)), "GIF"))
    body[6:10] = struct.pack("<HH", 100, 100)
    return bytes(body)


CASES = (
    # What is seen
    Case("JPEG", _jpeg, RIGHT),
    Case("JPEG, grey", lambda: _jpeg(grey()), RIGHT),
    Case("JPEG, progressive", lambda: _jpeg(progressive=True), RIGHT),
    Case("JPEG, turned by EXIF", _turned, RIGHT),
    Case("JPEG, broken EXIF", lambda: _jpeg(exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"), RIGHT),
    Case("JPEG, broken profile", lambda: _jpeg(icc_profile=b"no profile" * 20), RIGHT),
    Case("JPEG, CMYK, Adobe's", lambda: _cmyk(adobe=True), RIGHT, 0.02),
    Case("JPEG, CMYK, plain", lambda: _cmyk(adobe=False), RIGHT, 0.02),
    Case("JPEG, bytes after its end", lambda: _jpeg() + b"\0" * 999, RIGHT),
    Case("JPEG, even grey", lambda: _jpeg(Image.new("RGB", (33, 9), (128,) * 3)), 128 / 255),
    Case("JPEG, a grey column", lambda: _jpeg(Image.new("L", (1, 64), 128)), 128 / 255),
    Case("MPO", lambda: saved(colour(), "MPO", save_all=True, append_images=[grey()]), RIGHT),
    Case("PNG", lambda: saved(colour(), "PNG"), RIGHT),
    Case("PNG, palette", lambda: saved(colour().quantize(256), "PNG"), RIGHT, 0.02),
    Case("PNG, bilevel", lambda: saved(grey().convert("1"), "PNG"), RIGHT, 0.02),
    Case("PNG, 16 bits", lambda: saved(_sixteen(), "PNG"), RIGHT),
    Case("PNG, RGBA, half clear", lambda: saved(_half_clear("RGBA"), "PNG"), HALF_OVER_WHITE),
    Case("PNG, LA, half clear", lambda: saved(_half_clear("LA"), "PNG"), HALF_OVER_WHITE),
    Case("PNG, grey, transparent", _all_transparent(Image.new("L", (9, 9), 50), 50), 1),
    Case(
        "PNG, RGB, transparent", _all_transparent(Image.new("RGB", (9, 9), (9, 8, 7)), (9, 8, 7)), 1
    ),
    Case("PNG, palette, transparent", _all_transparent(Image.new("P", (9, 9), 0), 0), 1),
    Case("PNG, 16 bits, transparent", _all_transparent(Image.new("I;16", (9, 9), 500), 500), 1),
    Case("PNG, 4 bits, transparent", lambda: _transparent_level(4, 0, b"\x88" * 4, b"\0\x08"), 1),
    Case(
        "PNG, 2 bits, another transparent",
        lambda: _transparent_level(2, 0, b"\x55" * 2, b"\0\2"),
        1 / 3,
    ),
    Case("PNG, animated", lambda: _animated("PNG"), RIGHT),
    Case("GIF", lambda: saved(colour().quantize(256), "GIF"), RIGHT, 0.02),
    Case("PNG, grey and alpha of 16 bits", _deep_grey_alpha, HALF_OVER_WHITE),
    Case("GIF, first frame smaller than its canvas", _small_frame, 0.75),
    Case("GIF, animated", lambda: _animated("GIF"), RIGHT, 0.02),
    Case("WebP", lambda: saved(colour(), "WEBP", quality=95), RIGHT, 0.02),
    Case("WebP, animated", lambda: _animated("WEBP"), RIGHT),
    Case("WebP, half clear", lambda: saved(_half_clear("RGBA"), "WEBP"), HALF_OVER_WHITE, 0.02),
    Case("AVIF", lambda: saved(colour(), "AVIF", quality=95), RIGHT, 0.02),
    Case("JPEG 2000", lambda: saved(colour(), "JPEG2000"), RIGHT),
    Case("JPEG 2000, 16 bits", lambda: saved(_sixteen(), "JPEG2000"), RIGHT),
    Case("BMP", lambda: saved(colour(), "BMP"), RIGHT),
    Case("PPM", lambda: saved(colour(), "PPM"), RIGHT),
    Case("PGM, 16 bits", lambda: saved(_sixteen().convert("I"), "PPM"), RIGHT),
    Case("TIFF, CMYK", lambda: saved(colour().convert("CMYK"), "TIFF"), RIGHT, 0.02),
    Case("TIFF, YCbCr", lambda: saved(colour().convert("YCbCr"), "TIFF"), RIGHT, 0.02),
    Case("TIFF, Lab", _lab, RIGHT, 0.02),
    Case("TIFF, premultiplied", _premultiplied, HALF_OVER_WHITE),
    Case("TIFF, G4", lambda: saved(grey().convert("1"), "TIFF", compression="group4"), RIGHT, 0.02),
    Case("TIFF, 16 bits", lambda: saved(_sixteen(), "TIFF"), RIGHT),
    Case("TIFF, 16 bits, white is zero", _white_is_zero, RIGHT),
    Case("TIFF, 32 bits holding 8", lambda: _integers(1), RIGHT),
    Case("TIFF, 32 bits holding 16", lambda: _integers(257), RIGHT),
    Case("TIFF, 32 bits", lambda: _integers(257 * 32768), RIGHT),
    Case("TIFF, float", lambda: _floats(1), RIGHT),
    Case("TIFF, float, half as bright", lambda: _floats(0.5), RIGHT / 2),
    Case("TIFF, float, up to 255", lambda: _floats(255), RIGHT),
    # What has no right value
    Case("TIFF, float, up to 10", lambda: _floats(10), "unknown-range"),
    Case("TIFF, float, up to 1000", lambda: _floats(1000), "unknown-range"),
    Case("TIFF, negative", lambda: _integers(-1), "unknown-range"),
    Case("TIFF, float, NaN", _not_numbers, "unknown-range"),
    Case(
        "TIFF, signed 8 bits", lambda: saved(grey(), "TIFF", tiffinfo={339: 2}), "unsupported-image"
    ),
    Case(
        "PNG, RGB of 16 bits, transparent",
        lambda: _transparent_level(16, 2, b"\x80\0" * 24, b"\x80\0" * 3),
        "unsupported-image",
    ),
    Case("nothing", lambda: b"", "not-an-image"),
    Case("HTML", lambda: b"<!doctype html><title>Not found</title>", "not-an-image"),
    Case("JSON", lambda: b'{"error": 404}', "not-an-image"),
    Case("gzip", lambda: gzip.compress(b"photo"), "not-an-image"),
    Case("zeros", lambda: b"\0" * 5000, "not-an-image"),
    Case("JPEG after line breaks", lambda: b"\r\n\r\n" + _jpeg(), "not-an-image"),
    Case("SVG", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported-image"),
    Case("SVG after a declaration", lambda: b"<?xml version='1.0'?>\n<svg/>", "unsupported-image"),
    Case("SVG after a comment", lambda: b"<!-- by hand -->\n<svg:svg/>", "unsupported-image"),
    Case("HTML that holds an SVG", lambda: b"<!-- x --><html><svg/></html>", "not-an-image"),
    Case("ICO", lambda: saved(colour(), "ICO"), "unsupported-image"),
    Case("Targa", lambda: saved(colour(), "TGA"), "unsupported-image"),
    Case("BigTIFF, big-endian", lambda: b"MM\0+\0\x08" + b"\0" * 99, "unsupported-image"),
    Case("sound, WAV", lambda: b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 99, "not-an-image"),
    Case("sound, MP3", lambda: b"\xff\xfb\x90\x44" + b"\0" * 99, "not-an-image"),
    Case("sound, M4A", lambda: b"\0\0\0\x14ftypM4A \0\0\0\0isom" + b"\0" * 99, "not-an-image"),
    Case("text that begins as a BMP does", lambda: b"BM stands for bitmap" * 9, "not-an-image"),
    Case("text that begins as a PPM does", lambda: b"P6 is a format" * 9, "not-an-image"),
    Case(
        "raw file of a camera, CR3", lambda: b"\0\0\0\x18ftypcrx " + b"\0" * 99, "unsupported-image"
    ),
    Case("PDF", lambda: b"%PDF-1.7\n", "unsupported-image"),
    Case("EPS", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "unsupported-image"),
    Case("JPEG XR", lambda: b"II\xbc\1" + b"\1" * 99, "unsupported-image"),
    Case("JPEG, 12 bits", _precise, "unsupported-image"),
    Case("JPEG, lossless", _lossless_kind, "unsupported-image"),
    Case("JPEG 2000, 12 bits", _twelve_bits, "unsupported-image"),
    # What is damaged
    Case("JPEG, half", lambda: _jpeg()[: len(_jpeg()) // 2], "truncated"),
    Case("JPEG, without its end", lambda: _jpeg()[:-2], "truncated"),
    Case("JPEG, half, with an end", lambda: _ended(_jpeg(), 0.5), "truncated"),
    Case("JPEG, grey, nine tenths", lambda: _ended(_jpeg(grey()), 0.9), "truncated"),
    Case("JPEG, CMYK, half", lambda: _ended(_cmyk(adobe=True), 0.5), "truncated"),
    Case(
        "JPEG, restarting, half", lambda: _ended(_jpeg(restart_marker_blocks=2), 0.5), "truncated"
    ),
    Case("JPEG, promising ten times its rows", _tall, "truncated"),
    Case("JPEG, progressive, a fifth", lambda: _ended(_jpeg(progressive=True), 0.2), "truncated"),
    Case("JPEG, progressive, half", lambda: _ended(_jpeg(progressive=True), 0.5), "truncated"),
    Case("PNG, half", lambda: saved(colour(), "PNG")[:800], "truncated"),
    Case("TIFF, half", lambda: saved(colour(), "TIFF")[:9000], "truncated"),
    Case("BMP, half", lambda: saved(colour(), "BMP")[:9000], "truncated"),
    Case("PNG, header with a wrong check sum", _bad_header, "damaged-image"),
    Case("JPEG of tables", _tables_only, "damaged-image"),
    Case("PNG, flipped bits", lambda: _flipped("PNG", 60), "damaged-image"),
    Case("JPEG, 300 times its scans", _scans, "damaged-image"),
    # What would cost too much
    Case("JPEG promising 65,500 x 65,500", lambda: _promising(65_500, 65_500), "too-many-pixels"),
    Case("JPEG promising 13,000 x 13,000", lambda: _promising(13_000, 13_000), "too-many-pixels"),
    Case("PNG of 400 megapixels", lambda: _png_bomb(20_000, 20_000), "too-many-pixels"),
    Case("PNG promising 100 megapixels", lambda: _png_bomb(10_000, 10_000), "too-many-pixels"),
)
