"""Read a JPEG's markers: its frame, its scans, and the offsets of their coded data (ITU-T T.81)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

BASELINE, EXTENDED, PROGRESSIVE = 0xC0, 0xC1, 0xC2
_ARITHMETIC = (0xC9, 0xCA)
_DECODED = (BASELINE, EXTENDED, PROGRESSIVE, *_ARITHMETIC)
_JPEG_LS = 0xF7
_FRAMES = frozenset((*range(0xC0, 0xD0), _JPEG_LS)) - {0xC4, 0xC8, 0xCC}  # tables, reserved
_START_OF_SCAN, _END, _RESTART_INTERVAL = 0xDA, 0xD9, 0xDD
_HUFFMAN_TABLES, _QUANTISATION_TABLES = 0xC4, 0xDB
_WITHOUT_CONTENT = (0x01, 0xD8)
_MOST_SEGMENTS = 100_000
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # not a restart, nor 0xff within codes
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan of a JPEG.

    header: the content of its header, after the length
    start: the offset of its coded data in the file
    end: the offset of the end of its coded data
    restart_interval: units (`Structure.units`) between two restart markers (0: no markers)
    zero_symbols: by each Huffman table's number, the symbol of its code of zeros
    """

    header: bytes
    start: int
    end: int
    restart_interval: int
    zero_symbols: Mapping[int, int]

    @property
    def components(self) -> bytes:
        """The numbers of the components that the scan contains."""
        return self.header[1 : 1 + 2 * self.header[0] : 2]

    @property
    def zeros_end_blocks(self) -> bool:
        """Whether a code of zeros means the end of a block in each of its AC tables."""
        tables = self.header[2 : 1 + 2 * self.header[0] : 2]
        return all(self.zero_symbols.get(0x10 | table & 15) == 0 for table in tables)

    def restarts(self, body: bytes) -> list[int]:
        """The offset in the file of each restart marker within the scan's coded data."""
        markers = _RESTART.finditer(body, self.start, self.end)
        return [marker.start() for marker in markers]


@dataclass(frozen=True, slots=True)
class Structure:
    """The parts of a JPEG.

    frame_marker: the second byte of its frame's marker (0: it has no frame)
    frame: the content of the frame's header, after the length
    scans: its scans, in the file's order
    has_end: whether it has an end marker
    has_zero_step: whether a quantisation table has a 0, which no encoder writes
    """

    frame_marker: int
    frame: bytes
    scans: tuple[Scan, ...]
    has_end: bool
    has_zero_step: bool

    @property
    def is_arithmetic(self) -> bool:
        """Whether the file has arithmetic codes instead of Huffman codes."""
        return self.frame_marker in _ARITHMETIC

    @property
    def problem(self) -> str:
        """Why photoparsl doesn't read this kind of JPEG.

        '' if it does, or if there is no frame.
        """
        if self.frame_marker == _JPEG_LS:
            return "JPEG-LS isn't read"
        if self.frame_marker and self.frame_marker not in _DECODED:
            return f"JPEG of process {self.frame_marker - 0xC0}: lossless, or of several sizes"
        return "JPEG of more than 8 bits" if self.frame[:1] > b"\x08" else ""

    @property
    def has_all_coefficients(self) -> bool:
        """Whether its scans code all 64 coefficients of every component, to the last bit."""
        known: dict[int, set[int]] = {component: set() for component in self.frame[6::3]}
        for scan in self.scans:
            first, last, bits = scan.header[1 + 2 * scan.header[0] :][:3]
            if self.frame_marker != PROGRESSIVE:
                first, last, bits = 0, 63, 0  # some writers omit these
            for component in scan.components:
                if bits & 15 == 0:
                    known.setdefault(component, set()).update(range(first, last + 1))
        return all(len(coefficients) == 64 for coefficients in known.values())

    def units(self, scan: Scan) -> int:
        """The number of a scan's units: blocks of one component, or groups of blocks of several."""
        height, width = _word(self.frame, 1), _word(self.frame, 3)
        factors = {
            self.frame[at]: (self.frame[at + 1] >> 4, self.frame[at + 1] & 15)
            for at in range(6, len(self.frame), 3)
        }
        across = max(horizontal for horizontal, _ in factors.values())
        down = max(vertical for _, vertical in factors.values())
        if scan.header[0] > 1:
            return -(-width // (8 * across)) * -(-height // (8 * down))
        horizontal, vertical = factors[scan.header[1]]
        columns, rows = -(-width * horizontal // across), -(-height * vertical // down)
        return -(-columns // 8) * -(-rows // 8)


def read_structure(body: bytes) -> Structure:
    """Read the markers of the first image in `body`.  A thumbnail is within a segment of it."""
    marker, frame, interval, at, has_zero_step = 0, b"", 0, 2, False
    scans: list[Scan] = []
    zero_symbols: dict[int, int] = {}
    for _ in range(_MOST_SEGMENTS):
        found = _MARKER.search(body, at)
        code = body[found.end() - 1] if found else _END
        if found is None or code == _END:
            return Structure(marker, frame, tuple(scans), found is not None, has_zero_step)
        start, at = found.end() + 2, found.end()
        if code not in _WITHOUT_CONTENT:
            at = max(start, at + _word(body, at))
        content = body[start:at]
        if code in _FRAMES and not frame:
            marker, frame = code, content
            if marker == _JPEG_LS:  # whose codes are other than JPEG's
                break
        elif code == _RESTART_INTERVAL:
            interval = _word(content, 0)
        elif code == _HUFFMAN_TABLES:
            zero_symbols |= _zero_symbols(content)
        elif code == _QUANTISATION_TABLES:
            has_zero_step = has_zero_step or _has_zero_step(content)
        elif code == _START_OF_SCAN:
            start, at = at, _end_of_codes(body, at)
            scans.append(Scan(content, start, at, interval, dict(zero_symbols)))
    return Structure(marker, frame, tuple(scans), False, has_zero_step)


def _end_of_codes(body: bytes, start: int) -> int:
    """The offset of the next marker, or of the padding bytes 0xFF before it."""
    marker = _MARKER.search(body, start)
    at = marker.start() if marker else len(body)
    while body[at - 1 : at] == b"\xff":
        at -= 1
    return at


def _zero_symbols(tables: bytes) -> dict[int, int]:
    """For each Huffman table, the symbol of the code of zeros, which is the first symbol."""
    symbols, at = {}, 0
    while at + 17 < len(tables):
        symbols[tables[at]] = tables[at + 17]
        at += 17 + sum(tables[at + 1 : at + 17])
    return symbols


def _has_zero_step(tables: bytes) -> bool:
    """Whether a quantisation step is 0.

    The first four bits of each table tell whether its steps have one byte or two.
    """
    at = 0
    while at < len(tables):
        width = 2 if tables[at] >> 4 else 1
        steps = tables[at + 1 : at + 1 + 64 * width]
        at += 1 + 64 * width
        if any(not any(steps[i : i + width]) for i in range(0, len(steps), width)):
            return True
    return False


def _word(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "big")
