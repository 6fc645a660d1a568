"""Files that Pillow reads without complaint, and not as they are meant."""

from __future__ import annotations

import io
import random
import re

from PIL import Image, ImageFile

from photoparsl.errors import NotMeasurableError

_SAMPLE_FORMAT, _BITS = 339, 258  # tags of TIFF
_SIGNED = 2
_GREY_STEP = {"L;2": 85, "L;4": 17}  # between two levels of a PNG, as Pillow spreads them
_MADE_UP = {127, 128}  # libjpeg's grey, as it is or inverted
_START_OF_SCAN, _END = 0xDA, b"\xff\xd9"
_SCAN = re.compile(rb"\xff\xda")
_CODES = random.Random(0).randbytes(500).replace(b"\xff", b"\x7f")
_NOISE = b"".join(_CODES + bytes([0xFF, 0xD0 + n]) for n in range(8))  # with all restart markers


def set_right(image: ImageFile.ImageFile) -> None:
    """Before the pixels are read: mend what can be mended, or raise NotMeasurableError."""
    raw = str(image.tile[0][3] if image.tile else "")
    if image.format == "PNG" and "transparency" in image.info:
        if "RGB;16" in raw:
            raise NotMeasurableError("unsupported-image", "16-bit colour with a hidden colour")
        for kind, step in _GREY_STEP.items():
            if kind in raw:
                image.info["transparency"] *= step
    tags = getattr(image, "tag_v2", {})
    signed = _SIGNED in tags.get(_SAMPLE_FORMAT, ())
    if signed and max(tags.get(_BITS, (1,))) <= 8:
        raise NotMeasurableError("unsupported-image", "signed levels of 8 bits")


def check_end(image: ImageFile.ImageFile, body: bytes) -> None:
    """After that: raise NotMeasurableError where a JPEG's end marker came before its last pixels.

    libjpeg then makes the rest up, in an even grey, and only warns, which Pillow doesn't pass
    on.  So where the last pixel has that grey, the bytes are read again with noise before
    their end marker: if that shows, there was room for it.
    """
    if image.format not in ("JPEG", "MPO"):
        return
    if "progressive" in image.info and not _is_fully_scanned(body):
        raise NotMeasurableError("truncated", "its last scans are missing")
    last = image.getpixel((image.width - 1, image.height - 1))
    if set(last if isinstance(last, tuple) else (last,)) <= _MADE_UP:
        end = body.find(_END, _first_scan(body))
        if end >= 0 and _eighth(body) != _eighth(body[:end] + _NOISE + body[end:]):
            raise NotMeasurableError("truncated", "its bytes end before its pixels do")


def _is_fully_scanned(body: bytes) -> bool:
    """Whether the scans of a progressive JPEG bring every coefficient to its last bit."""
    start = _first_scan(body)
    end = body.find(_END, start)
    coefficients: dict[int, set[int]] = {}
    for scan in _SCAN.finditer(body, start, end if end >= 0 else len(body)):
        header = body[scan.end() + 2 : scan.end() + 14]
        after = 1 + 2 * header[0]  # the components, with the tables of each
        first, last, bits = header[after : after + 3]
        for component in header[1:after:2]:
            known = coefficients.setdefault(component, set())
            if bits & 15 == 0:
                known.update(range(first, last + 1))
    return all(len(known) == 64 for known in coefficients.values())


def _first_scan(body: bytes) -> int:
    """Where the pixels' bytes begin, after all segments; a thumbnail lies within one."""
    at = 2
    while body[at + 1 : at + 2] not in (b"", bytes([_START_OF_SCAN])):
        padding = body[at + 1] == 0xFF  # fill bytes may stand before a marker
        at += 1 if padding else 2 + int.from_bytes(body[at + 2 : at + 4], "big")
    return at


def _eighth(body: bytes) -> bytes:
    """The pixels at an eighth of the size, which takes little time and memory."""
    image = Image.open(io.BytesIO(body), formats=("JPEG",))
    image.draft(image.mode, (max(1, image.width // 8), max(1, image.height // 8)))
    return image.tobytes()
