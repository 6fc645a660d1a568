"""WebP: check that it is as long as its header says, and that its last codes code pixels."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from PIL import Image, ImageFile

from photoparsl.measuring.formats.byte_runs import ends_in_run, has_hole
from photoparsl.measuring.formats.format import Format, damaged, truncated

_START = re.compile(rb"RIFF.{4}WEBP", re.DOTALL)
_LOSSY, _LOSSLESS = b"VP8 ", b"VP8L"  # chunks that hold the pixels of a still image
_SPARE = {_LOSSY: 8, _LOSSLESS: 3}  # bytes at the end that a decoder may not need
_MOST_CHUNKS = 1_000_000


def _check(body: bytes) -> None:
    missing = 8 + int.from_bytes(body[4:8], "little") - len(body)
    if missing > 1 or (missing == 1 and not _lacks_padding_only(body)):
        raise truncated("it is shorter than its header says")


def _lacks_padding_only(body: bytes) -> bool:
    """Whether all chunks are whole, and only the byte is missing that pads the last one."""
    at = 12
    for _ in range(_MOST_CHUNKS):
        length = int.from_bytes(body[at + 4 : at + 8], "little")
        at += 8 + length
        if at >= len(body):
            return at == len(body) and length % 2 == 1
        at += length % 2
    return False


def _load(image: ImageFile.ImageFile, body: bytes) -> None:
    image.load()
    _check_end(body)


def _check_end(body: bytes) -> None:
    """Refuse codes that have a run of one value and can be decoded without their last bytes.

    An even area may be coded in bytes of one value, but then all codes are needed.  If such bytes
    have overwritten other codes, they code other pixels.  The decoder then usually has all pixels
    before the last code, or not all after it.
    """
    for name, codes in _pixel_chunks(body):
        long_end = ends_in_run(codes)
        hole = name == _LOSSY and has_hole(codes)
        if not (long_end or hole) or not _can_be_decoded(name, codes[: -_SPARE[name]]):
            continue
        if long_end:
            raise truncated("its coded data ends in a run of identical bytes: the end is missing")
        raise damaged("its coded data has a hole: a run of identical bytes")


def _can_be_decoded(name: bytes, codes: bytes) -> bool:
    """Whether these codes alone, as a file of one chunk, code all pixels."""
    codes += b"\0" * (len(codes) % 2)
    chunk = b"WEBP" + name + len(codes).to_bytes(4, "little") + codes
    file = b"RIFF" + len(chunk).to_bytes(4, "little") + chunk
    try:
        Image.open(io.BytesIO(file), formats=("WEBP",)).load()
    except (OSError, ValueError):
        return False
    return True


def _pixel_chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and the content of each chunk that holds the pixels of a still image."""
    at = 12
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(body):
            return
        name, length = struct.unpack_from("<4sI", body, at)
        if name in _SPARE:
            yield name, body[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


WEBP = Format(
    name="WEBP",
    pillow_name="WEBP",
    media_type="image/webp",
    begins=lambda body: _START.match(body) is not None,
    check=_check,
    load=_load,
    decoder_bytes=lambda image: 12,
)
