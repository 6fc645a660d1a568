"""JPEG: decode it, and notice if its codes end before the last pixel, or continue after it.

libjpeg invents missing pixels, skips superfluous codes, and only warns.  Pillow ignores the
warning.  But libjpeg stops when it needs more bytes.  So this module feeds it each scan in pieces,
and sees after which byte it has all pixels.
"""

from __future__ import annotations

from typing import Any

from PIL import Image, ImageFile

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring.formats.format import Format, damaged, truncated, unsupported
from photoparsl.measuring.formats.jpeg_stream import READ_AHEAD, JPEGStream
from photoparsl.measuring.formats.jpeg_structure import (
    PROGRESSIVE,
    Scan,
    Structure,
    read_structure,
)

MOST_SCANS = 200  # of a progressive JPEG. Encoders write about ten
_SPARE = 32  # bytes at a scan's end that are fed one by one. They always code some pixel
_SPARE_OF_ANY_VALUE = 4  # bytes at a scan's end that may code no pixel and have several values
_LAST_OF_INTERVAL = 6  # bytes before a restart marker, of which four may code no pixel
_PROBE = 2  # bytes that are fed one by one to see whether libjpeg skips them
_HOLE = b"\0" * 64
_PIXELS_A_BYTE = 1024  # at most: a block of 64 needs a bit, or half a bit in odd samplings


def load_jpeg(image: ImageFile.ImageFile, body: bytes) -> None:
    """Decode the pixels.  Raises NotMeasurableError if the scans don't fill the image exactly."""
    structure = read_structure(body)
    _check_structure(structure)
    if structure.is_arithmetic:  # libjpeg needs all arithmetic codes at once
        image.load()
        return
    if not structure.has_all_coefficients:
        raise truncated("its last scans are missing")
    restarts = [_restarts(body, structure, scan) for scan in structure.scans]
    for scan in structure.scans:
        if structure.frame_marker != PROGRESSIVE and _has_hole(body, scan):
            at_end = not any(body[scan.end - _SPARE : scan.end])
            raise (truncated if at_end else damaged)(
                "its coded data has a hole: a run of identical bytes"
            )
    image.load_prepare()
    _, extents, _, options = image.tile[0]
    decoder = Image._getdecoder(image.mode, "jpeg", options, image.decoderconfig)
    try:
        decoder.setimage(image.im, extents)
        _decode(decoder, body, structure.scans, restarts)
    finally:
        decoder.cleanup()
    image.tile = []


def _check_structure(structure: Structure) -> None:
    if structure.problem:
        raise unsupported(structure.problem)
    if not structure.has_end:
        raise truncated("it has no end marker")
    if len(structure.scans) > MOST_SCANS:
        raise damaged(f"{len(structure.scans)} scans; at most {MOST_SCANS}")
    if structure.has_zero_step:
        raise damaged("its quantisation tables have zeros")


