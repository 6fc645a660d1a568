"""Cameras' raw files as tests make them: directories with previews round a sensor's levels."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping

from PIL import Image

FULL = (1200, 800)  # pixels of the sensor
KINDS = ("nef", "cr2", "arw", "dng", "pef", "orf", "rw2")
TAKEN = "1994:08:17 10:00:00"

_SENSOR = 32803
_Tags = Mapping[int, int | bytes | tuple[int, ...]]


def jpeg(size: tuple[int, int], colour: tuple[int, int, int] = (200, 90, 30)) -> bytes:
    """A JPEG of one colour, with a dark corner at the upper left."""
    image = Image.new("RGB", size, colour)
    image.paste((0, 0, 0), (0, 0, size[0] // 2, size[1] // 4))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=92)
    return file.getvalue()


def raw_file(
    kind: str,
    preview: bytes,
    *,
    order: str = "<",
    orientation: int = 1,
    full: tuple[int, int] = FULL,
) -> bytes:
    """A raw file as a maker's cameras write it, with this JPEG in it, and a small one besides."""
    mark = {"orf": b"IIRO", "rw2": b"IIU\0"}.get(kind)
    made = _File(mark or (b"II*\0" if order == "<" else b"MM\0*"), cr2=kind == "cr2")
    small, large = (made.add(body) for body in (jpeg((160, 106)), preview))
    sensor = made.add(b"\x5a" * 4000)
    levels: _Tags = {
        256: full[0], 257: full[1], 259: 34713, 262: _SENSOR, 273: sensor, 279: 4000,
    }  # fmt: skip
    as_strip: _Tags = {259: 6, 273: large, 279: len(preview)}
    as_jpeg: _Tags = {513: large, 514: len(preview)}
    first: dict[int, int | bytes | tuple[int, ...]] = {
        254: 1, 256: 160, 257: 106, 259: 6, 262: 6, 271: b"Maker\0", 274: orientation,
        513: small, 514: len(jpeg((160, 106))),
        34665: made.directory({36867: TAKEN.encode() + b"\0"}),
    }  # fmt: skip
    if kind in ("nef", "dng"):
        place = as_jpeg if kind == "nef" else {**as_strip, 254: 1, 259: 7}
        first[330] = (made.directory(place), made.directory(levels))
        if kind == "dng":
            first[50706] = b"\1\4\0\0"
        return made.finished(first)
    if kind == "cr2":
        return made.finished({**first, **as_strip, 256: full[0], 257: full[1]}, levels)
    if kind == "rw2":
        return made.finished({2: full[0], 3: full[1], 274: orientation, 46: preview,
                              34665: first[34665]})  # fmt: skip
    if kind == "orf":  # its preview is named in the maker's notes only
        return made.finished({key: first[key] for key in (271, 274, 34665)} | dict(levels))
    return made.finished(first, levels, as_jpeg)


class _File:
    """A TIFF that is written piece by piece."""

    def __init__(self, mark: bytes, *, cr2: bool) -> None:
        self._order = ">" if mark[:1] == b"M" else "<"
        self._body = bytearray(mark + bytes(4) + (b"CR\2\0" + bytes(4) if cr2 else b""))

    def add(self, data: bytes) -> int:
        """Append bytes; return where they are."""
        self._body += bytes(len(self._body) % 2)
        self._body += data
        return len(self._body) - len(data)

    def directory(self, tags: _Tags, following: int = 0) -> int:
        """Append a directory; return where it is."""
        entries = b""
        for tag, value in sorted(tags.items()):
            if isinstance(value, bytes):
                kind, count, data = (2 if value.endswith(b"\0") else 7), len(value), value
            else:
                values = value if isinstance(value, tuple) else (value,)
                kind, count = 4, len(values)
                data = struct.pack(f"{self._order}{count}I", *values)
            room = data.ljust(4, b"\0")
            if len(room) > 4:
                room = struct.pack(self._order + "I", self.add(data))
            entries += struct.pack(self._order + "HHI", tag, kind, count) + room
        count_of_entries = struct.pack(self._order + "H", len(tags))
        return self.add(count_of_entries + entries + struct.pack(self._order + "I", following))

    def finished(self, first: _Tags, *others: _Tags) -> bytes:
        """The file with these directories, one after the other."""
        following = 0
        for tags in reversed((first, *others)):
            following = self.directory(tags, following)
        self._body[4:8] = struct.pack(self._order + "I", following)
        return bytes(self._body)
