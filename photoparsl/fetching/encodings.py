"""Unpack a body with a content encoding.  Servers send some although no request accepts them."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import brotli

from photoparsl.fetching.endings import IMAGE_START

_GZIP = b"\x1f\x8b"
_PIECE = 65_536  # bytes

MOST_ENCODINGS = 4
MOST_MEMBERS = 10_000  # members of a gzip body. Each takes time


class TooLargeError(Exception):
    """Raised when there are more unpacked bytes than allowed."""


class EncodingError(Exception):
    """Raised when a body isn't in the stated encoding, or the encoding can't be unpacked."""


class CutError(EncodingError):
    """Raised when the packed bytes end too early."""


def unpack(body: bytes, encoding: str, most_bytes: int) -> bytes:
    """Remove the encodings of a `Content-Encoding` header from a body, the last one first.

    Names that aren't encodings (`utf-8`, `none`, `image/jpeg`) are ignored, and so are encodings of
    a body that is an image already.  Raises EncodingError if the body can't be unpacked, and
    TooLargeError if it has more than `most_bytes` unpacked.

    >>> unpack(b"photo", "utf-8", 100), unpack(zlib.compress(b"photo"), "utf-8, deflate", 100)
    (b'photo', b'photo')
    """
    names = [name.strip().lower() for name in encoding.split(",")]
    names = [name for name in names if name in _UNPACK]
    for number, name in enumerate(reversed(names)):
        if not body or IMAGE_START.match(body):
            break
        if number == MOST_ENCODINGS:
            raise EncodingError(f"the body has {len(names)} encodings; at most {MOST_ENCODINGS}")
        try:
            body = _UNPACK[name](body, most_bytes)
        except (zlib.error, brotli.error) as error:
            raise EncodingError(f"the body isn't in the stated encoding {name}") from error
    return body


def _unpack_gzip(body: bytes, most_bytes: int) -> bytes:
    """Unpack all successive members (RFC 1952).  Ignore other bytes after the last."""
    plain, start = bytearray(), 0
    for number in range(MOST_MEMBERS + 1):
        if number and not body.startswith(_GZIP, start):
            return bytes(plain)
        start = _unpack_member(body, start, plain, most_bytes)
    raise EncodingError(f"the compressed body has more than {MOST_MEMBERS:,} parts")


def _unpack_member(body: bytes, start: int, plain: bytearray, most_bytes: int) -> int:
    """Append the unpacked member that begins at `start` to `plain`.  Return where it ends.

    It is unpacked piece by piece, since zlib copies all bytes that follow a member.
    """
    unpacker = zlib.decompressobj(wbits=31)
    while not unpacker.eof:
        piece = body[start : start + _PIECE]
        plain += unpacker.decompress(piece, most_bytes + 1 - len(plain))
        start += len(piece) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
        _check(len(plain), most_bytes, unpacker.eof or start < len(body))
    return start


def _unpack_deflate(body: bytes, most_bytes: int) -> bytes:
    """Unpack deflate with zlib's header (RFC 9110), or without it, as some servers send it."""
    has_header = len(body) > 1 and body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0
    unpacker = zlib.decompressobj(wbits=15 if has_header else -15)
    plain = unpacker.decompress(body, most_bytes + 1)
    _check(len(plain), most_bytes, unpacker.eof)
    return plain


def _unpack_brotli(body: bytes, most_bytes: int) -> bytes:
    unpacker = brotli.Decompressor()
    plain: bytes = unpacker.process(body, output_buffer_limit=most_bytes + 1)
    _check(len(plain), most_bytes, unpacker.is_finished())
    return plain


def _refuse(body: bytes, most_bytes: int) -> bytes:
    raise EncodingError("the body has an encoding that no request accepts and that isn't unpacked")


def _check(size: int, most_bytes: int, has_ended: bool) -> None:
    if size > most_bytes:
        raise TooLargeError
    if not has_ended:
        raise CutError("the compressed body ends too early")


_UNPACK: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _unpack_gzip,
    "x-gzip": _unpack_gzip,
    "deflate": _unpack_deflate,
    "br": _unpack_brotli,
    "zstd": _refuse,
    "compress": _refuse,
}
