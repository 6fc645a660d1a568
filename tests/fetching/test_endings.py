"""A photo whose length no server states is measured if it is whole, and never if it was cut."""

from __future__ import annotations

import gzip
import io
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace

import brotli
import numpy as np
import pytest
from PIL import Image

from photoparsl.errors import ManifestError
from photoparsl.fetching import Limits, download, fetch
from photoparsl.fetching.endings import Ending, ending_of
from photoparsl.manifests import Photo, Slice
from photoparsl.measuring import measure_slice
from tests.fetching.faults import Faults, faulty_server
from tests.fetching.http2 import Http2, http2_server

PATIENT = Limits(total_seconds=30, tries=2)
SIZE = (40, 30)


def photo(kind: str, **options: object) -> bytes:
    """A small photo of one of Pillow's formats."""
    pixels = np.random.default_rng(7).integers(0, 256, (*SIZE[::-1], 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, **options)
    return file.getvalue()


def film() -> bytes:
    """A GIF of three frames."""
    frames = [Image.new("L", SIZE, level).convert("P") for level in (10, 90, 200)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=50)
    return file.getvalue()


JPEG = photo("JPEG")
EXACT = {
    "JPEG": JPEG,
    "progressive JPEG": photo("JPEG", progressive=True),
    "PNG": photo("PNG"),
    "GIF": photo("GIF"),
    "GIF of three frames": film(),
    "WebP": photo("WEBP"),
    "BMP": photo("BMP"),
}
OPEN = {
    "JPEG with another image": JPEG + photo("JPEG", quality=20),
    "JPEG with a trailer": JPEG
    + b"\0\0\1\x0aImage_UTC_Data1700000000000SEFH"
    + bytes(20)
    + b"SEFT",
    "JPEG with zeros": JPEG + bytes(100),
    "PNG with a trailer": photo("PNG") + b"trailer",
    "TIFF": photo("TIFF"),
    "BigTIFF": photo("TIFF", big_tiff=True),
    "AVIF": photo("AVIF"),
    "JPEG 2000": photo("JPEG2000"),
}
PLACES = {
    "in its header": 30,
    "in its pixels": len(JPEG) // 2,
    "before its end marker": len(JPEG) - 2,
    "in its end marker": len(JPEG) - 1,
}


@pytest.fixture
def http2(certified: ssl.SSLContext) -> Iterator[Http2]:
    with http2_server(certified) as server:
        server.photo = JPEG
        yield server


@pytest.fixture
def http1() -> Iterator[Faults]:
    with faulty_server() as server:
        server.photo = JPEG
        yield server


@pytest.mark.parametrize("name", EXACT | OPEN)
def test_no_part_of_a_photo_is_taken_for_a_whole_one(name: str) -> None:
    body = (EXACT | OPEN)[name]
    for size in range(len(body)):
        is_photo_before_its_trailer = name in OPEN and body[:size] in EXACT.values()
        assert is_photo_before_its_trailer or ending_of(body[:size]) is not Ending.WHOLE, size
    assert ending_of(body) is (Ending.WHOLE if name in EXACT else Ending.OPEN)


@pytest.mark.parametrize("length", ["stated", "unstated"])
@pytest.mark.parametrize("end", ["reset-quietly", "cancel", "end", "cut"])
@pytest.mark.parametrize("place", PLACES)
def test_a_jpeg_that_is_cut_in_http2_has_no_value(
    http2: Http2, place: str, end: str, length: str
) -> None:
    url = f"{http2.url}/part/{end}/{length}/{PLACES[place]}"
    result = measure_slice(Slice((Photo(0, url, 1900),)), limits=PATIENT)
    assert [failure.reason for failure in result.failures] == ["broken-off"]
    assert http2.requests.total() == 2


@pytest.mark.parametrize("place", PLACES)
def test_a_jpeg_that_is_cut_with_its_connection_has_no_value(http1: Faults, place: str) -> None:
    url = f"{http1.url}/part/{PLACES[place]}"
    result = measure_slice(Slice((Photo(0, url, 1900),)), limits=PATIENT)
    assert [failure.reason for failure in result.failures] == ["broken-off"]
    assert http1.requests.total() == 2


@pytest.mark.parametrize("end", ["end", "reset-quietly"])
@pytest.mark.parametrize("name", EXACT | OPEN)
def test_a_whole_photo_of_unstated_length_is_measured(http2: Http2, name: str, end: str) -> None:
    body = http2.photo = (EXACT | OPEN)[name]
    url = f"{http2.url}/part/{end}/unstated/{len(body)}"
    result = measure_slice(Slice((Photo(0, url, 1900),)), ["size_bytes"], replace(PATIENT, tries=1))
    assert [m.values for m in result.measurements] == [{"size_bytes": len(body)}]
    assert http2.requests.total() == (1 if name in EXACT else 2)


@pytest.mark.parametrize("name", EXACT | OPEN)
def test_a_whole_photo_that_the_end_of_a_connection_ends_is_measured(
    http1: Faults, name: str
) -> None:
    body = http1.photo = (EXACT | OPEN)[name]
    url = f"{http1.url}/part/{len(body)}"
    result = measure_slice(Slice((Photo(0, url, 1900),)), ["size_bytes"], PATIENT)
    assert [m.values for m in result.measurements] == [{"size_bytes": len(body)}]
    assert http1.requests.total() == (1 if name in EXACT else 2)


@pytest.mark.parametrize("name", EXACT | OPEN)
def test_a_photo_that_was_cut_once_comes_whole(http2: Http2, http1: Faults, name: str) -> None:
    body = http1.photo = http2.photo = (EXACT | OPEN)[name]
    sizes = sorted({0, 1, 9, 30, len(body) // 2, len(body) - 9, len(body) - 1})
    urls = [f"{http2.url}/part-once/reset-quietly/unstated/{size}" for size in sizes]
    urls += [f"{http1.url}/part-once/{size}" for size in sizes]
    photos = [Photo(row, url, 1900) for row, url in enumerate(urls)]
    fetched = list(fetch(photos, replace(PATIENT, tries=4)))
    assert {f.photo.url: (f.reason, len(f.body)) for f in fetched} == {
        url: ("", len(body)) for url in urls
    }
    assert all(f.body == body for f in fetched)


@pytest.mark.parametrize(
    ("encoding", "compress"), [("gzip", gzip.compress), ("br", brotli.compress)]
)
def test_a_photo_that_is_packed_on_the_fly_is_measured_whole(
    http1: Faults, encoding: str, compress: Callable[[bytes], bytes]
) -> None:
    http1.photo = compress(JPEG)
    http1.part_headers = f"Content-Encoding: {encoding}\r\n".encode()
    sizes = [len(http1.photo), len(http1.photo) - 1, len(http1.photo) // 2, 5]
    photos = [Photo(row, f"{http1.url}/part-once/{size}", 1900) for row, size in enumerate(sizes)]
    fetched = list(fetch(photos, PATIENT))
    assert [(f.reason, f.body) for f in fetched] == [("", JPEG)] * 4
    assert sorted(http1.requests.values()) == [1, 2, 2, 2]


def test_a_manifest_of_unstated_length_must_come_twice_as_long(http1: Faults) -> None:
    manifest = http1.photo = b"https://photos.example/a.jpg 1901\n" * 9
    file = io.BytesIO()
    download(f"{http1.url}/part-once/200", file)
    assert file.getvalue() == manifest
    assert http1.requests.total() == 3
    with pytest.raises(ManifestError, match=r"stated no length: \d+ bytes came, \d+ bytes before"):
        download(f"{http1.url}/growing", io.BytesIO())


@pytest.mark.parametrize("body", [b"{}", b'{"items": []}', b"<html>Not found</html>"])
def test_what_is_no_image_is_asked_for_once(http1: Faults, body: bytes) -> None:
    http1.photo = body
    (fetched,) = fetch([Photo(0, f"{http1.url}/part/{len(body)}", 1900)], PATIENT)
    assert (fetched.body, fetched.reason) == (body, "")
    assert http1.requests.total() == 1
