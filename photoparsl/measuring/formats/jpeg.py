"""JPEG: decode it, and notice if its codes end before the last pixel, or continue after it.

libjpeg invents missing pixels, skips superfluous codes, and only warns; Pillow ignores the warning.
But libjpeg stops when it needs more bytes.  So this module feeds it each scan in pieces, and sees
after which byte it has all pixels.
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
_SPARE = 32  # bytes at a scan's end that are fed one by one; they always code some pixel
_SPARE_OF_ANY_VALUE = 4  # bytes at a scan's end that may code no pixel and have several values
_HOLE = b"\0" * 64
_READ_AHEAD = b"\xfe" * 8  # as many as libjpeg reads ahead; more would hide missing bytes
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
    """Check that the numbers of restart markers repeat 0 to 7 to the scan's end, without gaps."""
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
    """Whether the scan has more zero bytes in a row than an encoder writes.

    An even area may be coded in zeros if a code of zeros ends the block in each Huffman table.
    """
    return not scan.zeros_end_blocks and body.find(_HOLE, scan.start, scan.end) >= 0


def _decode(decoder: Any, body: bytes, scans: tuple[Scan, ...]) -> None:
    """Decode the scans; check that each needs all its bytes, and no more."""
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
    """Check that only few bytes at a scan's end code no pixel.

    Scanners and webcams write a few such bytes; other programs pad the end with one value.
    """
    is_fill = len(set(spare)) == 1
    tolerated = _SPARE - 1 if is_fill or scan.restart_interval else _SPARE_OF_ANY_VALUE
    if len(spare) > min(tolerated, scan.end - scan.start - 1):
        raise (truncated if is_fill else damaged)("its bytes go on after its last pixel")


class _Stream:
    """One of Pillow's decoders, and the bytes that it got but hasn't used yet."""

    def __init__(self, decoder: Any) -> None:
        self._decoder = decoder
        self._unused: bytes | memoryview = b""
        self._finished = False

    def feed(self, piece: bytes | memoryview) -> None:
        """Feed the bytes to the decoder.  Raises OSError if it can't decode them."""
        if self._finished or not piece:
            return
        given = bytes(self._unused) + piece if self._unused else piece
        used, error = self._decoder.decode(given)
        if error < 0:
            raise OSError("broken data stream")
        self._finished = used < 0
        self._unused = given[used:]

    def feed_to_finish(self, piece: bytes) -> int:
        """Feed the bytes one by one; return how many the image's last pixel needs.

        The result is `len(piece) + 1` if it needs more bytes than these.
        """
        for at in range(len(piece)):
            if self._finished:
                return at
            self.feed(piece[at : at + 1])
        return len(piece) if self._finished else len(piece) + 1

    def feed_until_skipped(self, piece: bytes) -> int:
        """Feed the bytes one by one; return how many the scan's last pixel needs.

        After a scan's last pixel, libjpeg skips each byte at once, in search of a marker; before
        it, libjpeg collects several bytes.  The result is `len(piece) + 1` if bytes that follow
        `piece` aren't skipped.
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
    """Whether the file can hold so many pixels; arithmetic codes, which are rare, have no limit."""
    return pixels <= _PIXELS_A_BYTE * len(body) or read_structure(body).is_arithmetic


def _decoder_bytes(image: ImageFile.ImageFile) -> float:
    """Bytes a pixel for the coefficients of a progressive JPEG: two each, 1.5 a pixel in 4:2:0."""
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
    suffixes=(".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".jfi", ".pjpeg", ".pjp"),
    begins=lambda body: body.startswith(b"\xff\xd8\xff"),
    load=load_jpeg,
    can_hold=_can_hold,
    decoder_bytes=_decoder_bytes,
    why_unidentified=_why_unidentified,
)