def _restarts(body: bytes, structure: Structure, scan: Scan) -> list[int]:
    """The positions of the restart markers that codes follow.

    Raises NotMeasurableError unless their numbers repeat 0 to 7 to the scan's end, without gaps.
    """
    if not scan.restart_interval:
        return []
    positions = scan.restarts(body)
    numbers = bytes(body[at + 1] & 7 for at in positions)
    expected = (structure.units(scan) - 1) // scan.restart_interval
    if not (bytes(range(8)) * (len(numbers) // 8 + 1)).startswith(numbers):
        raise damaged("its restart markers are out of order")
    if len(numbers) not in (expected, expected + 1):
        error = truncated if len(numbers) < expected else damaged
        raise error(f"it has {len(numbers)} of {expected} restart markers")
    return positions[:expected]


def _has_hole(body: bytes, scan: Scan) -> bool:
    """Whether the scan has more zero bytes in a row than an encoder writes.

    An even area may be coded in zeros if a code of zeros ends the block in each Huffman table.
    """
    return not scan.zeros_end_blocks and body.find(_HOLE, scan.start, scan.end) >= 0


def _decode(decoder: Any, body: bytes, scans: tuple[Scan, ...], restarts: list[list[int]]) -> None:
    """Decode the scans.  Check that each, and each interval, needs all its bytes, and no more.

    restarts: by scan, the positions of its restart markers
    """
    stream, start, alone = JPEGStream(decoder), 0, len(scans) == 1
    view = memoryview(body)
    for scan, ends in zip(scans, restarts, strict=True):
        for end in ends:
            _decode_interval(stream, body, start, end)
            start = end
        nearly = max(scan.start, start, scan.end - _SPARE)
        stream.feed(view[start:nearly])
        last_bytes = body[nearly : scan.end] + READ_AHEAD
        needed = nearly + (
            stream.feed_to_finish(last_bytes) if alone else stream.feed_until_skipped(last_bytes)
        )
        if needed > scan.end + len(READ_AHEAD):
            raise truncated("its bytes end before its pixels do")
        _check_spare(body[needed : scan.end], scan)
        start = scan.end
    stream.feed(view[start:])


def _decode_interval(stream: JPEGStream, body: bytes, start: int, end: int) -> None:
    """Decode the codes up to a restart marker.  Check that they need all their bytes, and no more.

    libjpeg takes the marker for the end of the codes, and invents the units that are missing.
    """
    while body[end - 1] == 0xFF:  # padding before the marker
        end -= 1
    last = max(start, end - _LAST_OF_INTERVAL)
    stream.feed(body[start:last])
    if end - last == _LAST_OF_INTERVAL:
        is_spare = stream.skips(body[last : last + _PROBE])
        is_short_fill = len(set(body[last:end])) == 1 < len(set(body[end - _SPARE : end]))
        if is_spare and not is_short_fill:
            raise damaged("codes go on after the last pixel before a restart marker")
        last += _PROBE
    stream.feed(body[last:end] + READ_AHEAD)
    if not stream.skips(READ_AHEAD[:_PROBE]):
        raise damaged("codes end before the last pixel before a restart marker")


def _check_spare(spare: bytes, scan: Scan) -> None:
    """Check that only few bytes at a scan's end code no pixel.

    Scanners and webcams write a few such bytes.  Other programs pad the end with one value.
    """
    is_fill = len(set(spare)) == 1
    tolerated = _SPARE - 1 if is_fill or scan.restart_interval else _SPARE_OF_ANY_VALUE
    if len(spare) > min(tolerated, scan.end - scan.start - 1):
        raise (truncated if is_fill else damaged)("its bytes go on after its last pixel")


def _can_hold(body: bytes, pixels: int) -> bool:
    """Whether the file can hold so many pixels.

    Arithmetic codes, which are rare, have no limit.
    """
    return pixels <= _PIXELS_A_BYTE * len(body) or read_structure(body).is_arithmetic


def _decoder_bytes(image: ImageFile.ImageFile) -> float:
    """Bytes of memory a pixel for the coefficients of a progressive JPEG.

    A coefficient has two bytes.  In 4:2:0 there are 1.5 coefficients a pixel.
    """
    if "progressive" not in image.info:
        return 0.0
    layers = getattr(image, "layer", [])
    across = max((layer[1] for layer in layers), default=1)
    down = max((layer[2] for layer in layers), default=1)
    coefficients: int = sum(layer[1] * layer[2] for layer in layers)
    return 2 * coefficients / max(1, across * down)


def _why_unidentified(body: bytes) -> NotMeasurableError | None:
    structure = read_structure(body)
    if structure.problem:
        return unsupported(structure.problem)
    return None if structure.has_end else truncated("it has no end marker")


# A JPEG of several images (MPO) is a JPEG to Pillow too, until it has opened it.
JPEG = Format(
    name="JPEG",
    pillow_name="JPEG",
    media_type="image/jpeg",
    begins=lambda body: body.startswith(b"\xff\xd8\xff"),
    load=load_jpeg,
    can_hold=_can_hold,
    decoder_bytes=_decoder_bytes,
    why_unidentified=_why_unidentified,
)
