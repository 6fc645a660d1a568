"""JPEG: decode it, and notice where its codes end before its pixels do, or go on after them.

libjpeg invents what is missing, skips what is too much, and only warns, which Pillow doesn't pass
on.  But it stops and asks for more bytes wherever it needs them: given each scan in pieces, it
shows when it has all that it needs.
"""

from __future__ import annotations

from typing import Any

from PIL import Image, ImageFile

from photoparsl.errors import NotMeasurableError
from photoparsl.measuring.formats.format import Format, damaged, truncated, unsupported
from photoparsl.measuring.formats.jpeg_structure import (
    PROGRESSIVE,
    Scan,
    Structure,
    read_structure,
)

MOST_SCANS = 200  # of a progressive JPEG; encoders write about ten
_SPARE = 32  # bytes at a scan's end that are looked at; so many are never without a pixel
_SPARE_OF_ANY_VALUE = 4  # bytes at a scan's end that may be needed for no pixel, and not be a fill
_HOLE = b"\0" * 64
_READ_AHEAD = b"\xfe" * 8  # so far libjpeg reads ahead; more would hide some bytes that are missing
_PIXELS_A_BYTE = 1024  # at most: codes spend a bit on a block of 64, half of that in odd samplings


def load_jpeg(image: ImageFile.ImageFile, body: bytes) -> None:
    """Decode the pixels; raises NotMeasurableError where the scans don't fill the image exactly."""
    structure = read_structure(body)
    _check_structure(structure)
    if structure.is_arithmetic:  # of which libjpeg has to get everything at once
        image.load()
        return
    if not structure.has_all_coefficients:
        raise truncated("its last scans are missing")
    for scan in structure.scans:
        _check_restarts(body, structure, scan)
        if structure.frame_marker != PROGRESSIVE and _has_hole(body, scan):
            at_end = not any(body[scan.end - _SPARE : scan.end])
            raise (truncated if at_end else damaged)("its codes have a hole")
    image.load_prepare()
    _, extents, _, options = image.tile[0]
    decoder = Image._getdecoder(image.mode, "jpeg", options, image.decoderconfig)
    try:
        decoder.setimage(image.im, extents)
        _decode(decoder, body, structure.scans)
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


def _check_restarts(body: bytes, structure: Structure, scan: Scan) -> None:
    """Check that the restart markers count from 0 to 7, again and again, to the scan's end."""
    if not scan.restart_interval:
        return
    numbers = scan.restart_numbers(body)
    expected = (structure.units(scan) - 1) // scan.restart_interval
    if not (bytes(range(8)) * (len(numbers) // 8 + 1)).startswith(numbers):
        raise damaged("its restart markers are out of order")
    if len(numbers) not in (expected, expected + 1):
        error = truncated if len(numbers) < expected else damaged
        raise error(f"it has {len(numbers)} of {expected} restart markers")


def _has_hole(body: bytes, scan: Scan) -> bool:
    """Whether there are so many zeros as no encoder would write.

    An even area can be zeros, but only where they end the block in each table.
    """
    return not scan.zeros_end_blocks and body.find(_HOLE, scan.start, scan.end) >= 0


def _decode(decoder: Any, body: bytes, scans: tuple[Scan, ...]) -> None:
    """Decode the scans, and check of each that it needs its bytes to their end, and no more."""
    stream, start, alone = _Stream(decoder), 0, len(scans) == 1
    view = memoryview(body)
    for scan in scans:
        nearly = max(scan.start, scan.end - _SPARE)
        stream.feed(view[start:nearly])
        last_bytes = body[nearly : scan.end] + _READ_AHEAD
        needed = nearly + (
            stream.feed_to_finish(last_bytes) if alone else stream.feed_until_skipped(last_bytes)
        )
        if needed > scan.end + len(_READ_AHEAD):
            raise truncated("its bytes end before its pixels do")
        _check_spare(body[needed : scan.end], scan)
        start = scan.end
    stream.feed(view[start:])


def _check_spare(spare: bytes, scan: Scan) -> None:
    """Check that few bytes at a scan's end are needed for no pixel.

    Scanners and webcams leave some there, others fill up the end with bytes of one value.
    """
    is_fill = len(set(spare)) == 1
    tolerated = _SPARE - 1 if is_fill or scan.restart_interval else _SPARE_OF_ANY_VALUE
    if len(spare) > min(tolerated, scan.end - scan.start - 1):
        raise (truncated if is_fill else damaged)("its bytes go on after its last pixel")


class _Stream:
    """A decoder of Pillow's, and the bytes that it was given and hasn't used yet."""

    def __init__(self, decoder: Any) -> None:
        self._decoder = decoder
        self._unused: bytes | memoryview = b""
        self._finished = False

    def feed(self, piece: bytes | memoryview) -> None:
        """Give the decoder some more bytes."""
        if self._finished or not piece:
            return
        given = bytes(self._unused) + piece if self._unused else piece
        used, error = self._decoder.decode(given)
        if error < 0:
            raise OSError("broken data stream")
        self._finished = used < 0
        self._unused = given[used:]

    def feed_to_finish(self, piece: bytes) -> int:
        """Give it these bytes one by one; how many it needs to have the image's last pixel.

        One more than there are: it needs more.
        """
        for at in range(len(piece)):
            if self._finished:
                return at
            self.feed(piece[at : at + 1])
        return len(piece) if self._finished else len(piece) + 1

    def feed_until_skipped(self, piece: bytes) -> int:
        """Give it these bytes one by one; how many it needs to have the scan's last pixel.

        After a scan's last pixel, libjpeg skips each byte at once, in search of a marker; before,
        it collects several.  One more than there are: it doesn't skip those that follow them.
        """
        needed = 0
        for at in range(len(piece)):
            self.feed(piece[at : at + 1])
            if self._unused:
                needed = at + 1
        for at in range(len(_READ_AHEAD)):
            self.feed(_READ_AHEAD[at : at + 1])
            if self._unused:
                return len(piece) + 1
        return needed


def _can_hold(body: bytes, pixels: int) -> bool:
    """Arithmetic codes, which are rare, know no limit."""
    return pixels <= _PIXELS_A_BYTE * len(body) or read_structure(body).is_arithmetic


def _decoder_bytes(image: ImageFile.ImageFile) -> float:
    """Two bytes for each coefficient of a progressive JPEG: 1.5 a pixel in the usual 4:2:0."""
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
    suffixes=(".jpg", ".jpeg", ".jpe"),
    begins=lambda body: body.startswith(b"\xff\xd8\xff"),
    load=load_jpeg,
    can_hold=_can_hold,
    decoder_bytes=_decoder_bytes,
    why_unidentified=_why_unidentified,
)
