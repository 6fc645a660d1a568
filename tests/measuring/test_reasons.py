"""A failed file's reason fits, and its sentence quotes no byte of the file."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from photoparsl.errors import NotMeasurableError
from photoparsl.manifests import Photo, Slice
from photoparsl.measuring import decode, measure_slice
from tests.measuring.hostile import png, saved
from tests.measuring.test_whole_files import FORMS, outcome, picture, written

JPEG_LS_FRAME = b"\xff\xf7\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0"
JPEG_LS_SCAN = b"\xff\xda\0\x08\x01\x01\0\0\0\0"
SPIFF = b"\xff\xe8\0\x20SPIFF\0" + b"\0" * 24


def detail_of(body: bytes) -> str:
    with pytest.raises(NotMeasurableError) as caught:
        decode(body)
    return caught.value.detail


@pytest.mark.parametrize("before", [b"", SPIFF])
@pytest.mark.parametrize("codes", [b"\x12\x34", b"\xff\x7f\x40\xff\x10\0\xff\x01"])
def test_a_jpeg_ls_is_of_a_kind_that_is_not_read(before: bytes, codes: bytes) -> None:
    body = b"\xff\xd8" + before + JPEG_LS_FRAME + JPEG_LS_SCAN + codes + b"\xff\xd9"
    assert outcome(body) == "unsupported-image"
    assert "JPEG-LS" in detail_of(body)


@pytest.mark.parametrize("form", ["WEBP", "WEBP lossless", "AVIF", "BMP", "PPM", "JPEG2000", "PNG"])
def test_a_file_that_is_cut_anywhere_is_truncated(form: str) -> None:
    body = written(form)
    for size in (*range(12, 60), *range(len(body) - 30, len(body))):
        assert outcome(body[:size]) in {"truncated", "not-an-image"}
        assert size < 18 or outcome(body[:size]) == "truncated"


@pytest.mark.parametrize("form", ["GIF", "TIFF", "PNG"])
def test_no_detail_has_numbers_of_the_decoder(form: str) -> None:
    """Such as `(0 bytes not processed)` or `decoder error -2`."""
    body = saved(
        picture(97, 61, 1), form, **({"compression": "tiff_lzw"} if form == "TIFF" else {})
    )
    for size in range(len(body) * 2 // 3, len(body)):
        for damaged in (body[:size], body[:size] + bytes(len(body) - size)):
            try:
                decode(damaged)
            except NotMeasurableError as error:
                assert "processed" not in error.detail and "error -" not in error.detail


@pytest.mark.parametrize("width", range(20, 26))
def test_a_webp_may_lack_the_byte_that_pads_it(width: int) -> None:
    body = saved(picture(width, 20, width), "WEBP", lossless=True)
    codes = int.from_bytes(body[16:20], "little")
    shorter = outcome(body[:-1])
    assert shorter == (outcome(body) if codes % 2 else "truncated")


TAILS = [b"\0" * 50, b"z{|}~ and other words" * 3, b"\0\0\0\x01abcd", b"\0\0\0\x01ab", b"\xff" * 9]


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("form", FORMS)
def test_bytes_after_a_whole_file_are_no_damage(form: str, tail: bytes) -> None:
    body = written(form)
    assert outcome(body + tail) == outcome(body)


def test_a_box_that_is_cut_after_the_codes_is_no_tail() -> None:
    for form in ("AVIF", "JPEG2000"):
        assert outcome(written(form) + struct.pack(">I4s", 5000, b"uuid") + b"x") == "truncated"


def jpeg_2000(**options: object) -> bytearray:
    return bytearray(saved(picture(100, 80, 4), "JPEG2000", **options))


@pytest.mark.parametrize("options", [{}, {"tile_size": (32, 32)}, {"no_jp2": True}], ids=str)
def test_a_jpeg_2000_that_states_more_rows_than_its_tiles_have_is_damaged(
    options: dict[str, object],
) -> None:
    body = jpeg_2000(**options)
    assert isinstance(outcome(bytes(body)), float)
    at = body.index(b"\xff\x4f\xff\x51") + 12
    body[at : at + 4] = struct.pack(">I", 120)
    assert outcome(bytes(body)) == "damaged-image"
    if not options.get("no_jp2"):
        at = body.index(b"ihdr") + 4
        body[at : at + 4] = struct.pack(">I", 120)
        assert outcome(bytes(body)) == "damaged-image"


def test_a_jpeg_2000_whose_headers_state_two_sizes_is_damaged() -> None:
    body = jpeg_2000()
    at = body.index(b"ihdr") + 4
    body[at : at + 4] = struct.pack(">I", 60)
    assert outcome(bytes(body)) == "damaged-image"


def with_palette(colours: list[tuple[int, int, int]]) -> bytes:
    """A JPEG 2000 of the indices 0 to 3, with this palette."""
    indices = Image.frombytes("L", (16, 16), bytes(range(4)) * 64)
    body = saved(indices, "JPEG2000")
    header, colour = body.index(b"jp2h") - 4, body.index(b"colr") - 4
    content = struct.pack(">HB3B", len(colours), 3, 7, 7, 7) + b"".join(map(bytes, colours))
    palette = struct.pack(">I4s", 8 + len(content), b"pclr") + content
    mapping = struct.pack(">I4s", 20, b"cmap") + b"\0\0\1\0\0\0\1\1\0\0\1\2"
    (length,) = struct.unpack_from(">I", body, header)
    new = length + len(palette) + len(mapping)
    codes = body[colour:].replace(struct.pack(">BBBI", 1, 0, 0, 17), b"\1\0\0\0\0\0\x10", 1)
    start = body[:header] + struct.pack(">I", new) + body[header + 4 : colour]
    return (
        start
        + codes[: header + length - colour]
        + palette
        + mapping
        + codes[header + length - colour :]
    )


def test_palettes_of_jpeg_2000_are_right_or_refused() -> None:
    reds = [(level, 0, 0) for level in (0, 80, 160, 240)]
    assert outcome(with_palette(reds)) == pytest.approx(0.299 * 120 / 255, abs=1e-6)
    assert outcome(with_palette(reds[:3])) == "damaged-image"
    assert outcome(with_palette([reds[0], *reds[:3]])) == "unsupported-image"


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("SECRET", "SECRET")
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "an empty file"),
        (b"\0" * 99, "a run of identical bytes"),
        (b"root:x:0:0:SECRET:/root:/bin/bash\n", "looks like text"),
        ("Schl\xfcssel: SECRET".encode(), "looks like text"),
        ("Schl\xfcssel: SECRET".encode("latin-1"), "looks like text"),
        ("SECRET".encode("utf-16"), "looks like text"),
        (b"MZSECRET, and other words", "looks like text"),
        (b"\n<!DOCTYPE html><title>SECRET</title>", "looks like HTML"),
        (b"\xef\xbb\xbf<html><body>SECRET", "looks like HTML"),
        (b"<?xml version='1.0'?><Error><Key>SECRET</Key></Error>", "looks like XML"),
        (b"  " + json.dumps({"token": "SECRET"}).encode(), "looks like JSON"),
        (b'["SECRET"]', "looks like JSON"),
        (zipped(), "looks like a ZIP archive"),
        (gzip.compress(b"SECRET", mtime=0), "looks like gzip"),
        (b"\x7fELFSECRET\0\1\2", "looks like a program"),
        (b"RIFF\x24\0\0\0WAVEfmt SECRET", "looks like sound"),
        (b"\1\2\3SECRET", "bytes of an unknown kind"),
    ],
)
def test_what_is_no_image_is_described_and_not_quoted(body: bytes, kind: str) -> None:
    assert outcome(body) == "not-an-image"
    assert detail_of(body) == kind


@pytest.mark.parametrize(
    "body",
    [
        b"P1 123 root:x:0:0:SECRET:/root:/bin/bash\n",
        b"P2 12 SECRET 255\n0 0 0",
        b"P2 2 2 255 SECRETSECRET 3",
        b"P2 2 2 255 SECRET 3",
        b"P1 2 2 SECRET",
        b"P5 2 SECRETSECRETSECRET",
        b"Pf\nSECRET 2 1",
        b"P3 # SECRET\n2 2 SECRET",
        png(4, 4, 8, 0, b"\0\1\2\3\4" * 4).replace(b"IDAT", b"SECR", 1),
        b"BM\0\0\0\0\0\0\0\0SECRETSECRETSECRET",
        b"GIF89aSECRETSECRETSECRET",
        b"II*\0SECRETSECRETSECRET",
        b"\xff\xd8\xffSECRETSECRET",
        b"RIFFSECRWEBPSECRETSECRETSECRET",
        b"\0\0\0\x1cftypavifSECRETSECRETSECRETSECRET",
    ],
)
def test_what_begins_as_an_image_does_is_not_quoted_either(body: bytes) -> None:
    detail = detail_of(body)
    assert detail
    assert "SECR" not in detail
    assert "root" not in detail


def test_a_local_file_of_words_fails_without_its_words(tmp_path: Path) -> None:
    (tmp_path / "passwords.txt").write_text("ann:SECRET\n")
    result = measure_slice(Slice((Photo(0, "passwords.txt", 1900, str(tmp_path)),)))
    (failure,) = result.failures
    assert (failure.reason, failure.detail) == ("not-an-image", "looks like text")


@pytest.mark.parametrize(
    "body",
    [
        b"PF\n2 1\n-1.0\n" + b"\0\0\x80?" * 6,
        b"\xabKTX 11\xbb\r\n\x1a\n" + b"\1\2\3\4" * 16,
        b"\xabKTX 20\xbb\r\n\x1a\n" + b"\1\2\3\4" * 16,
    ],
)
def test_float_maps_and_textures_are_images_of_kinds_that_are_not_read(body: bytes) -> None:
    assert outcome(body) == "unsupported-image"
