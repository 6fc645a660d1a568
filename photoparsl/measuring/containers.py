"""Whether a file is whole, as far as its format tells without decoding the pixels."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring import items, tiff

_MOST_PARTS = 1_000_000  # chunks or blocks of a file
REPEATED = 32  # bytes of one value at the end of codes: few encoders end so, a cut download does
_HOLE = 64  # bytes of one value within lossy codes, which few encoders write
_HOLE_OF_AV1 = 128  # which none writes: of even areas, they write up to about 70


def check_whole(name: str, body: bytes) -> None:
    """Raise NotMeasurableError if the file of this kind was cut, or can't be walked through."""
    check = _CHECKS.get(name)
    if check is not None:
        try:
            check(body)
        except (struct.error, IndexError) as error:
            raise _truncated("it ends in the middle of its structure") from error


def repeated_end(codes: bytes) -> int:
    """How many bytes at the end of `codes` are the same."""
    return len(codes) - len(codes.rstrip(codes[-1:]))


def webp_codes(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The name and the data of each chunk of a WebP that holds pixels of a still image."""
    for name, start, end in _riff_chunks(body):
        if name in (b"VP8 ", b"VP8L"):
            yield name, body[start:end]


def has_hole(codes: bytes, length: int = _HOLE) -> bool:
    """Whether so many bytes of one value, all bits of which are alike, are within `codes`."""
    return any(bytes([value]) * length in codes for value in (0, 0xFF))


def _truncated(detail: str) -> NotMeasurableError:
    return NotMeasurableError("truncated", detail)


def _damaged(detail: str) -> NotMeasurableError:
    return NotMeasurableError("damaged-image", detail)


def _check_png(body: bytes) -> None:
    """A check sum follows each of its chunks."""
    at, name = 8, b""
    for number in range(_MOST_PARTS):
        length, name = struct.unpack_from(">I4s", body, at)
        end = at + 8 + length
        if not name.isalpha() or (number == 0 and name != b"IHDR"):
            raise _damaged("its chunks can't be followed")
        if end + 4 > len(body):
            raise _truncated(f"a chunk of {length:,} bytes goes beyond its end")
        if name[:1].isupper() and zlib.crc32(body[at + 4 : end]) != _big(body, end):
            raise _damaged(f"the check sum of a chunk {name!r} is wrong")
        at = end + 4
        if name == b"IEND":
            return
    raise _damaged("it has too many chunks")


def _check_gif(body: bytes) -> None:
    """Its first image's codes end with an empty block."""
    at = 13 + _colours(body[10])
    for _ in range(_MOST_PARTS):
        if body[at] == ord(","):
            _after_blocks(body, at + 11 + _colours(body[at + 9]))
            return
        if body[at] == ord(";"):
            raise _damaged("it holds no image")
        if body[at] != ord("!"):
            raise _damaged("its blocks can't be followed")
        at = _after_blocks(body, at + 2)
    raise _damaged("it has too many blocks")


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(body: bytes, at: int) -> int:
    for _ in range(_MOST_PARTS):
        if not body[at]:
            return at + 1
        at += 1 + body[at]
    raise _damaged("it has too many blocks")


def _check_webp(body: bytes) -> None:
    if 8 + int.from_bytes(body[4:8], "little") > len(body) + 1:  # some writers drop the padding
        raise _truncated("it is shorter than its header says")


def _riff_chunks(body: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    for _ in range(_MOST_PARTS):
        if at + 8 > len(body):
            return
        name, length = struct.unpack_from("<4sI", body, at)
        yield name, at + 8, at + 8 + length
        at += 8 + length + length % 2


def _check_avif(body: bytes) -> None:
    boxes = {name: (start, end) for name, start, end in _boxes(body)}
    spans = [(start, end) for name, start, end in _boxes(body) if name == b"mdat"]
    if b"meta" in boxes and b"moov" not in boxes:  # the frames of a film aren't items
        start, end = boxes[b"meta"]
        spans = items.pixel_spans(body[start:end], len(body)) or spans
    for start, end in spans:
        if end > len(body):
            raise _truncated("its codes go beyond its end")
        if repeated_end(body[start:end]) >= REPEATED:
            raise _truncated("its codes end in bytes of one value")
        if has_hole(body[start:end], _HOLE_OF_AV1):
            raise _damaged("its codes have a hole")


def _boxes(body: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The name of each outer box, and where its content starts and ends."""
    at = 0
    for _ in range(_MOST_PARTS):
        if at + 8 > len(body):
            return
        length, name = struct.unpack_from(">I4s", body, at)
        start = at + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", body, start)
            start += 8
        end = at + length if length else len(body)
        if not name.isascii() or end < start:
            return  # whatever stands after the last box
        if end > len(body):
            raise _truncated(f"a part of {length:,} bytes goes beyond its end")
        yield name, start, end
        at = end


def _check_jpeg2000(body: bytes) -> None:
    start, end = 0, len(body)
    if body[:4] != b"\xff\x4f\xff\x51":
        found = [box[1:] for box in _boxes(body) if box[0] == b"jp2c"]
        if not found:
            raise _truncated("it holds no codes")
        start, end = found[0]
    at = start + 2
    while body[at : at + 2] != b"\xff\x90":  # the first part of a tile
        at += 2 + int.from_bytes(body[at + 2 : at + 4], "big")
        if at >= end:
            raise _truncated("it holds no codes")
    while body[at : at + 2] == b"\xff\x90":
        length = _big(body, at + 6)
        at = at + length if length else max(at + 12, body.rfind(b"\xff\xd9", at, end))
    if body[at : at + 2] != b"\xff\xd9" or at > end:
        raise _truncated("it has no end marker")
    _check_precision(body[start : start + 2 + 2 + 38 + 3 * 5])


def _check_precision(header: bytes) -> None:
    """Pillow spreads levels of other depths unevenly, and doesn't spread smaller components."""
    (count,) = struct.unpack_from(">H", header, 40)
    components = [header[at : at + 3] for at in range(42, 42 + 3 * min(count, 5), 3)]
    depths = {(component[0] & 0x7F) + 1 for component in components}
    if depths != {8} and not (depths == {16} and count == 1):
        bits = ", ".join(str(depth) for depth in sorted(depths))
        raise NotMeasurableError("unsupported-image", f"{count} components of {bits} bits")
    if len({component[1:] for component in components}) > 1:
        raise NotMeasurableError("unsupported-image", "components of different sizes")


def _big(body: bytes, at: int) -> int:
    (number,) = struct.unpack_from(">I", body, at)
    return int(number)


_CHECKS: dict[str, Callable[[bytes], None]] = {
    "PNG": _check_png,
    "GIF": _check_gif,
    "WEBP": _check_webp,
    "AVIF": _check_avif,
    "JPEG2000": _check_jpeg2000,
    "TIFF": tiff.check,
}
