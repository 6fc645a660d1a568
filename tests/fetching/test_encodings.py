"""Bodies that servers pack for the way, or say that they do."""

from __future__ import annotations

import gzip
import os
import time
from unittest.mock import patch

import pytest

from photoparsl.fetching.encodings import EncodingError, unpack
from tests.conftest import jpeg
from tests.fetching.answers import PHOTO, PLAIN, answer
from tests.fetching.conftest import fetch_one
from tests.fetching.faults import Faults


@pytest.mark.parametrize("encoding", ["utf-8", "gzip", "br", "deflate, gzip", "zstd"])
def test_a_jpeg_that_is_not_packed_as_its_headers_say_is_taken_as_it_is(
    faults: Faults, encoding: str
) -> None:
    with patch.dict(PLAIN, odd=answer(jpeg(90), "200", f"Content-Encoding: {encoding}")):
        assert fetch_one(f"{faults.url}/odd").body == jpeg(90)


def test_a_packed_body_that_ends_too_early_is_no_photo(faults: Faults) -> None:
    packed = gzip.compress(jpeg(90))[:-9]
    with patch.dict(PLAIN, odd=answer(packed, "200", "Content-Encoding: gzip")):
        assert fetch_one(f"{faults.url}/odd").reason == "bad-response"


def test_a_body_packed_in_many_parts_takes_little_time() -> None:
    parts = gzip.compress(PHOTO[:50]) + gzip.compress(b"") * 3 + gzip.compress(PHOTO[50:])
    assert unpack(parts + b"\0\0", "gzip", 1000) == PHOTO
    large = os.urandom(200_000)
    assert unpack(gzip.compress(large) + gzip.compress(large), "gzip", 400_000) == large + large
    with pytest.raises(EncodingError, match="ends too early"):
        unpack((parts + gzip.compress(large))[:-9], "gzip", 400_000)
    began = time.process_time()
    with pytest.raises(EncodingError, match="parts"):
        unpack(gzip.compress(b"x") + gzip.compress(b"") * 500_000, "gzip", 1000)
    with pytest.raises(EncodingError, match="9 encodings; at most 4"):
        unpack(_packed(PHOTO, 9), ", ".join(["gzip"] * 9), 1000)
    assert time.process_time() - began < 5


def _packed(body: bytes, times: int) -> bytes:
    for _ in range(times):
        body = gzip.compress(body)
    return body
