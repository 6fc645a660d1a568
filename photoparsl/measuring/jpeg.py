"""JPEG: decode it, and notice where its codes end before its pixels do, or after them.

libjpeg makes up what is missing, passes over what is too much, and only warns, which Pillow
doesn't pass on.  But it stops and asks for more bytes wherever it needs them: so each scan is
given to it in pieces, and shows when it has all that it needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFile

from photoparsl.errors import NotMeasurableError

MOST_SCANS = 200  # of a progressive JPEG; encoders write about ten
BASELINE, EXTENDED, PROGRESSIVE = 0xC0, 0xC1, 0xC2
_ARITHMETIC = (0xC9, 0xCA)
_DECODED = (BASELINE, EXTENDED, PROGRESSIVE, *_ARITHMETIC)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # these are tables and reserved
_START_OF_SCAN, _END, _RESTART_INTERVAL, _HUFFMAN_TABLES, _STEPS = 0xDA, 0xD9, 0xDD, 0xC4, 0xDB
_MOST_SEGMENTS = 100_000
_ALONE = (0x01, 0xD8)  # markers that nothing belongs to
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # neither a byte of codes nor a restart
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
_SPARE = 32  # bytes of a scan that stay unneeded without harm: some writers fill up their end
_HOLE = b"\0" * 64
_AHEAD = b"\xfe" * 8  # so far libjpeg reads ahead; more would hide some bytes that are missing


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan of a JPEG.

    header: what its header holds after the length
    start, end: where its codes are in the file
    restart_interval: after how many units a restart marker stands; 0: there are none
    zeros: what codes of zeros alone mean, for each of the Huffman tables
    """

    header: bytes
    start: int
    end: int
    restart_interval: int
    zeros: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Structure:
    """A JPEG's parts.

    frame_marker, frame: the marker and the header of its frame
    scans: its scans
    ended: whether it has an end marker
    zero_steps: whether its levels are quantised in steps of 0, which no encoder does
    """

    frame_marker: int
    frame: bytes
    scans: tuple[Scan, ...]
    ended: bool
    zero_steps: bool

    @property
    def is_arithmetic(self) -> bool:
        """Whether its codes are arithmetic ones, and not Huffman's."""
        return self.frame_marker in _ARITHMETIC

    @property
    def problem(self) -> str:
        """Why its kind isn't read; empty: it is, or it has no frame."""
        if self.frame_marker and self.frame_marker not in _DECODED:
            return f"JPEG of process {self.frame_marker - 0xC0}: lossless, or of several sizes"
        return "JPEG of more than 8 bits" if self.frame[:1] > b"\x08" else ""


def structure(body: bytes) -> Structure:
    """Read the markers of the first image in `body`; a thumbnail lies within a segment."""
    marker, frame, interval, at, zero_steps = 0, b"", 0, 2, False
    scans: list[Scan] = []
    zeros: dict[int, int] = {}
    for _ in range(_MOST_SEGMENTS):
        found = _MARKER.search(body, at)
        code = body[found.end() - 1] if found else _END
        if found is None or code == _END:
            return Structure(marker, frame, tuple(scans), found is not None, zero_steps)
        start, at = found.end() + 2, found.end()
        if code not in _ALONE:
            at = max(start, at + _word(body, at))
        if code in _FRAMES and not frame:
            marker, frame = code, body[start:at]
        elif code == _RESTART_INTERVAL:
            interval = _word(body, start)
        elif code == _HUFFMAN_TABLES:
            zeros |= _zeros(body[start:at])
        elif code == _STEPS:
            zero_steps = zero_steps or _has_zero_step(body[start:at])
        elif code == _START_OF_SCAN:
            header, start = body[start:at], at
            at = _end_of_codes(body, start)
            scans.append(Scan(header, start, at, interval, dict(zeros)))
    return Structure(marker, frame, tuple(scans), False, zero_steps)


def _end_of_codes(body: bytes, start: int) -> int:
    found = _MARKER.search(body, start)
    at = found.start() if found else len(body)
    while body[at - 1 : at] == b"\xff":  # fill bytes may stand before a marker
        at -= 1
    return at


def load(image: ImageFile.ImageFile, body: bytes) -> None:
    """Read the pixels, or raise NotMeasurableError where the scans don't fill the image."""
    found = structure(body)
    if found.problem:
        raise NotMeasurableError("unsupported-image", found.problem)
    if not found.ended:
        raise NotMeasurableError("truncated", "it has no end marker")
    if len(found.scans) > MOST_SCANS:
        raise NotMeasurableError("damaged-image", f"{len(found.scans)} scans; at most {MOST_SCANS}")
    if found.zero_steps:
        raise NotMeasurableError("damaged-image", "its quantisation tables have zeros")
    if found.is_arithmetic:  # of which libjpeg has to get everything at once
        image.load()
        return
    if not _is_fully_scanned(found):
        raise NotMeasurableError("truncated", "its last scans are missing")
    for scan in found.scans:
        _check_restarts(body, found.frame, scan)
        if found.frame_marker != PROGRESSIVE and _has_hole(body, scan):
            reason = "damaged-image" if any(body[scan.end - _SPARE : scan.end]) else "truncated"
            raise NotMeasurableError(reason, "its codes have a hole")
    image.load_prepare()
    _, extents, _, options = image.tile[0]
    decoder = Image._getdecoder(image.mode, "jpeg", options, image.decoderconfig)
    try:
        decoder.setimage(image.im, extents)
        _decode(decoder, body, found.scans)
    finally:
        decoder.cleanup()
    image.tile = []


def _decode(decoder: Any, body: bytes, scans: tuple[Scan, ...]) -> None:
    stream, start, alone = _Stream(decoder), 0, len(scans) == 1
    view = memoryview(body)
    for scan in scans:
        nearly = max(scan.start, scan.end - _SPARE)
        late = max(nearly, scan.end - _SPARE // 2)
        stream.feed(view[start:nearly])
        complete = stream.finished if alone else stream.passes_over(body[nearly:late])
        if complete and late > nearly:
            repeated = len(set(body[nearly : scan.end])) == 1
            reason = "truncated" if repeated else "damaged-image"
            raise NotMeasurableError(reason, "its bytes go on after its last pixel")
        stream.feed(body[nearly if alone else late : scan.end] + _AHEAD)
        complete = stream.finished if alone else stream.passes_over(_AHEAD)
        if not complete:
            raise NotMeasurableError("truncated", "its bytes end before its pixels do")
        start = scan.end
    stream.feed(view[start:])


class _Stream:
    """A decoder of Pillow's, and the bytes that it was given and didn't need yet."""

    def __init__(self, decoder: Any) -> None:
        self._decoder = decoder
        self._left: bytes | memoryview = b""
        self.finished = False

    def feed(self, piece: bytes | memoryview) -> None:
        """Give the decoder some more bytes."""
        if self.finished or not piece:
            return
        given = bytes(self._left) + piece if self._left else piece
        used, error = self._decoder.decode(given)
        if error < 0:
            raise OSError("broken data stream")
        self.finished = used < 0
        self._left = given[used:]

    def passes_over(self, piece: bytes) -> bool:
        """Give it these bytes one by one; tell whether it took none of them for pixels.

        After the last pixel of a scan, libjpeg passes over each byte at once, in search of a
        marker; before, it collects several.
        """
        passed = True
        for at in range(len(piece)):
            self.feed(piece[at : at + 1])
            passed = passed and not self._left
        return passed


def _word(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 2], "big")


def _is_fully_scanned(found: Structure) -> bool:
    """Whether the scans bring all that the frame promises.

    That is every component, and every coefficient of a progressive one to its last bit.
    """
    coefficients: dict[int, set[int]] = {component: set() for component in found.frame[6::3]}
    for scan in found.scans:
        after = 1 + 2 * scan.header[0]  # the components, with the tables of each
        first, last, bits = scan.header[after : after + 3]
        if found.frame_marker != PROGRESSIVE:
            first, last, bits = 0, 63, 0  # which some writers leave out
        for component in scan.header[1:after:2]:
            if bits & 15 == 0:
                coefficients.setdefault(component, set()).update(range(first, last + 1))
    return all(len(known) == 64 for known in coefficients.values())


def _check_restarts(body: bytes, frame: bytes, scan: Scan) -> None:
    """The scan's restart markers must count from 0 to 7, again and again, to its end."""
    if not scan.restart_interval:
        return
    numbers = bytes(m.group()[1] & 7 for m in _RESTART.finditer(body, scan.start, scan.end))
    expected = (_units(frame, scan.header) - 1) // scan.restart_interval
    if not (bytes(range(8)) * (len(numbers) // 8 + 1)).startswith(numbers):
        raise NotMeasurableError("damaged-image", "its restart markers are out of order")
    if len(numbers) not in (expected, expected + 1):
        reason = "truncated" if len(numbers) < expected else "damaged-image"
        raise NotMeasurableError(reason, f"it has {len(numbers)} of {expected} restart markers")


def _has_hole(body: bytes, scan: Scan) -> bool:
    """Whether there are zeros of which no encoder would write so many.

    An even area can be such, but only where they mean the end of a block in each table.
    """
    tables = scan.header[2 : 1 + 2 * scan.header[0] : 2]
    even = all(scan.zeros.get(0x10 | table & 15) == 0 for table in tables)
    return not even and body.find(_HOLE, scan.start, scan.end) >= 0


def _zeros(tables: bytes) -> dict[int, int]:
    """What codes of zeros alone mean: it is the first symbol of a table."""
    found, at = {}, 0
    while at + 17 < len(tables):
        found[tables[at]] = tables[at + 17]
        at += 17 + sum(tables[at + 1 : at + 17])
    return found


def _has_zero_step(tables: bytes) -> bool:
    """Whether a step is 0; each table's first four bits tell whether steps have one byte or two."""
    at = 0
    while at < len(tables):
        width = 2 if tables[at] >> 4 else 1
        steps = tables[at + 1 : at + 1 + 64 * width]
        at += 1 + 64 * width
        if any(not any(steps[i : i + width]) for i in range(0, len(steps), width)):
            return True
    return False


def _units(frame: bytes, scan: bytes) -> int:
    """How many units a scan codes: blocks of its one component, or groups of several's."""
    height, width = _word(frame, 1), _word(frame, 3)
    factors = {
        frame[at]: (frame[at + 1] >> 4, frame[at + 1] & 15) for at in range(6, len(frame), 3)
    }
    across = max(horizontal for horizontal, _ in factors.values())
    down = max(vertical for _, vertical in factors.values())
    if scan[0] > 1:
        return -(-width // (8 * across)) * -(-height // (8 * down))
    horizontal, vertical = factors[scan[1]]
    columns, rows = -(-width * horizontal // across), -(-height * vertical // down)
    return -(-columns // 8) * -(-rows // 8)
